import Diagnostics
import SpatialIndexing
import SpatialPrimitives
import TestSupport
import Testing

struct BoxTreeTests {
  /// Boxes of a flat city far from the origin, some large, some flat, some points, some equal.
  static func boxes(_ count: Int, seed: UInt64) -> [Box3] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { number in
      let x = 465_000 + Double.random(in: 0...900, using: &random)
      let y = 3_846_000 + Double.random(in: 0...900, using: &random)
      let z = number % 5 == 0 ? 3 : Double.random(in: -30...90, using: &random)
      let size = number % 50 == 0 ? 200.0 : number % 7 == 0 ? 0 : 6
      return Box3(
        minX: x, minY: y, minZ: z, maxX: x + .random(in: 0...size, using: &random),
        maxY: y + .random(in: 0...size, using: &random), maxZ: number % 3 == 0 ? z : z + size / 2)
    }
  }

  private static let sizes = [0, 1, 2, 16, 17, 257, 4097]

  @Test(arguments: sizes) func boxesAndPointsAsByBruteForce(count: Int) throws {
    let boxes = Self.boxes(count, seed: 41)
    let tree = try BoxTree(boxes, threads: 2)
    #expect(tree.checkInvariants() == [])
    #expect(tree.count == count)
    #expect(tree.extent == boxes.reduce(into: .empty) { $0.formUnion($1) })
    var random = SeededGenerator(seed: 43)
    for round in 0..<24 {
      var query = Self.boxes(1, seed: random.next())[0].expanded(by: Double(round % 4) * 20)
      // Sides that touch a box exactly, and such as miss it by the last digit.
      if let touched = boxes.randomElement(using: &random), round % 2 == 0 {
        query.minX = round % 4 == 0 ? touched.maxX : touched.maxX.nextUp
        query.maxX = max(query.minX, query.maxX)
      }
      #expect(try tree.items(meeting: query) == boxes.indices.filter { boxes[$0].intersects(query) }, "round \(round)")
      let point = boxes.isEmpty ? query.center : boxes[round % boxes.count].center
      #expect(try tree.items(holding: point) == boxes.indices.filter { boxes[$0].contains(point) })
    }
    #expect(try tree.items(meeting: .empty) == [])
    #expect(try tree.items(holding: Point3(.nan, 0, 0)) == [])
    let all = Box3(
      minX: -.infinity, minY: -.infinity, minZ: -.infinity, maxX: .infinity, maxY: .infinity, maxZ: .infinity)
    #expect(try tree.items(meeting: all) == Array(0..<count))
  }

  /// Many at once, as one by one: also where one has more answers than are taken at a time, and where some are no boxes.
  @Test(arguments: sizes + [20_000]) func manyQuestionsAtOnce(count: Int) throws {
    let boxes = Self.boxes(count, seed: 67)
    let tree = try BoxTree(boxes, threads: 2)
    var random = SeededGenerator(seed: 71)
    let all = Box3(
      minX: -.infinity, minY: -.infinity, minZ: -.infinity, maxX: .infinity, maxY: .infinity, maxZ: .infinity)
    var questions = (0..<300).map { number in
      Self.boxes(1, seed: random.next())[0].expanded(by: Double(number % 5) * 30)
    }
    questions += [.empty, all, Box3(Point3(.nan, 0, 0)), questions[0], all]
    questions.shuffle(using: &random)
    var answers = BoxAnswers()
    for portion in [questions, [], [all], questions] {
      try tree.search(portion, into: &answers)
      #expect(answers.ends.count == portion.count)
      for (number, question) in portion.enumerated() {
        #expect(try answers[number].map(Int.init).sorted() == tree.items(meeting: question), "question \(number)")
      }
    }
    #expect(try tree.items(meeting: all) == Array(0..<count))
  }

  @Test(arguments: sizes) func nearestAsByBruteForce(count: Int) throws {
    let boxes = Self.boxes(count, seed: 47)
    let tree = try BoxTree(boxes)
    var random = SeededGenerator(seed: 49)
    for round in 0..<10 {
      var point = Self.boxes(1, seed: random.next())[0].center
      if round % 5 == 0 { point.x += 1e6 }
      if round % 7 == 0 { point.z = 3 }
      let all = boxes.indices.map { Neighbor(item: $0, squared: boxes[$0].squaredDistance(to: point)) }.sorted()
      for most in [1, 10, 300] { #expect(try tree.nearest(to: point, most: most) == Array(all.prefix(most))) }
      let limit = all.isEmpty ? 1 : all[all.count / 2].distance
      let near = all.filter { $0.squared <= limit * limit }
      #expect(try tree.nearest(to: point, most: count + 1, within: limit) == near)
      // A measure of its own, and items left out.
      let rest = all.filter { $0.item % 3 != 0 }
      let measured = rest.map { Neighbor(item: $0.item, squared: $0.squared * 2 + 1) }.sorted()
      let found = try tree.nearest(to: point, most: 7) { item, squared in item % 3 == 0 ? nil : squared * 2 + 1 }
      #expect(found == Array(measured.prefix(7)))
    }
    #expect(try tree.nearest(to: Point3(0, 0, 0), most: 0) == [])
    #expect(try tree.nearest(to: Point3(0, .nan, 0), most: 3) == [])
    #expect(try tree.nearest(to: Point3(1e300, -1e300, 0), most: 3).count == min(3, count))
  }

  @Test(arguments: sizes) func raysAsByBruteForce(count: Int) throws {
    let boxes = Self.boxes(count, seed: 53)
    let tree = try BoxTree(boxes)
    var random = SeededGenerator(seed: 59)
    for round in 0..<10 {
      let origin = Self.boxes(1, seed: random.next())[0].center
      func way() -> Double { .random(in: -1...1, using: &random) }
      let straight = [Point3(0, 0, -1), Point3(1, 0, 0)]
      let direction = round % 4 < 2 ? straight[round % 4] : Point3(way(), way(), way() / 9)
      let ray = Ray3(from: origin, towards: direction)
      for limit in [Double.infinity, 150] {
        let expected = boxes.indices.compactMap { item in
          ray.entry(into: boxes[item], upTo: limit).map { (item: item, entry: $0) }
        }.sorted { ($0.entry, $0.item) < ($1.entry, $1.item) }
        let found = try tree.items(along: ray, upTo: limit)
        #expect(found.map(\.item) == expected.map(\.item) && found.map(\.entry) == expected.map(\.entry))
      }
    }
  }

  @Test func raysEnterWhereTheyShould() {
    let box = Box3(minX: 1, minY: -1, minZ: -1, maxX: 3, maxY: 1, maxZ: 1)
    #expect(Ray3(from: Point3(0, 0, 0), towards: Point3(2, 0, 0)).entry(into: box) == 0.5)
    #expect(Ray3(from: Point3(2, 0, 0), towards: Point3(2, 0, 0)).entry(into: box) == 0)
    #expect(Ray3(from: Point3(0, 1, 1), towards: Point3(1, 0, 0)).entry(into: box) == 1)
    #expect(Ray3(from: Point3(0, 1.5, 0), towards: Point3(1, 0, 0)).entry(into: box) == nil)
    #expect(Ray3(from: Point3(0, 0, 0), towards: Point3(-1, 0, 0)).entry(into: box) == nil)
    #expect(Ray3(from: Point3(0, 0, 0), towards: Point3(1, 0, 0)).entry(into: box, upTo: 0.5) == nil)
    #expect(Ray3(from: Point3(0, 0, 0), towards: Point3(.nan, 0, 0)).entry(into: box) == nil)
  }

  /// Boxes that are all the same, and boxes on one line: nothing to part them by but their numbers.
  @Test func equalBoxes() throws {
    let same = [Box3](repeating: Box3(minX: 1, minY: 2, minZ: 3, maxX: 4, maxY: 5, maxZ: 6), count: 5000)
    let tree = try BoxTree(same)
    #expect(tree.checkInvariants() == [])
    #expect(try tree.items(holding: Point3(1, 2, 3)) == Array(0..<5000))
    #expect(try tree.nearest(to: Point3(0, 0, 0), most: 5).map(\.item) == [0, 1, 2, 3, 4])
    for line in [Array(0..<5000), Array((0..<5000).reversed()), (0..<5000).map { $0 / 2 * 2 }] {
      let tree = try BoxTree(line.map { Box3(Point3(Double($0), 0, 0)) })
      #expect(tree.checkInvariants() == [])
      let near = Box3(Point3(77, 0, 0)).expanded(by: 1)
      #expect(try tree.items(meeting: near) == line.indices.filter { (76...78).contains(line[$0]) })
    }
  }

  /// One object far from a city makes the steps of the whole tree longer than most boxes are.
  @Test(arguments: [0.0, 1e15]) func oneFarFromAll(place: Double) throws {
    let boxes = Self.boxes(3000, seed: 73) + [Box3(Point3(place, -place, 0))]
    let tree = try BoxTree(boxes)
    #expect(tree.checkInvariants() == [])
    for (number, box) in boxes.enumerated() where number % 50 == 0 {
      #expect(try tree.items(meeting: box) == boxes.indices.filter { boxes[$0].intersects(box) })
      let near = boxes.indices.map { Neighbor(item: $0, squared: boxes[$0].squaredDistance(to: box.center)) }.sorted()
      #expect(try tree.nearest(to: box.center, most: 7) == Array(near.prefix(7)))
    }
  }

  /// An extent without length, and what has no end.
  @Test func allInOnePlace() throws {
    let tree = try BoxTree([Box3](repeating: Box3(Point3(7, 8, 9)), count: 40))
    let all = Box3(
      minX: -.infinity, minY: -.infinity, minZ: -.infinity, maxX: .infinity, maxY: .infinity, maxZ: .infinity)
    #expect(tree.checkInvariants() == [])
    #expect(try tree.items(meeting: all) == Array(0..<40) && tree.items(holding: Point3(7, 8, 9)) == Array(0..<40))
    #expect(try tree.items(holding: Point3(7, 8, (9.0).nextUp)) == [])
    #expect(try tree.nearest(to: Point3(7, 8, 11), most: 2) == [0, 1].map { Neighbor(item: $0, squared: 4) })
  }

  /// Single precision cannot tell these apart: SQLite's R*Tree and PostGIS report too many.
  @Test func lastDigitsCount() throws {
    let edge = 465_000.1
    let boxes = (0..<400).map { number in
      Box3(minX: 464_000, minY: 0, minZ: 0, maxX: edge + Double(number - 200) * edge.ulp, maxY: 1, maxZ: 1)
    }
    let query = Box3(minX: edge, minY: 0, minZ: 0, maxX: 466_000, maxY: 1, maxZ: 1)
    #expect(try BoxTree(boxes).items(meeting: query).count == 200)
  }

  @Test(arguments: [
    Box3(minX: .nan, minY: 0, minZ: 0, maxX: 1, maxY: 1, maxZ: 1),
    Box3(minX: 0, minY: 0, minZ: 0, maxX: 1, maxY: 1, maxZ: .nan),
    Box3(minX: 0, minY: -.infinity, minZ: 0, maxX: 1, maxY: 1, maxZ: 1),
    Box3(minX: 0, minY: 0, minZ: 0, maxX: 1, maxY: 1, maxZ: 1e16),
    Box3(minX: 0, minY: 0, minZ: 2, maxX: 1, maxY: 1, maxZ: 1), .empty,
  ])
  func badBoxesAreRefused(box: Box3) {
    var boxes = Self.boxes(20_000, seed: 61)
    boxes[17_003] = box
    do throws(Fault) {
      _ = try BoxTree(boxes, threads: 2)
      Issue.record("taken")
    } catch {
      #expect(error.code == "bad-box" && error.kind == .data && error.what.english.contains("box 17004 "))
    }
  }
}

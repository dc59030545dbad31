import AreaIndex
import Diagnostics
import Foundation
import SpatialPrimitives
import SystemFiles
import TestSupport
import Testing

/// An index in a file answers as the one it was made from, and whatever its bytes are, none outside of it is read.
struct IndexFileTests {
  private static let key = [UInt8](repeating: 7, count: 32)

  private static func write(_ index: AreaIndex, to path: String) throws {
    try index.withSections { sections throws(Fault) in
      try SectionFile.write(
        path, kind: "areas---", version: AreaIndex.formatVersion, key: key, sections: sections, blockSums: true)
    }
  }

  private static func open(
    _ path: String, verifying: SectionFile.Verification = .whole
  ) throws(Fault) -> AreaIndex {
    try AreaIndex(
      SectionFile(
        path: path, kind: "areas---", version: AreaIndex.formatVersion, key: key, verifying: verifying))
  }

  /// Two levels that do not nest, holes, an overlap.
  private static func areas() -> [AreaShape] {
    var areas = DegenerateTests.division(6, origin: Point(113, 23), size: 0.5, seed: 3)
    let hole = Ring([Point(113.2, 23.2), Point(113.3, 23.2), Point(113.3, 23.3), Point(113.2, 23.2)])
    let around = Ring([Point(113.1, 23.1), Point(113.4, 23.1), Point(113.4, 23.45), Point(113.1, 23.1)])
    areas.append(AreaShape(level: .street, code: "s", geometry: MultiPolygon([Polygon(around, holes: [hole])])))
    areas.append(AreaShape(level: .grid, code: "", geometry: MultiPolygon([Polygon(around)])))
    return areas
  }

  private static func probes(_ count: Int) -> [Point] {
    var random = SeededGenerator(seed: 5)
    return (0..<count).map { _ in
      Point(.random(in: 112.9...113.6, using: &random), .random(in: 22.9...23.6, using: &random))
    }
  }

  @Test func answersAreTheSame() throws {
    let scratch = try Scratch()
    let areas = Self.areas()
    let built = try AreaIndex(areas, threads: 2)
    try Self.write(built, to: scratch.file("a.index"))
    let opened = try Self.open(scratch.file("a.index"))
    #expect(opened.count == built.count && opened.levels == built.levels && opened.extent == built.extent)
    let corners = areas.flatMap { $0.geometry.polygons.flatMap { $0.exterior.points } }
    let metric = LocalMetric.geographic(latitude: 23.2)
    let probes = Self.probes(500) + corners
    #expect(Self.assign(probes, in: opened) == probes.map { built.assign($0) })
    for point in probes {
      #expect(opened.assign(point) == built.assign(point))
      let nearest = built.nearest(to: point, level: .grid, within: 20_000, metric: metric)
      #expect(opened.nearest(to: point, level: .grid, within: 20_000, metric: metric) == nearest)
    }
  }

  /// All at once.
  private static func assign(_ points: [Point], in index: AreaIndex) -> [Answer] {
    var answers = [Answer](repeating: .outside, count: points.count)
    let x = points.map(\.x)
    let y = points.map(\.y)
    var span = answers.mutableSpan
    index.assign(x: x.span, y: y.span, into: &span)
    return answers
  }

  @Test func sameBytesForAnyThreads() throws {
    let scratch = try Scratch()
    for threads in [1, 8] {
      try Self.write(AreaIndex(Self.areas(), threads: threads), to: scratch.file("\(threads).index"))
    }
    #expect(try FileFacts.contents(of: scratch.file("1.index")) == FileFacts.contents(of: scratch.file("8.index")))
  }

  @Test func nothingAtAll() throws {
    let scratch = try Scratch()
    try Self.write(AreaIndex([], threads: 1), to: scratch.file("empty.index"))
    #expect(try Self.open(scratch.file("empty.index")).assign(Point(113, 23)) == .outside)
  }

  /// Some pages of each section, so that a question needs few of all.
  private static let large: (index: AreaIndex, file: [UInt8])? = {
    var areas = DegenerateTests.division(40, origin: Point(113, 23), size: 0.5, seed: 4)
    areas += Self.areas().filter { $0.level == .street || $0.code.isEmpty }
    guard let scratch = try? Scratch(), let index = try? AreaIndex(areas, threads: 1) else { return nil }
    try? write(index, to: scratch.file("large.index"))
    return (try? FileFacts.contents(of: scratch.file("large.index"))).map { (index, $0) }
  }()

  /// A file verified as it is touched is refused where an answer rests on what is damaged; elsewhere it answers as ever.
  @Test func flippedBitsChangeNoAnswer() throws {
    let (built, whole) = try #require(Self.large)
    let scratch = try Scratch()
    let path = scratch.file("flipped.index")
    var random = SeededGenerator(seed: 8)
    let corners = DegenerateTests.division(40, origin: Point(113, 23), size: 0.5, seed: 4)
      .compactMap { $0.geometry.polygons.first?.exterior.points.first }
    var counts = (unopened: 0, refused: 0, answered: 0)
    for _ in 0..<60 {
      var file = whole
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        file[.random(in: file.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      try Data(file).write(to: URL(fileURLWithPath: path))
      let index: AreaIndex
      do throws(Fault) { index = try Self.open(path, verifying: .touched) } catch {
        #expect(error.code == "index-damaged" || error.code == "index-foreign" || error.code == "index-outdated")
        counts.unopened += 1
        continue
      }
      let metric = LocalMetric.geographic(latitude: 23.2)
      for point in Self.probes(40) + corners.shuffled(using: &random).prefix(20) {
        do throws(Fault) {
          try index.confirm(point)
          #expect(index.assign(point) == built.assign(point))
          #expect(Self.assign([point], in: index) == [built.assign(point)])
          try index.confirm(point, withBorders: true)
          for level in Level.allCases {
            #expect(
              index.candidates(point, at: level).map(\.ordinal) == built.candidates(point, at: level).map(\.ordinal))
            let area = built.assign(point).area(at: level)
            guard area >= 0 else { continue }
            #expect(
              index.nearestBorder(from: point, of: area, metric: metric)
                == built.nearestBorder(from: point, of: area, metric: metric))
          }
          counts.answered += 1
        } catch {
          #expect(error.code == "index-damaged")
          counts.refused += 1
        }
      }
    }
    #expect(counts.unopened > 0 && counts.refused > 0 && counts.answered > 0, "\(counts)")
  }

  /// Sections changed behind the checksums' back: refused, or answered within the file.
  private static let sections: [(id: UInt32, bytes: [UInt8])] = {
    var copies: [(id: UInt32, bytes: [UInt8])] = []
    try? AreaIndex(areas(), threads: 1).withSections { sections throws(Fault) in
      copies = sections.map { section in (section.id, Array(section.bytes)) }
    }
    return copies
  }()

  @Test(arguments: 0..<60) func forgedSections(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let scratch = try Scratch()
    var forged = Self.sections
    let victim = Int.random(in: 0..<forged.count, using: &random)
    switch seed % 4 {
    case 0:
      for _ in 0..<20 {
        let place = Int.random(in: 0..<forged[victim].bytes.count, using: &random)
        forged[victim].bytes[place] = .random(in: 0...255, using: &random)
      }
    case 1:
      forged[victim].bytes = forged[victim].bytes.map { _ in .random(in: 0...255, using: &random) }
    case 2:
      forged[victim].bytes.removeLast(Int.random(in: 1...forged[victim].bytes.count, using: &random))
    default:
      forged[victim].bytes = forged[Int.random(in: 0..<forged.count, using: &random)].bytes
    }
    try Self.write(forged, to: scratch.file("forged.index"))
    do throws(Fault) {
      let index = try Self.open(scratch.file("forged.index"))
      let metric = LocalMetric.geographic(latitude: 23.2)
      let probes = Self.probes(50)
      for answer in Self.assign(probes, in: index) + probes.map({ index.assign($0) }) {
        for level in Level.allCases { #expect(-1..<Int32(index.count) ~= answer.area(at: level)) }
      }
      // The checksums fit what was forged, so that nothing is refused, and nothing outside is read.
      let touched = try Self.open(scratch.file("forged.index"), verifying: .touched)
      for point in probes {
        try touched.confirm(point, withBorders: seed % 4 == 0)
        _ = touched.assign(point)
      }
      guard seed % 4 == 0 else { return }
      for point in probes { _ = index.nearest(to: point, level: .grid, within: 500, metric: metric) }
    } catch {
      #expect(error.code == "index-damaged")
    }
  }

  private static func write(_ sections: [(id: UInt32, bytes: [UInt8])], to path: String) throws {
    let memory = sections.map { section in
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(section.bytes.count, 1), alignment: 64)
      copy.copyBytes(from: section.bytes)
      return (
        id: section.id, bytes: UnsafeRawBufferPointer(start: copy.baseAddress, count: section.bytes.count)
      )
    }
    defer { for section in memory { section.bytes.baseAddress?.deallocate() } }
    try SectionFile.write(
      path, kind: "areas---", version: AreaIndex.formatVersion, key: key, sections: memory, blockSums: true)
  }
}

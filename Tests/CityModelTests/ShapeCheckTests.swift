import CityStore
import SpatialPrimitives
import TestSupport
import Testing

@testable import CityModel

struct ShapeCheckTests {
  /// Faces as rings of points, in one shell or several.
  private static func solid(_ shells: [[[[Point3]]]]) -> CityGeometry {
    var geometry = CityGeometry(.solid)
    for shell in shells {
      for rings in shell {
        for ring in rings {
          for point in ring {
            geometry.indices.append(Int32(geometry.points.count))
            geometry.points.append(point)
          }
          geometry.rings.append(Int32(geometry.indices.count))
        }
        geometry.surfaces.append(Int32(geometry.rings.count))
      }
      geometry.shells.append(Int32(geometry.surfaces.count))
    }
    geometry.solids = [Int32(geometry.shells.count)]
    return geometry
  }

  private static func box(_ low: Double, _ high: Double) -> [[[Point3]]] {
    let corners = [low, high].flatMap { z in
      [(low, low), (high, low), (high, high), (low, high)].map { Point3(400_000 + $0.0, 2_500_000 + $0.1, z) }
    }
    return [[0, 3, 2, 1], [4, 5, 6, 7], [0, 1, 5, 4], [1, 2, 6, 5], [2, 3, 7, 6], [3, 0, 4, 7]].map { face in
      [face.map { corners[$0] }]
    }
  }

  private static func kinds(_ geometry: CityGeometry) -> [ModelFinding.Kind] {
    var kinds: [ModelFinding.Kind] = []
    ShapeCheck(geometry: geometry, tolerances: ModelTolerances()).run { kind, _, _ in kinds.append(kind) }
    return kinds
  }

  private static func changed(_ change: (inout [[[Point3]]]) -> Void) -> [ModelFinding.Kind] {
    var shell = box(0, 10)
    change(&shell)
    return kinds(solid([shell]))
  }

  @Test func soundSolids() {
    #expect(Self.kinds(Self.solid([Self.box(0, 10)])) == [])
    let hollow = Self.box(2, 8).map { $0.map { Array($0.reversed()) } }
    #expect(Self.kinds(Self.solid([Self.box(0, 10), hollow])) == [])
  }

  @Test func rings() {
    #expect(Self.changed { $0[0][0].append($0[0][0][3]) } == [.repeatedPoint])
    #expect(Self.changed { $0[0][0] = Array($0[0][0].prefix(2)) } == [.tooFewPoints])
    #expect(Self.changed { $0[1][0].swapAt(1, 2) } == [.ringSelfIntersection])
    #expect(Self.changed { $0[1][0][0].z += 0.2 } == [.notPlanar])
    #expect(Self.changed { $0[1][0][0].z += 0.02 } == [.shellOpen])
  }

  /// A crease of two millimetres across the top, which no corner of leaves the plane far; a hump of a degree is none.
  @Test func folds() {
    func top(_ profile: [(y: Double, z: Double)]) -> [ModelFinding.Kind] {
      let there = profile.map { Point3(400_010, 2_500_000 + $0.y, 10 + $0.z) }
      let back = profile.reversed().map { Point3(400_000, 2_500_000 + $0.y, 10 + $0.z) }
      return Self.changed { $0[1] = [[$0[1][0][0], $0[1][0][1]] + there + [$0[1][0][2], $0[1][0][3]] + back] }
    }
    #expect(top([(4.999, 0.002), (5.001, -0.002)]) == [.folded])
    #expect(top([(4.8, 0), (5, 0.004), (5.2, 0)]) == [.shellOpen])
    // Narrower than what counts as a place.
    #expect(top([(4.9999, 0.0004), (5.0001, -0.0004)]) == [.shellOpen])
  }

  /// A square hole in the top, of a box without one below: the shell is open there, which comes after the faces.
  @Test func holes() {
    func hole(_ low: Double, _ high: Double) -> [Point3] {
      [(low, low), (low, high), (high, high), (high, low)].map { Point3(400_000 + $0.0, 2_500_000 + $0.1, 10) }
    }
    #expect(Self.changed { $0[1].append(hole(2, 4)) } == [.shellOpen])
    #expect(Self.changed { $0[1].append(hole(2, 4).reversed()) } == [.ringOrientation])
    #expect(Self.changed { $0[1].append(hole(8, 12)) } == [.ringsIntersect])
    #expect(Self.changed { $0[1].append(hole(12, 14)) } == [.holeOutside])
    #expect(Self.changed { $0[1] += [hole(2, 8), hole(4, 6)] } == [.holesNested])
    #expect(Self.changed { $0[1] += [hole(2, 6), hole(4, 8)] } == [.ringsIntersect])
    #expect(Self.changed { $0[1] += [hole(2, 8), hole(2, 8)] } == [.duplicateRings])
    // Two that touch in a corner are none of these.
    #expect(Self.changed { $0[1] += [hole(2, 4), hole(4, 6)] } == [.shellOpen])
    // From corner to corner they cut the face in two.
    func triangle(_ corners: [(Double, Double)]) -> [Point3] {
      corners.map { Point3(400_000 + $0.0, 2_500_000 + $0.1, 10) }
    }
    let chain = [triangle([(0, 0), (3, 5), (5, 3)]), triangle([(3, 5), (4, 8), (10, 10)])]
    #expect(Self.changed { $0[1] += chain } == [.faceInPieces])
  }

  @Test func shells() {
    #expect(Self.changed { $0.removeLast() } == [.shellOpen])
    #expect(Self.changed { $0.removeLast(3) } == [.tooFewFaces])
    #expect(Self.changed { $0[2][0].reverse() } == [.faceOrientation])
    #expect(Self.changed { shell in shell = shell.map { $0.map { Array($0.reversed()) } } } == [.shellOrientation])
    #expect(Self.changed { $0.append($0[0]) } == [.notManifold])
    #expect(Self.changed { $0 += Self.box(20, 30) } == [.shellInPieces])
    #expect(Self.changed { $0 += Self.box(10, 20) } == [.doubleFan])
    // The top drawn down to a tip below the floor.
    let tip = Point3(400_005, 2_500_005, -5)
    #expect(
      Self.changed { shell in
        let top = shell[1][0]
        shell.remove(at: 1)
        for index in 0..<4 { shell.append([[top[index], top[(index + 1) % 4], tip]]) }
      } == [.shellSelfIntersection])
    // … and to one that stands on it.
    #expect(
      Self.changed { shell in
        let top = shell[1][0]
        shell.remove(at: 1)
        let tip = Point3(400_005, 2_500_005, 0)
        for index in 0..<4 { shell.append([[top[index], top[(index + 1) % 4], tip]]) }
      } == [.shellSelfIntersection])
    let away = Self.box(20, 28).map { $0.map { Array($0.reversed()) } }
    #expect(Self.kinds(Self.solid([Self.box(0, 10), away])) == [.shellOutside])
    #expect(Self.kinds(Self.solid([Self.box(0, 10), Self.box(2, 8)])) == [.shellOrientation])
  }

  /// A loose triangle at a corner, beside the box, and turned faces come before what is open.
  @Test func theOrderOfShells() {
    func triangle(_ places: [(Double, Double, Double)]) -> [[Point3]] {
      [places.map { Point3(400_000 + $0.0, 2_500_000 + $0.1, $0.2) }]
    }
    #expect(Self.changed { $0.append(triangle([(10, 10, 10), (20, 20, 20), (20, 30, 30)])) } == [.doubleFan])
    #expect(Self.changed { $0.append(triangle([(50, 10, 10), (20, 20, 20), (20, 30, 30)])) } == [.shellInPieces])
    #expect(
      Self.changed { shell in
        shell.removeLast()
        shell[1][0].reverse()
      } == [.faceOrientation])
  }

  @Test func hollows() {
    func hollow(_ low: Point3, _ high: Point3) -> [[[Point3]]] {
      let places = Self.box(0, 10).map { $0.map { Array($0.reversed()) } }
      return places.map { face in
        face.map { ring in
          ring.map { point in
            func pick(_ value: Double, _ origin: Double, _ a: Double, _ b: Double) -> Double {
              origin + (value - origin < 5 ? a : b)
            }
            return Point3(
              pick(point.x, 400_000, low.x, high.x), pick(point.y, 2_500_000, low.y, high.y),
              pick(point.z, 0, low.z, high.z))
          }
        }
      }
    }
    func found(_ hollows: [[[Point3]]]...) -> [ModelFinding.Kind] {
      Self.kinds(Self.solid([Self.box(0, 10)] + hollows))
    }
    let inner = hollow(Point3(2, 2, 2), Point3(4, 4, 4))
    #expect(found(inner, hollow(Point3(5, 5, 5), Point3(8, 8, 8))) == [])
    #expect(found(hollow(Point3(5, 5, 5), Point3(15, 8, 8))) == [.shellsIntersect])
    #expect(found(hollow(Point3(5, 5, 5), Point3(10.000_01, 8, 8))) == [.shellsIntersect])
    #expect(found(hollow(Point3(5, 5, 0), Point3(8, 8, 8))) == [.shellsIntersect])
    #expect(found(inner, hollow(Point3(3, 3, 3), Point3(8, 8, 8))) == [.shellsIntersect])
    #expect(found(inner, inner) == [.duplicateShells])
    // Side by side: a face in common, and a part of one.
    #expect(found(inner, hollow(Point3(4, 2, 2), Point3(6, 4, 4))) == [.shellsIntersect])
    #expect(found(inner, hollow(Point3(4, 2, 2), Point3(6, 4, 3))) == [.shellsIntersect])
    #expect(found(hollow(Point3(0, 0, 4), Point3(10, 10, 6))) == [.solidInPieces])
    #expect(found(hollow(Point3(12, 12, 2), Point3(14, 14, 4))) == [.shellOutside])
  }

  /// The numbers of val3dity's page “Errors”.
  @Test func numbersAreThoseOfVal3dity() {
    let numbers = ModelFinding.Kind.allCases.compactMap(\.val3dity)
    #expect(
      numbers == [
        101, 102, 104, 203, 204, 201, 202, 205, 206, 207, 208, 301, 302, 303, 303, 305, 306, 307, 401, 402, 403, 404,
        405,
      ])
  }

  @Test func theSampleBuildingIsSound() throws {
    let folder = try ModelFolder()
    try folder.importModel(SharedData.geodata("tower.city.json"))
    #expect(try folder.city().checkModels() == [])
  }

  @Test func hierarchy() throws {
    let folder = try ModelFolder()
    func storey(_ id: String, _ name: String, parent: String = "house") -> String {
      SampleModels.cube(id: id).replacingOnce("\"Building\"", with: "\"BuildingStorey\",\"parents\":[\"\(parent)\"]")
        .replacingOnce("方楼", with: name)
    }
    let objects = [
      SampleModels.cube(id: "house", extra: ",\"children\":[\"a\",\"b\"]"), storey("a", "1层"), storey("b", "2层"),
      storey("c", "3层", parent: "nowhere"),
    ].joined(separator: ",")
    try folder.importModel(try folder.file("house.city.json", SampleModels.whole(objects)))
    let findings = try folder.city().checkModels()
    #expect(Set(findings.map { "\($0.kind.rawValue) \($0.id)" }) == ["missing-parent c", "storey-order b"])
    #expect(findings.allSatisfy { $0.kind.val3dity == nil && $0.model == "house" })
  }

  /// Walls that reach into the next storey: floors that say how high they are tell storeys apart, unless those are as high.
  @Test(arguments: [("0.0", "3.0", 0), ("3.0", "0.0", 1), ("3.0", "3.0", 1), ("null", "3.0", 1)])
  func storeysByTheirFloors(first: String, second: String, findings: Int) throws {
    let folder = try ModelFolder()
    func storey(_ id: String, _ name: String, _ height: String) -> String {
      SampleModels.cube(id: id).replacingOnce("\"Building\"", with: "\"BuildingStorey\",\"parents\":[\"house\"]")
        .replacingOnce("方楼\"", with: "\(name)\",\"floor_height\":\(height)")
    }
    let objects = [
      SampleModels.cube(id: "house", extra: ",\"children\":[\"a\",\"b\"]"), storey("a", "1层", first),
      storey("b", "2层", second),
    ].joined(separator: ",")
    try folder.importModel(try folder.file("house.city.json", SampleModels.whole(objects)))
    #expect(try folder.city().checkModels().map(\.kind) == Array(repeating: .storeyOrder, count: findings))
  }
}

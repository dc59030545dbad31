import AreaIndex
import SpatialPrimitives
import Testing

@testable import CityStore

/// A square city: two districts of a unit square each, four streets in each district.
@Suite struct ParentSearchTests {
  private static func square(_ x: Double, _ y: Double, _ width: Double, _ height: Double? = nil) -> MultiPolygon {
    let height = height ?? width
    return MultiPolygon([
      Polygon(
        Ring([Point(x, y), Point(x + width, y), Point(x + width, y + height), Point(x, y + height), Point(x, y)]))
    ])
  }

  private func search(codes: [String] = ["4401", "4402"], streets: Bool = true) throws -> ParentSearch {
    var uppers: [ParentChoice.Upper] = []
    var geometries: [MultiPolygon] = []
    for (district, code) in codes.enumerated() {
      uppers.append(.init(level: .district, code: code, name: "D\(district)", parent: nil))
      geometries.append(Self.square(Double(district), 0, 1))
    }
    for district in codes.indices where streets {
      for corner in 0..<4 {
        uppers.append(
          .init(level: .street, code: codes[district] + "0\(corner)", name: "S\(district)\(corner)", parent: district))
        geometries.append(
          Self.square(Double(district) + Double(corner % 2) / 2, Double(corner / 2) / 2, 0.5))
      }
    }
    return try ParentSearch(uppers, geometries: geometries)
  }

  private func child(
    _ code: String, _ geometry: MultiPolygon, stated: String = "", name: String = ""
  ) -> ParentSearch.Child {
    .init(code: code, name: name, statedParent: stated, geometry: geometry)
  }

  @Test func byPlaceAlone() throws {
    let children = [
      child("a", Self.square(0.1, 0.1, 0.2)), child("b", Self.square(1.5, 0.5, 0.5)),
      child("c", Self.square(0.3, 0.1, 0.3)),  // two thirds in the first street, one third in the second
      child("d", Self.square(1.9, 0.1, 0.15)),  // a third of it outside the city
      child("e", Self.square(1.9, 0.1, 1)),  // nine tenths of it outside
      child("f", Self.square(5, 5, 1)),
    ]
    let (parents, summary) = try search().parents(of: children, level: .community, trustsField: false)
    #expect(parents == [2, 9, 2, 7, 9, nil])
    #expect(summary.byGeometry == 5 && summary.without == 1 && summary.disagreements.isEmpty)
  }

  @Test func aPointInsideMayMisleadWhereMostLiesElsewhere() throws {
    // A thin arm to the left holds nothing of the body's weight; the body lies in the second district.
    let hooked = MultiPolygon([
      Polygon(
        Ring([
          Point(0.1, 0.45), Point(1, 0.45), Point(1, 0), Point(1.2, 0), Point(1.2, 1), Point(1, 1), Point(1, 0.46),
          Point(0.1, 0.46), Point(0.1, 0.45),
        ]))
    ])
    let (parents, _) = try search(streets: false).parents(
      of: [child("", hooked)], level: .street, trustsField: false)
    #expect(parents == [1])
  }

  @Test func byPrefixWithOneThatLiesElsewhere() throws {
    let children = [
      child("440100001", Self.square(0.1, 0.1, 0.1)), child("440101001", Self.square(0.6, 0.1, 0.1)),
      child("440200001", Self.square(0.7, 0.1, 0.1), name: "astray"),
    ]
    let (parents, summary) = try search().parents(of: children, level: .community, trustsField: false)
    #expect(parents == [2, 3, 6])
    #expect(summary.byPrefix == 3)
    #expect(
      summary.disagreements == [
        ParentDisagreement(
          code: "440200001", name: "astray", byField: nil, byPrefix: "440200", byGeometry: "440101", chosen: "440200")
      ])
  }

  @Test func aLevelThatIsAbsent() throws {
    let children = [child("440100001", Self.square(0.1, 0.1, 0.1)), child("", Self.square(1.1, 0.1, 0.1))]
    let (parents, summary) = try search(streets: false).parents(of: children, level: .community, trustsField: false)
    #expect(parents == [0, 1])
    #expect(summary.byPrefix == 1 && summary.byGeometry == 1)
  }

  @Test func byNameInTheField() throws {
    let children = [
      child("x1", Self.square(0.1, 0.1, 0.1), stated: "S00"), child("x2", Self.square(0.1, 0.1, 0.1), stated: "440101"),
      child("x3", Self.square(0.1, 0.1, 0.1), stated: "nowhere"),
    ]
    let (parents, summary) = try search().parents(of: children, level: .community, trustsField: true)
    #expect(parents == [2, 3, 2])
    #expect(summary.byField == 2 && summary.byGeometry == 1)
    #expect(summary.disagreements.map(\.code) == ["x2"])
  }

  @Test func chancePrefixesAreIgnored() throws {
    // Running numbers: `1` is the beginning of `10` to `19`, wherever those lie.
    let children = (10..<20).map { child("\($0)", Self.square($0 < 13 ? 0.1 : 1.1, 0.1, 0.1)) }
    let (parents, summary) = try search(codes: ["1", "2"], streets: false).parents(
      of: children, level: .grid, trustsField: false)
    #expect(summary.ignoresPrefix)
    #expect(parents == Array(repeating: 0, count: 3) + Array(repeating: 1, count: 7))
    #expect(summary.disagreements.isEmpty)
  }
}

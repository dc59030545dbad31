import Testing

@testable import CityGenerator

/// The promises of `geodata/README.md`, tried on the committed city and on others.
@Suite struct GeneratedCityTests {
  struct Edge: Hashable {
    var a: Vertex
    var b: Vertex
  }

  static let seeds: [UInt64] = [441_000, 7, 20_260_301]
  private static let drawn = Dictionary(uniqueKeysWithValues: seeds.map { ($0, GeneratedCity(.district(seed: $0))) })

  private func edges(_ rings: [[Vertex]]) -> Set<Edge> {
    Set(rings.flatMap { ring in zip(ring, ring.dropFirst()).map { Edge(a: $0, b: $1) } })
  }

  @Test(arguments: seeds) func everyLevelIsTheExactUnionOfTheOneBelow(_ seed: UInt64) throws {
    let city = try #require(Self.drawn[seed])
    #expect(city.levels.prefix(5).map(\.areas.count) == [1, 2, 6, 36, 240])
    for (upper, lower) in zip(city.levels.prefix(4), city.levels.dropFirst().prefix(4)) {
      let upperRings = city.rings(of: upper)
      let lowerRings = city.rings(of: lower)
      for (index, parent) in upper.areas.enumerated() {
        var outer: Set<Edge> = []
        for (child, rings) in zip(lower.areas, lowerRings) where child.parent == parent.code {
          outer.formUnion(edges(rings))
        }
        // An edge that two children share is walked in both directions and lies inside.
        let border = outer.filter { !outer.contains(Edge(a: $0.b, b: $0.a)) }
        #expect(border == edges(upperRings[index]), "\(parent.code)")
        let households = lower.areas.filter { $0.parent == parent.code }.map { $0.households! }.reduce(0, +)
        #expect(households == parent.households)
      }
    }
  }

  @Test(arguments: seeds) func everyRingIsClosedAndNeverMeetsItself(_ seed: UInt64) throws {
    let city = try #require(Self.drawn[seed])
    for level in city.levels {
      for rings in city.rings(of: level) {
        #expect(!rings.isEmpty)
        for ring in rings {
          #expect(ring.first == ring.last)
          #expect(Set(ring.dropFirst()).count == ring.count - 1)
        }
      }
    }
  }

  @Test(arguments: seeds) func codesHaveTheirOfficialForm(_ seed: UInt64) throws {
    let city = try #require(Self.drawn[seed])
    let lengths = ["city": 6, "district": 6, "street": 9, "community": 12, "grid": 15, "unit": 15]
    for level in city.levels {
      let codes = level.areas.map(\.code)
      #expect(
        codes.allSatisfy { $0.utf8.count == lengths[level.level] && $0.utf8.allSatisfy { (48...57).contains($0) } })
      #expect(codes == Set(codes).sorted())
      for area in level.areas where ["street", "community", "grid"].contains(level.level) {
        #expect(area.code.hasPrefix(area.parent!))
      }
    }
  }

  @Test func oneSeedOneCity() throws {
    let first = try #require(Self.drawn[7])
    let other = try #require(Self.drawn[441_000])
    let again = GeneratedCity(.district(seed: 7))
    for (a, b) in zip(again.levels, first.levels) { #expect(again.rings(of: a) == first.rings(of: b)) }
    #expect(again.rings(of: again.levels[4]) != other.rings(of: other.levels[4]))
  }

  @Test func theClockKeepsTheCalendar() {
    func date(_ day: Int) -> String {
      let date = EventClock(fraction: (Double(day) + 0.5) / 120, days: 120).date
      return "\(date.month)-\(date.day)"
    }
    #expect(
      [0, 30, 31, 60, 61, 91, 92, 119].map(date) == ["3-1", "3-31", "4-1", "4-30", "5-1", "5-31", "6-1", "6-28"])
  }

  @Test func siblingsAreNumberedFromTheNorthAndFromTheWest() {
    let places = [(1.0, 0.0), (0, 0), (1, 1), (0, 1)].map { Position(longitude: $0.0, latitude: $0.1) }
    #expect(Numbering.order(places) == [3, 2, 1, 0])
  }

  @Test func theSineIsTheSine() {
    for step in -2_000...2_000 {
      let angle = Double(step) / 100
      // The half angle by the doubling formulas is an independent way to the same number.
      let half = Arithmetic.sine(angle / 2)
      #expect(abs(Arithmetic.cosine(angle) - (1 - 2 * half * half)) < 1e-8)
    }
    #expect(abs(Arithmetic.sine(.pi / 6) - 0.5) < 1e-9)
  }
}

import AreaIndex
import Diagnostics
import Foundation
import GridPlanning
import SpatialPrimitives
import TestSupport
import Testing

/// Flaws put into a city without a flaw, each apart from the others: all are found, with the areas that they are of, and
/// nothing else is.
@Suite struct SeededDefectTests {
  /// `ONEGRID_SOAK=1`: the size of a large city, and a thousand flaws.
  static let isSoak = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil

  private enum Flaw: CaseIterable {
    case bulge, dent, hole, blankCode, strangeCode, sameCode, noParent, wrongParent, twin, sliverPart
  }

  @Test(arguments: [1, 2, 3]) func everyFlawIsFoundAndNamed(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let size = Self.isSoak ? 140 : 30
    var fixture = CheckFixture(columns: size, rows: size, side: 5, bends: Self.isSoak ? 14 : 3, seed: seed)
    var expected: [String: Int] = [:]
    func expect(_ kind: Finding.Kind, _ codes: [String]) {
      expected[kind.rawValue + " " + codes.sorted().joined(separator: " "), default: 0] += 1
    }
    // Every fourth cell of every fourth row, so that no two flaws touch, and never in the outermost row.
    var places: [Int] = []
    for row in stride(from: 2, to: size - 2, by: 4) {
      for column in stride(from: 2, to: size - 2, by: 4) { places.append(row * size + column) }
    }
    places.shuffle(using: &random)
    for (number, place) in places.prefix(Self.isSoak ? 1000 : 40).enumerated() {
      let area = fixture.grids.lowerBound + place
      let below = area - size
      // From a centimetre to fifty metres, as the powers of ten lie.
      let reach = pow(10, Double.random(in: -2...1.7, using: &random))
      let (own, other) = (fixture.areas[area].code, fixture.areas[below].code)
      let (home, away) = (fixture.areas[area].parent, fixture.areas[below].parent)
      switch Flaw.allCases[number % Flaw.allCases.count] {
      case .bulge:
        // The middle of the border below, pushed down into the neighbour.
        fixture.areas[area].geometry = fixture.areas[area].geometry.moving(vertex: 1, by: 0, -reach)
        expect(.overlap, [own, other])
        if let home, home != away { expect(.outsideParent, [own, fixture.areas[home].code]) }
      case .dent:
        fixture.areas[area].geometry = fixture.areas[area].geometry.moving(vertex: 1, by: 0, reach)
        expect(.gap, [own, other])
        if let home { expect(.parentNotCovered, [fixture.areas[home].code]) }
      case .hole:
        let center = fixture.areas[area].geometry.box.center
        let ring = [(-1.0, -1.0), (-1, 1), (1, 1), (1, -1), (-1, -1)].map {
          Point(center.x + $0.0 * reach, center.y + $0.1 * reach)
        }
        fixture.areas[area].geometry.polygons[0].holes = [Ring(ring)]
        expect(.gap, [own])
        if let home { expect(.parentNotCovered, [fixture.areas[home].code]) }
      case .blankCode:
        fixture.areas[area].code = " "
        expect(.badCode, [" "])
      case .strangeCode:
        fixture.areas[area].code += "X"
        expect(.badCode, [own + "X"])
      case .sameCode:
        let twin = fixture.areas[area + 1].code
        fixture.areas[area].code = twin
        expect(.duplicateCode, [twin, twin])
        if home != fixture.areas[area + 1].parent { expect(.badCode, [twin]) }
      case .noParent:
        fixture.areas[area].parent = nil
        expect(.missingParent, [own])
      case .wrongParent:
        let wrong = 1 + (home ?? 1) % (fixture.grids.lowerBound - 1)
        fixture.areas[area].parent = wrong
        expect(.outsideParent, [own, fixture.areas[wrong].code])
        expect(.badCode, [own])
      case .twin:
        fixture.areas[area].geometry = fixture.areas[area + 1].geometry
        expect(.duplicateGeometry, [own, fixture.areas[area + 1].code])
        expect(.overlap, [own, fixture.areas[area + 1].code])
        if let home {
          expect(.parentNotCovered, [fixture.areas[home].code])
          if home != fixture.areas[area + 1].parent { expect(.outsideParent, [own, fixture.areas[home].code]) }
        }
      case .sliverPart:
        // A flap a millimetre to a metre wide, laid over its own area's border from outside: of the area's own making.
        let box = fixture.areas[area].geometry.box.center
        let far = Point(box.x + 1_000_000, box.y)
        let strip = [far, Point(far.x + 200, far.y), Point(far.x + 200, far.y + 0.4), Point(far.x, far.y + 0.4), far]
        fixture.areas[area].geometry.polygons.append(Polygon(Ring(strip)))
        expect(.sliver, [own])
        expect(.multipart, [own])
        if let home { expect(.outsideParent, [own, fixture.areas[home].code]) }
      }
    }
    var found: [String: Int] = [:]
    for finding in try fixture.check(threads: 2).findings {
      found[finding.kind.rawValue + " " + finding.areas.map(\.code).sorted().joined(separator: " "), default: 0] += 1
    }
    for key in Set(expected.keys).union(found.keys) {
      #expect(expected[key] == found[key], "seed \(seed): \(key)")
    }
  }
}

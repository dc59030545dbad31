import AreaIndex
import CityStore
import Diagnostics
import GEOSOperations
import Projections
import SpatialPrimitives
import TestSupport
import Testing

@testable import GridPlanning

/// A row of squares of 100 m, in which things are done.
@Suite struct EditionComparisonTests {
  private static let base = (x: 500_000.0, y: 2_500_000.0)

  private static func rectangle(_ x: Double, _ width: Double, y: Double = 0, height: Double = 100) -> MultiPolygon {
    let (left, low) = (base.x + x, base.y + y)
    return MultiPolygon([
      Polygon(
        Ring([
          Point(left, low), Point(left + width, low), Point(left + width, low + height), Point(left, low + height),
          Point(left, low),
        ]))
    ])
  }

  private static func area(
    _ code: String, _ x: Double, _ width: Double, name: String? = nil, households: Double? = 100, y: Double = 0,
    height: Double = 100
  ) -> ComparedArea {
    ComparedArea(
      level: .grid, code: code, name: name ?? "N" + code, households: households,
      geometry: rectangle(x, width, y: y, height: height))
  }

  private static let row = ["A", "B", "C", "D", "E"].enumerated().map { area($1, Double($0) * 100, 100) }

  private func compare(
    _ after: [ComparedArea], since before: [ComparedArea] = row, tolerance: Double = 1
  ) throws -> EditionComparison {
    try EditionComparison(of: before, with: after, in: CheckFixture.metres.get(), tolerance: tolerance)
  }

  private func words(_ comparison: EditionComparison) -> [String] {
    comparison.changes.map { change in
      func codes(_ areas: [Finding.Name]) -> String { areas.map(\.code).joined(separator: "+") }
      let (metres, households) = (Int(change.squareMetres.rounded()), change.households.map { Int($0.rounded()) })
      return
        "\(change.kind.rawValue) \(codes(change.from))>\(codes(change.to)) \(metres) \(households.map { String($0) } ?? "-")"
    }
  }

  private func edges(_ comparison: EditionComparison) -> [String] {
    comparison.lineage.map { edge in
      func percent(_ share: Double?) -> String { share.map { String(Int(($0 * 100).rounded())) } ?? "-" }
      return "\(edge.from ?? "")>\(edge.to ?? "") \(percent(edge.areaShare)) \(percent(edge.householdShare))"
    }
  }

  /// A link upward that changes is told where both areas above are there before and after, and not where one of them came,
  /// went, or bears another code: that is told of themselves.
  @Test func aChangeOfParentAloneIsTold() throws {
    func city(_ communities: [String], _ parents: [String?]) -> [ComparedArea] {
      let shapes = [Self.rectangle(0, 200), Self.rectangle(200, 300)]
      return zip(communities, shapes).map { ComparedArea(level: .community, code: $0, name: "", geometry: $1) }
        + zip(Self.row, parents).map { area, parent in
          var area = area
          area.parentCode = parent
          return area
        }
    }
    let before = city(["C1", "C2"], ["C1", "C1", "C2", "C2", "C2"])
    let relinked = try compare(city(["C1", "C2"], ["C1", "C2", "C2", nil, "C2"]), since: before)
    #expect(words(relinked) == ["relinked B>B 0 -", "relinked D>D 0 -"])
    #expect(relinked.changes[0].message.english == "B NB belongs to C2 now, before to C1")
    #expect(relinked.changes[1].message.chinese == "D ND 现无上级区域，原属 C2")
    #expect(relinked.lineage.isEmpty)
    let recoded = try compare(city(["C1", "C9"], ["C1", "C1", "C9", "C9", "C9"]), since: before)
    #expect(recoded.changes.map(\.kind) == [.recoded])
  }

  /// The row with the areas of some codes replaced by others.
  private func row(without codes: [String], with areas: [ComparedArea]) -> [ComparedArea] {
    Self.row.filter { !codes.contains($0.code) } + areas
  }

  @Test func nothingIsDifferentInTheSame() throws {
    let comparison = try compare(Self.row.reversed())
    #expect(comparison.changes.isEmpty && comparison.lineage.isEmpty && comparison.extent.isEmpty)
    #expect(comparison.summary.english == "nothing is different")
  }

  @Test func namesAndCodes() throws {
    let renamed = try compare(row(without: ["B"], with: [Self.area("B", 100, 100, name: "neu")]))
    #expect(words(renamed) == ["renamed B>B 0 -"])
    #expect(renamed.lineage.isEmpty)
    #expect(renamed.changes[0].message.english == "B NB is now called B neu")
    let recoded = try compare(row(without: ["B"], with: [Self.area("Z", 100, 100)]))
    #expect(words(recoded) == ["recoded B>Z 10000 100"])
    #expect(edges(recoded) == ["B>Z 100 100"])
    // Under another code, and its border moved by three metres besides.
    let both = try compare(row(without: ["B", "C"], with: [Self.area("Z", 100, 103), Self.area("C", 203, 97)]))
    #expect(words(both) == ["recoded B>Z 10000 100", "moved C>Z 300 3"])
    #expect(edges(both) == ["B>Z 100 100", "C>C 97 -", "C>Z 3 -"])
  }

  @Test func splits() throws {
    let three = [Self.area("B1", 100, 20, households: 50), Self.area("B2", 120, 80, households: 150)]
    #expect(words(try compare(row(without: ["B"], with: three))) == ["split B>B1+B2 10000 100"])
    #expect(edges(try compare(row(without: ["B"], with: three))) == ["B>B1 20 25", "B>B2 80 75"])
    let kept = [Self.area("B", 100, 60, households: nil), Self.area("B2", 160, 40, households: nil)]
    #expect(words(try compare(row(without: ["B"], with: kept))) == ["split B>B+B2 4000 40"])
    #expect(edges(try compare(row(without: ["B"], with: kept))) == ["B>B 60 -", "B>B2 40 -"])
  }

  @Test func mergers() throws {
    #expect(
      words(try compare(row(without: ["B", "C"], with: [Self.area("X", 100, 200)]))) == ["merged B+C>X 20000 200"])
    let into = try compare(row(without: ["B", "C"], with: [Self.area("B", 100, 200)]))
    #expect(words(into) == ["merged B+C>B 10000 100"])
    #expect(edges(into) == ["C>B 100 100"])
  }

  @Test func comingAndGoing() throws {
    let gone = try compare(row(without: ["E"], with: []))
    #expect(words(gone) == ["removed E> 10000 100"])
    #expect(edges(gone) == ["E> 100 100"])
    let new = try compare(Self.row + [Self.area("F", 500, 100)])
    #expect(words(new) == ["added >F 10000 -"])
    #expect(edges(new) == [">F 0 -"])
    // Divided among its neighbours.
    let divided = try compare(
      row(without: ["B", "C", "D"], with: [Self.area("B", 100, 130), Self.area("D", 230, 170)]))
    #expect(words(divided) == ["removed C>B+D 10000 100"])
    #expect(edges(divided) == ["C>B 30 -", "C>D 70 -"])
    // Cut out of several that stay.
    let carved = try compare(
      row(without: ["B", "C"], with: [Self.area("B", 100, 70), Self.area("N", 170, 60), Self.area("C", 230, 70)]))
    #expect(words(carved) == ["added B+C>N 6000 60"])
    // Elsewhere under the same code.
    let elsewhere = try compare(row(without: ["E"], with: [Self.area("E", 900, 100)]))
    #expect(words(elsewhere) == ["moved E> 10000 100", "moved >E 10000 -"])
    // Into nothing that there was.
    let other = try compare([Self.area("Q", 5000, 100)])
    #expect(words(other).filter { $0.hasPrefix("removed") }.count == 5)
    #expect(words(other).contains("added >Q 10000 -"))
    #expect(try compare(Self.row, since: []).changes.map(\.kind) == Array(repeating: .added, count: 5))
  }

  @Test func bordersMoveOrAreDrawnAnew() throws {
    let moved = [Self.area("B", 100, 90), Self.area("C", 190, 110)]
    let far = try compare(row(without: ["B", "C"], with: moved))
    #expect(words(far) == ["moved B>C 1000 10"])
    #expect(edges(far) == ["B>B 90 -", "B>C 10 -"])
    let near = try compare(row(without: ["B", "C"], with: moved), tolerance: 10)
    #expect(words(near) == ["redrawn B>B 1000 10", "redrawn C>C 1000 10"])
    #expect(near.lineage.isEmpty)
    #expect(abs((near.changes[0].greatestWidth ?? 0) - 10) < 0.01)
    // Ten micrometres are rounding.
    let same = [Self.area("B", 100, 99.99999), Self.area("C", 199.99999, 100.00001)]
    #expect(try compare(row(without: ["B", "C"], with: same)).changes.isEmpty)
    // To and from nobody.
    let shrunk = try compare(row(without: ["A", "E"], with: [Self.area("A", 20, 80), Self.area("E", 400, 120)]))
    #expect(words(shrunk) == ["moved A> 2000 0", "moved >E 2000 -"])
  }

  @Test func severalLevelsAreToldApart() throws {
    var street = Self.area("S", 0, 500)
    street.level = .street
    var other = street
    other.code = "T"
    let comparison = try compare(Self.row.dropLast() + [other], since: Self.row + [street])
    #expect(comparison.changes.map { "\($0.level) \($0.kind.rawValue)" } == ["street recoded", "grid removed"])
  }

  /// Codes that are doubled or blank go by their shapes.
  @Test func equalCodesAreToldApartByShape() throws {
    var (before, after) = (Self.row, Array(Self.row.reversed()))
    for index in before.indices { (before[index].code, after[index].code) = ("", "") }
    #expect(try compare(after, since: before).changes.isEmpty)
    for index in 0..<2 { (before[index].code, after[after.count - 1 - index].code) = ("1", "1") }
    #expect(try compare(after, since: before).changes.isEmpty)
  }

  /// Ground that two areas claimed goes to the one that has it after.
  @Test func overlapsThatAreSettled() throws {
    let before = [Self.area("A", 0, 110), Self.area("B", 100, 100)]
    let comparison = try compare(
      [Self.area("A", 0, 100), Self.area("B", 100, 100)], since: before)
    #expect(words(comparison) == ["moved A>B 1000 9"])
  }

  @Test func brokenShapesAreCompared() throws {
    let bow = MultiPolygon([
      Polygon(
        Ring(
          [(100.0, 0.0), (200, 100), (200, 0), (100, 100), (100, 0)].map {
            Point(Self.base.x + $0.0, Self.base.y + $0.1)
          }))
    ])
    var crossed = Self.area("B", 100, 100)
    crossed.geometry = bow
    #expect(try compare(row(without: ["B"], with: [crossed])).changes.map(\.kind) == [.moved])
    crossed.geometry = MultiPolygon([])
    #expect(words(try compare(row(without: ["B"], with: [crossed]))) == ["moved B> 10000 100"])
  }

  /// The ground that passes between areas is what GEOS overlays to, for coverages that have nothing in common.
  @Test(arguments: 1...6) func groundAgreesWithGEOS(seed: UInt64) throws {
    func areas(_ seed: UInt64, _ side: Int) -> [ComparedArea] {
      let coverage = SeededCoverage(columns: 6, rows: 6, bends: 2, size: 400, seed: seed)
      return coverage.blocks(side).enumerated().map {
        ComparedArea(level: .grid, code: "\(side)-\($0)", name: "", geometry: $1)
      }
    }
    let (before, after) = (areas(seed, 2), areas(seed + 100, 3))
    let measure = try FaceMeasure(CheckFixture.metres.get())
    let comparison = try LevelComparison(.grid, before, after, tolerance: 0, measure)
    let geos = try GEOSContext()
    for (old, area) in before.enumerated() {
      for (new, other) in after.enumerated() {
        let shared = try geos.intersection(area.geometry, other.geometry)
        let expected = measure.squareMetres(of: shared)
        #expect(abs(comparison.flow(old, new).squareMetres - expected) < 0.01 + expected * 1e-6, "seed \(seed)")
      }
      let shares = comparison.lineage().filter { $0.from == area.code }
      #expect(abs(shares.reduce(0) { $0 + $1.areaShare } - 1) < 1e-9, "seed \(seed)")
    }
  }
}

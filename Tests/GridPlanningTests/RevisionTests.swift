import AreaIndex
import CityStore
import Diagnostics
import GEOSOperations
import GridPlanning
import SpatialPrimitives
import TestSupport
import Testing

/// Areas of a draft changed one after the other: after each change the draft must be without a flaw at every level.
@Suite struct RevisionTests {
  let city: CityDatabase
  let fixture: CheckFixture
  private let revising: RevisionFixture

  init() throws {
    revising = try RevisionFixture()
    (city, fixture) = (revising.city, revising.areas)
  }

  private func revise(_ revision: Revision) throws -> RevisionReport { try revising.revise(revision) }
  private func draft() throws -> Edition { try revising.draft() }
  private func errors() throws -> [String] { try revising.errors() }
  private func grid(_ column: Int, _ row: Int) -> CheckSubject.Area { revising.grid(column, row) }
  private func expectWholeLineage(_ label: String) throws { try revising.expectWholeLineage(label) }

  private func area(_ code: String, in edition: Edition? = nil) throws -> AreaRecord {
    try revising.area(code, in: edition)
  }

  /// From side to side of a box at a height of it.
  private func line(across box: Box, at height: Double = 0.5, beyond: Double = 30) -> Drawing {
    let y = box.minY + box.height * height
    return Drawing(lines: [
      [Point(box.minX - beyond, y - 7), Point(box.center.x, y + 11), Point(box.maxX + beyond, y)]
    ])
  }

  @Test func aSplitGridLeavesAllLevelsWithoutAFlaw() throws {
    // At a corner of its community and of the street, so that three levels have the border.
    let old = grid(0, 0)
    let report = try revise(.split(area: old.code, by: line(across: old.geometry.box), codes: [], names: []))
    #expect(try errors() == [])
    #expect(report.after.count == 2)
    // The neighbour, the community and the street took the crossings in.
    #expect(report.neighbours >= 3, "\(report.neighbours)")
    let stem = String(old.code.dropLast(4))
    let numbers = try report.after.map { try #require(Int($0.code.suffix(4))) }
    #expect(report.after.allSatisfy { $0.code.hasPrefix(stem) && $0.code.count == old.code.count })
    // Behind the highest number that the community ever had.
    let highest =
      fixture.areas.filter { $0.code.hasPrefix(stem) && $0.level == .grid }
      .compactMap { Int($0.code.suffix(4)) }.max() ?? 0
    #expect(Set(numbers) == [highest + 1, highest + 2])
    #expect(report.after.compactMap(\.households).reduce(0, +) == 100)
    #expect(report.householdRule == "area")
    let before = report.before[0].squareMetres
    #expect((report.after.reduce(0) { $0 + $1.squareMetres } - before).magnitude < 1e-3)
    #expect(throws: Fault.self) { _ = try area(old.code) }
    #expect(Set(report.lineage.map(\.to)) == Set(report.after.map(\.code)))
    #expect(report.lineage.allSatisfy { $0.from == old.code })
    try expectWholeLineage("split")
    // The edition before is as it was.
    let active = try #require(try city.activeEdition(of: "unified"))
    #expect(try area(old.code, in: active).geometry == old.geometry)
    #expect(try city.sources(of: draft()).last?.mode == "split")
  }

  @Test func lineageIsCarriedOnThroughSeveralChanges() throws {
    let (first, second) = (grid(3, 3), grid(4, 3))
    // Right through, up and down: the east half then goes to the neighbour.
    let box = first.geometry.box
    let cut = Drawing(lines: [[Point(box.center.x, box.minY - 50), Point(box.center.x + 3, box.maxY + 50)]])
    let split = try revise(.split(area: first.code, by: cut, codes: [], names: ["West", "East"]))
    let codes = split.after.map(\.code)
    let boxes = try codes.map { try area($0).geometry.box.center.x }
    let (west, east) = boxes[0] < boxes[1] ? (codes[0], codes[1]) : (codes[1], codes[0])
    let merged = try revise(.merge(areas: [east, "grid/\(second.code)"], code: nil, name: "Both"))
    #expect(try errors() == [])
    let code = merged.after[0].code
    let edges = try city.lineage(of: draft()).map { "\($0.from ?? "-")>\($0.to ?? "-")" }
    #expect(Set(edges) == ["\(first.code)>\(west)", "\(first.code)>\(code)", "\(second.code)>\(code)"])
    try expectWholeLineage("split and merge")
    // A recoded part may take up what it came from; what another area bore is refused.
    #expect(throws: Fault.self) { _ = try revise(.recode(area: west, code: grid(8, 5).code, below: false)) }
    _ = try revise(.recode(area: west, code: first.code, below: false))
    #expect(try city.lineage(of: draft()).contains { $0.from == first.code && $0.to == first.code })
    try expectWholeLineage("recoded")
    _ = try city.activate(try draft())
    #expect(throws: Fault.self) { _ = try revise(.recode(area: code, code: second.code, below: false)) }
  }

  @Test func aSplitCommunityKeepsItsGrids() throws {
    let community = fixture.areas[1]
    // Along borders of its grids, three and six to a side.
    let children = try city.children(of: try area("community/\(community.code)", in: city.activeEdition(of: "unified")))
    let union = try GEOSContext().union(children.prefix(3).map(\.geometry))
    let report = try revise(
      .split(area: "community/\(community.code)", by: Drawing(polygons: [union]), codes: [], names: [], below: true))
    #expect(try errors() == [])
    #expect(report.cutChildren.isEmpty && report.relinked == 9)
    #expect(report.after.map(\.households) == [300, 600] && report.householdRule == "children")
    let parts = try report.after.map { try city.children(of: try area($0.code)) }
    #expect(Set(parts[0].map(\.geometry)) == Set(children.prefix(3).map(\.geometry)) && parts[1].count == 6)
    for (part, above) in zip(parts, report.after) {
      #expect(part.allSatisfy { $0.parentCode == above.code && $0.code.hasPrefix(above.code) })
    }
    #expect(report.lineage.count == 11)
    // Right through the grids: they go where most of them lies, and that is said.
    let cut = try revise(
      .split(
        area: report.after[1].code, by: line(across: try area(report.after[1].code).geometry.box, at: 0.3), codes: [],
        names: [], below: true))
    #expect(cut.cutChildren.count == 3)
    #expect(cut.cutChildren.allSatisfy { $0.share > 0.5 && $0.share < 1 })
    #expect(cut.after.compactMap(\.households).reduce(0, +) == 600)
    #expect(try errors().allSatisfy { $0.hasPrefix("outside-parent") || $0.hasPrefix("parent-not-covered") })
  }

  @Test func groundThatMovesFitsBothAreas() throws {
    let (from, to) = (grid(1, 1), grid(2, 1))
    let box = from.geometry.box
    // A strip at the east side, drawn over the border, with a narrow rest of nothing left between.
    let strip = MultiPolygon([
      Polygon(
        Ring([
          Point(box.maxX - 150, box.minY + 90), Point(box.maxX + 60, box.minY + 100),
          Point(box.maxX + 60, box.maxY - 120), Point(box.maxX - 140, box.maxY - 130),
          Point(box.maxX - 150, box.minY + 90),
        ]))
    ])
    let report = try revise(.move(from: from.code, to: to.code, ground: Drawing(polygons: [strip])))
    #expect(try errors() == [])
    let moved = try GEOSContext().intersectionArea(from.geometry, strip)
    let planar = try area(from.code).geometry.planarArea
    #expect((planar - (from.geometry.planarArea - moved)).magnitude < 1e-3)
    #expect(report.after.compactMap(\.households).reduce(0, +) == 200)
    #expect(report.before.map(\.squareMetres).reduce(0, +) - report.after.map(\.squareMetres).reduce(0, +) < 1e-3)
    let share = moved / from.geometry.planarArea
    let edge = try #require(report.lineage.first { $0.from == from.code && $0.to == to.code })
    #expect((edge.areaShare - share).magnitude < 1e-6)
    try expectWholeLineage("move")
    #expect(throws: Fault.self) {
      _ = try revise(.move(from: grid(5, 5).code, to: grid(6, 5).code, ground: Drawing(polygons: [strip])))
    }
  }

  @Test func aLineMayStopJustShortOfTheBorder() throws {
    let old = grid(2, 2)
    let ring = old.geometry.polygons[0].exterior.points
    // From just inside one border to just inside the opposite one.
    let (a, b) = (ring[0], ring[ring.count / 2])
    func inward(_ p: Point, _ q: Point, _ metres: Double) -> Point {
      let length = ((q.x - p.x) * (q.x - p.x) + (q.y - p.y) * (q.y - p.y)).squareRoot()
      return Point(p.x + (q.x - p.x) * metres / length, p.y + (q.y - p.y) * metres / length)
    }
    let short = Drawing(lines: [[inward(a, b, 0.6), inward(b, a, 0.6)]])
    #expect(try revise(.split(area: old.code, by: short, codes: [], names: [])).after.count == 2)
    #expect(try errors() == [])
    let far = grid(6, 2)
    let box = far.geometry.box
    let stub = Drawing(lines: [[Point(box.minX - 10, box.center.y), box.center]])
    #expect(throws: Fault.self) { _ = try revise(.split(area: far.code, by: stub, codes: [], names: [])) }
  }

  @Test func namesAndCodesGoDownAsFarAsTheyAreMeantTo() throws {
    let community = fixture.areas[2]
    _ = try revise(.rename(area: "community/\(community.code)", name: "新名"))
    #expect(try area("community/\(community.code)").name == "新名")
    #expect(try city.lineage(of: draft()).isEmpty)
    let code = "4401060010999"
    let report = try revise(.recode(area: "community/\(community.code)", code: code, below: true))
    #expect(try errors() == [])
    let children = try city.children(of: try area(code))
    #expect(children.count == 9)
    #expect(children.allSatisfy { $0.code.hasPrefix(code) && $0.parentCode == code })
    #expect(report.lineage.count == 10 && report.lineage.allSatisfy { $0.areaShare == 1 })
  }

  @Test func whatCannotBeDoneIsRefusedAndChangesNothing() throws {
    let (first, second) = (grid(0, 1).code, grid(1, 1).code)
    let cut = line(across: grid(0, 1).geometry.box)
    let refused: [(Revision, String)] = [
      (.split(area: first, by: cut, codes: ["1"], names: []), "codes-do-not-fit"),
      (.split(area: first, by: cut, codes: [], names: ["a"]), "names-do-not-fit"),
      (.split(area: first, by: cut, codes: [first, second], names: []), "code-used"),
      (.split(area: first, by: Drawing(), codes: [], names: []), "drawing-does-not-divide"),
      (.merge(areas: [first, first], code: nil, name: nil), "areas-not-several"),
      (.merge(areas: [first, fixture.areas[1].code], code: nil, name: nil), "levels-differ"),
      (.move(from: first, to: second, ground: Drawing(polygons: [fixture.areas[0].geometry])), "nothing-left"),
      (.recode(area: first, code: "", below: false), "bad-code"),
      (.rename(area: "none", name: "x"), "unknown-area"),
    ]
    for (revision, code) in refused {
      do {
        _ = try revise(revision)
        Issue.record("\(revision) was done")
      } catch let fault as Fault { #expect(fault.code == code, "\(fault)") }
    }
    // Not even the draft was begun.
    #expect(try city.draft(of: "unified") == nil)
  }
}

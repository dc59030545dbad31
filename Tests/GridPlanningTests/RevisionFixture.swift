import AreaIndex
import CityStore
import Diagnostics
import GridPlanning
import SpatialPrimitives
import TestSupport
import Testing

/// A city database with the areas of `CheckFixture` in force, to be revised and checked.
struct RevisionFixture {
  let scratch: Scratch
  let city: CityDatabase
  let areas = CheckFixture()

  /// The fixture's street, communities and grids in force, 100 households a grid.
  init() throws {
    scratch = try Scratch()
    let path = scratch.file("city.db")
    try CityDatabase.create(at: path, settings: DatabaseSettings(crs: "EPSG:4547"))
    city = try CityDatabase.open(at: path, for: .writing)
    let (city, fixture) = (self.city, self.areas)
    try city.transaction { () throws(Fault) in
      let draft = try city.openDraft(of: "unified")
      var ids: [Int64] = []
      for area in fixture.areas {
        let writer = try AreaWriter(city, draft: draft, level: area.level ?? .grid, mode: .add)
        let parent = area.parent
        let below = area.level == .street ? 54 : area.level == .community ? 9 : 1
        let outcome = try writer.write(
          NewArea(
            code: area.code, name: area.name, parentID: parent.map { ids[$0] },
            parentCode: parent.map { fixture.areas[$0].code }, households: Double(below * 100),
            geometry: area.geometry))
        ids.append(outcome.id ?? 0)
      }
      try city.activate(draft)
    }
  }

  func revise(_ revision: Revision) throws -> RevisionReport {
    try city.revise(revision, command: "onegrid revise \(revision.word)")
  }

  func draft() throws -> Edition { try city.existingDraft(of: nil) }

  /// What a check of the draft says, notes left out.
  func errors() throws -> [String] {
    let subject = try CheckSubject(edition: try draft(), in: city)
    return try AreaCheck.run(subject).findings.filter { $0.severity == .error }.map { finding in
      finding.kind.rawValue + " " + finding.areas.map(\.code).joined(separator: " ")
    }
  }

  func area(_ code: String, in edition: Edition? = nil) throws -> AreaRecord {
    try city.area(code, in: EditionSelector(editionID: try edition?.id ?? draft().id))
  }

  func grid(_ column: Int, _ row: Int) -> CheckSubject.Area {
    areas.areas[areas.grids.lowerBound + row * areas.coverage.columns + column]
  }

  /// Of every area of the edition before, the shares of all edges sum to 1.
  func expectWholeLineage(_ label: String) throws {
    var sums: [String: (area: Double, households: Double, cases: Double)] = [:]
    for edge in try city.lineage(of: draft()) {
      guard let from = edge.from else { continue }
      let key = "\(edge.level)/\(from)"
      let sum = sums[key] ?? (0, 0, 0)
      sums[key] = (
        sum.area + edge.areaShare, sum.households + (edge.householdShare ?? .nan), sum.cases + (edge.caseShare ?? 0)
      )
    }
    #expect(!sums.isEmpty, "\(label)")
    for (key, sum) in sums {
      #expect((sum.area - 1).magnitude < 1e-12 && (sum.households - 1).magnitude < 1e-12, "\(label) \(key) \(sum)")
    }
  }
}

import AreaIndex
import CityStore
import CivilTime
import Diagnostics
import Foundation
import SpatialPrimitives
import TestSupport
import Testing

@testable import GridPlanning

/// A city of ten squares in a row, its second edition in the making.
@Suite struct EditionActivationTests {
  let scratch: Scratch
  let city: CityDatabase

  private static func square(_ x: Double, _ width: Double = 1) -> MultiPolygon {
    let (left, right) = (113 + x / 100, 113 + (x + width) / 100)
    return MultiPolygon([
      Polygon(
        Ring([Point(left, 23), Point(right, 23), Point(right, 23.01), Point(left, 23.01), Point(left, 23)]))
    ])
  }

  private static func area(_ code: String, _ x: Double, _ width: Double = 1, name: String = "") -> NewArea {
    NewArea(code: code, name: name, households: 100 * width, geometry: square(x, width))
  }

  private static let first = (0..<10).map { area("G\($0)", Double($0)) }

  /// G0 split, G1 and G2 merged, G3 called otherwise, the border of G4 and G5 drawn anew, G6 abolished, ground of G7 to
  /// G8, G9 under another code.
  private static let second = [
    area("G0a", 0, 0.25), area("G0b", 0.25, 0.75), area("G1", 1, 2), area("G3", 3, name: "neu"),
    area("G4", 4, 1.000001), area("G5", 5.000001, 0.999999), area("G7", 7, 0.5), area("G8", 7.5, 1.5), area("G9x", 9),
  ]

  init() throws {
    scratch = try Scratch()
    let path = scratch.file("city.db")
    try CityDatabase.create(at: path)
    city = try CityDatabase.open(at: path, for: .writing)
    try city.activate(draft(Self.first), now: Instant(milliseconds: 1000))
  }

  @discardableResult
  private func draft(_ areas: [NewArea]) throws -> Edition {
    try city.transaction { () throws(Fault) in
      let draft = try city.openDraft(of: "unified")
      let writer = try AreaWriter(city, draft: draft, level: .grid, mode: .replace)
      for area in areas { _ = try writer.write(area) }
      return draft
    }
  }

  private func fault(_ body: () throws -> Void) -> Fault? {
    do { try body() } catch { return error as? Fault }
    return nil
  }

  private var accepting: EditionActivation {
    var activation = EditionActivation()
    activation.acceptsFindings = true
    return activation
  }

  /// Cases in the middle of each hundredth of the row, one in ten of them closed.
  private func putCases() throws {
    for number in 0..<1000 {
      let x = 113 + (Double(number) + 0.5) / 10_000
      try city.connection.run(
        """
        INSERT INTO cases (id, lon, lat, match, status, first_saved_at, updated_at, geometry)
        VALUES (?1, ?2, 23.005, 'inside', ?3, 0, 0, MakePoint(?2, 23.005, 4490))
        """, [.text("\(number)"), .real(x), .text(number % 10 == 0 ? "已结案" : "处置")])
    }
  }

  @Test func aHistoryIsToldAndKept() throws {
    try putCases()
    let next = try draft(Self.second)
    let base = try city.edition(1)
    var comparison = try EditionComparison(of: base, with: next, in: city)
    try comparison.countCases(of: base, with: next, in: city)
    let words = comparison.changes.map { change in
      let (from, to) = (change.from.map(\.code), change.to.map(\.code))
      return
        "\(change.kind.rawValue) \(from.joined(separator: "+"))>\(to.joined(separator: "+")) \(change.openCases ?? -1)"
    }
    #expect(
      words == [
        "removed G6> 90", "renamed G3>G3 0", "recoded G9>G9x 90", "redrawn G4>G4 0", "redrawn G5>G5 0",
        "moved G7>G8 45",
        "split G0>G0a+G0b 90", "merged G1+G2>G1 90",
      ])
    let gone = fault { _ = try EditionActivation().run(next, in: city) }
    #expect(gone?.code == "vanished-areas" && gone?.kind == .data)
    #expect(gone?.what.english.contains("grid/G6") == true && gone?.what.english.contains("grid/G0") == false)
    // Nothing of the attempt is left.
    #expect(try city.lineage(of: next).isEmpty && city.activeEdition(of: "unified")?.id == 1)
    let report = try accepting.run(next, in: city, now: Instant(milliseconds: 2000))
    #expect(report.edition.state == .active)
    let edges = try city.lineage(of: report.edition).map { edge in
      let shares = [edge.areaShare, edge.householdShare, edge.caseShare].map { share in
        share.map { "\(Int(($0 * 100).rounded()))" } ?? "-"
      }
      return "\(edge.from ?? "")>\(edge.to ?? "") \(shares.joined(separator: " "))"
    }
    #expect(
      edges == [
        "G0>G0a 25 25 25", "G0>G0b 75 75 75", "G2>G1 100 100 100", "G6> 100 100 100", "G7>G7 50 - 50", "G7>G8 50 - 50",
        "G9>G9x 100 100 100",
      ])
    #expect(report.lineage.count == edges.count)
  }

  /// Each grid has an officer; one covers two that change, and one left long ago.
  @Test func officersOfGroundThatChangesHandsAreCounted() throws {
    let next = try draft(Self.second)
    let base = try city.edition(1)
    var comparison = try EditionComparison(of: base, with: next, in: city)
    try comparison.countOfficers(of: base, in: city)
    #expect(comparison.officers == nil && comparison.changes.allSatisfy { $0.officers == nil })
    var duties = (0..<10).map { number in
      Duty(
        officerID: number == 9 ? "O7" : "O\(number)", name: "", role: .member, scheme: "unified", level: .grid,
        code: "G\(number)")
    }
    duties[6].to = Instant(milliseconds: 5_000)
    duties.append(Duty(officerID: "H", name: "", role: .head, scheme: "unified", level: .grid, code: "G0"))
    try city.add(duties)
    try comparison.countOfficers(of: base, in: city, at: Instant(milliseconds: 6_000))
    let words = comparison.changes.map { "\($0.kind.rawValue) \($0.officers ?? -1)" }
    #expect(
      words == [
        "removed 0", "renamed 0", "recoded 1", "redrawn 0", "redrawn 0", "moved 1", "split 2", "merged 1",
      ])
    // O7 covers what is recoded and what loses ground, G1's own officer keeps all that he had.
    #expect(comparison.officers == Set(["O7", "O0", "H", "O2"]).count)
    #expect(comparison.changes[6].message.english.hasSuffix(", 2 officers"))
    #expect(comparison.changes[6].message.chinese.hasSuffix("，2 名网格员"))
    try comparison.countOfficers(of: base, in: city, at: Instant(milliseconds: 4_000))
    #expect(comparison.changes[0].officers == 1)
  }

  @Test func whatTheDraftSaysIsKept() throws {
    let next = try draft(Self.second)
    let told = [
      LineageEdge(level: .grid, from: "G6", to: nil, areaShare: 1),
      LineageEdge(level: .grid, from: "G0", to: "G0b", areaShare: 1),
    ]
    try city.writeLineage(told, of: next)
    let report = try EditionActivation().run(next, in: city)
    #expect(!report.lineage.contains { $0.from == "G0" || $0.from == "G6" })
    #expect(try city.lineage(of: report.edition).filter { $0.from == "G0" } == [told[1]])
  }

  @Test func codesAreNotUsedAgainElsewhere() throws {
    // Two areas exchange their codes.
    var swapped = Self.first
    (swapped[1].code, swapped[2].code) = ("G2", "G1")
    let refused = fault { _ = try EditionActivation().run(draft(swapped), in: city) }
    #expect(refused?.code == "code-reused")
    #expect(refused?.what.english.contains("grid/G1, grid/G2") == true)
    // One goes, and comes again two editions later: there, or elsewhere.
    var without = Self.first
    without[4] = Self.area("H4", 4)
    _ = try EditionActivation().run(draft(without), in: city, now: Instant(milliseconds: 2000))
    var elsewhere = without
    elsewhere[8].code = "G4"
    let revived = fault { _ = try EditionActivation().run(draft(elsewhere), in: city) }
    #expect(revived?.code == "code-reused")
    #expect(revived?.what.english.contains("grid/G4") == true && revived?.what.english.contains("grid/G8") == false)
    _ = try EditionActivation().run(draft(Self.first), in: city, now: Instant(milliseconds: 3000))
    #expect(try accepting.run(draft(elsewhere), in: city).edition.state == .active)
  }

  @Test func duplicateCodesAreToldFirst() throws {
    var doubled = Self.second
    doubled[0].code = "G0b"
    #expect(fault { _ = try EditionActivation().run(draft(doubled), in: city) }?.code == "duplicate-code")
  }

  @Test func goldenCasesAreAskedByEveryActivation() throws {
    let path = scratch.file("golden.csv")
    try "lon,lat,grid_code\n113.085,23.005,G8\n113.035,23.005,G3\n".write(
      toFile: path, atomically: true, encoding: .utf8)
    var activation = accepting
    activation.golden = path
    #expect(try activation.run(draft(Self.second), in: city, now: Instant(milliseconds: 2000)).golden == 2)
    // They are remembered, no flag lets them pass, and a refusal leaves no trace.
    var wrong = Self.second
    wrong[7].code = "K8"
    let next = try draft(wrong)
    let refused = fault { _ = try accepting.run(next, in: city) }
    #expect(refused?.code == "golden-case-failed")
    #expect(refused?.what.english.contains("113.085 23.005 grid/G8 → K8") == true)
    try "lon,lat,grid_code\n113.085,23.005,K8\n113.035,23.005,nowhere\n"
      .write(toFile: path, atomically: true, encoding: .utf8)
    #expect(fault { _ = try activation.run(next, in: city) }?.code == "golden-case-failed")
    #expect(try city.goldenCases(of: "unified").map(\.code) == ["G8", "G3"])
    // The way back is asked too.
    try "lon,lat,grid_code\n113.085,23.005,K8\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try activation.run(next, in: city, now: Instant(milliseconds: 3000)).edition.state == .active)
    #expect(fault { _ = try accepting.run(city.edition(2), in: city) }?.code == "golden-case-failed")
  }

  @Test func anAreaKnowsItsHistory() throws {
    _ = try accepting.run(draft(Self.second), in: city, now: Instant(milliseconds: 2000))
    _ = try accepting.run(draft(Self.second), in: city, now: Instant(milliseconds: 3000))
    func history(_ code: String, _ edition: Int64) throws -> AreaHistory {
      try city.history(of: city.area(code, in: EditionSelector(editionID: edition)))
    }
    let split = try history("G0", 1)
    #expect(
      split.origins.isEmpty && split.fates.map(\.edge.to) == ["G0a", "G0b"] && split.fates.map(\.edition) == [2, 2])
    // Told through the edition in which nothing was done to it.
    let part = try history("G0a", 3)
    #expect(part.origins.map(\.edge.from) == ["G0"] && part.origins.map(\.edition) == [2] && part.fates.isEmpty)
    #expect(try history("G6", 1).fates.map(\.edge.to) == [nil])
    #expect(try history("G3", 3).origins.isEmpty && history("G3", 1).fates.isEmpty)
  }
}

import AreaIndex
import CityStore
import CivilTime
import Diagnostics
import Foundation
import Testing

@testable import CityStore

/// Who covers what, and who answers.
@Suite struct DutyRosterTests {
  let fixture: CityFixture
  let city: CityDatabase

  init() throws {
    fixture = try CityFixture()
    city = try fixture.open()
    try CityFixture.write(CityFixture.row(["S1"]), at: .street, in: city)
    try CityFixture.write(CityFixture.row(["C1", "C2"], parent: "S1"), at: .community, in: city)
    try CityFixture.activate(CityFixture.row(["G1", "G2"], parent: "C1"), at: .grid, in: city)
  }

  private static let head = "officer_id,name,role,area,from,to,category,hours,load_limit,stand_in\n"

  private func load(_ rows: [String], replacing: Bool = false) throws {
    let path = fixture.scratch.file("duties.csv")
    try (Self.head + rows.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    try city.add(city.duties(reading: path), replacing: replacing)
  }

  private func time(_ text: String) throws -> Instant { try #require(Instant.parse(text, assuming: .china)) }

  private func who(_ code: String, _ at: String = "2026-03-02T10:00", _ category: String? = nil) throws -> [String] {
    let line = try city.lineUpward(from: city.area(code))
    return try city.officersOnDuty(in: line, of: "unified", at: time(at), category: category).map {
      "\($0.officerID) \($0.ground.rawValue) \($0.duty.level)/\($0.duty.code)"
    }
  }

  @Test func membersComeBeforeHeadsAndPeriodsAreHalfOpen() throws {
    try load([
      "H,Head,head,G1,2026-01-01,,,,,", "A,Ann,member,grid/G1,2026-01-01,2026-04-01,,,,",
      "B,Bob,member,unified:grid/G1,2026-04-01,,,,,",
    ])
    #expect(try who("G1") == ["A duty grid/G1", "H duty grid/G1"])
    #expect(try who("G1", "2026-03-31T23:59:59").first == "A duty grid/G1")
    #expect(try who("G1", "2026-04-01").first == "B duty grid/G1")
    #expect(try who("G1", "2025-12-31T23:59").isEmpty)
  }

  @Test func theHeadOfTheAreaAboveAnswersWhereNobodyDoes() throws {
    try load([
      "A,Ann,member,G1,2026-01-01,,,08:00-18:00,,", "M,Mia,member,C1,2026-01-01,,,,,", "C,Cai,head,C1,2026-01-01,,,,,",
      "S,Sun,head,S1,2026-01-01,,,,,",
    ])
    #expect(try who("G1") == ["A duty grid/G1"])
    // Members above do not answer for what is below.
    #expect(try who("G1", "2026-03-02T20:00") == ["C parent-head community/C1"])
    #expect(try who("G2") == ["C parent-head community/C1"])
    #expect(try who("C1") == ["M duty community/C1", "C duty community/C1"])
    #expect(try who("C2") == ["S parent-head street/S1"])
  }

  @Test func aStandInAnswersOutsideTheHoursAndAboveTheLimit() throws {
    try load(["A,Ann,member,G1,2026-01-01,,,1-5 08:00-18:00,2,B", "B,Bob,member,G2,2026-01-01,,,,,"])
    #expect(try who("G1", "2026-03-01T10:00") == ["B stand-in grid/G1"])
    let names = try city.officersOnDuty(in: [(.grid, "G1")], of: "unified", at: time("2026-03-01T10:00")).map(\.name)
    #expect(names == ["Bob"])
    for (id, status) in [("1", "open"), ("2", "closed"), ("3", "处理中")] {
      try city.connection.run(
        """
        INSERT INTO cases (id, grid_code, match, status, first_saved_at, updated_at)
        VALUES (?, 'G1', 'inside', ?, 0, 0)
        """, [.text(id), .text(status)])
      #expect(try who("G1") == [id == "3" ? "B stand-in grid/G1" : "A duty grid/G1"], "\(id)")
    }
  }

  @Test func categoriesHaveTheirOwnOfficers() throws {
    try load(["A,Ann,member,G1,2026-01-01,,,,,", "W,Wei,member,G1,2026-01-01,,water,,,", "F,Fan,member,G1,,,fire,,,"])
    #expect(try who("G1", "2026-03-02", "water") == ["W duty grid/G1", "A duty grid/G1"])
    #expect(try who("G1", "2026-03-02", "noise") == ["A duty grid/G1"])
    #expect(try who("G1").count == 3)
  }

  @Test func theSameDutyGivesWayAndAllOrNoneAreTaken() throws {
    try load(["A,Ann,member,G1,2026-01-01,,,,,", "B,Bob,member,G1,2026-01-01,,,,,"])
    try load(["A,Anne,member,G1,2026-01-01,2026-02-01,,,,"])
    #expect(try city.duties().map(\.name) == ["Anne", "Bob"])
    #expect(try who("G1") == ["B duty grid/G1"])
    #expect(fault { try load(["D,Dan,member,G1,,,,,,", "E,Eve,member,NOWHERE,,,,,,"]) }?.code == "bad-duty")
    #expect(try city.duties().count == 2)
    try load(["D,Dan,member,G2,,,,,,"], replacing: true)
    #expect(try city.duties().map(\.officerID) == ["D"])
  }

  @Test(arguments: [
    (",A,member,G1,,,,,,", "officer_id"), ("A,A,chief,G1,,,,,,", "role"), ("A,A,member,,,,,,,", "area"),
    ("A,A,member,G1,soon,,,,,", "from"), ("A,A,member,G1,2026-02-01,2026-02-01,,,,", "to"),
    ("A,A,member,G1,,,,all day,,", "hours"), ("A,A,member,G1,,,,,-1,", "load_limit"),
    ("A,A,member,street/G1,,,,,,", "area"),
  ]) func badRowsAreNamed(_ row: String, _ field: String) throws {
    let found = fault { try load(["X,X,member,G1,,,,,,", row]) }
    #expect(
      found?.code == "bad-duty" && found?.place?.field == field && found?.kind == .data,
      "\(row): \(found?.what.english ?? "-")")
    #expect(try city.duties().isEmpty)
  }

  @Test func columnsThatAreMissingAreNamed() throws {
    let path = fixture.scratch.file("short.csv")
    try "officer_id,name\nA,Ann\n".write(toFile: path, atomically: true, encoding: .utf8)
    let found = fault { _ = try city.duties(reading: path) }
    #expect(found?.code == "missing-duty-columns" && found?.what.english.contains("role, area, from, to") == true)
  }
}

import Casework
import CityStore
import CivilTime
import Diagnostics
import Foundation
import SpatialDatabase
import SpatialPrimitives
import TestSupport
import Testing

/// Events that are assigned to the areas in force at their own times.
@Suite struct EventTimesTests {
  let fixture: AssignmentFixture

  /// Four editions: nothing before 2025; G1 to G4; from 2026 on G4 is abolished and G1 is larger; from June 2026 on the
  /// first state again; from 2027 on with other codes.
  init() throws {
    fixture = try AssignmentFixture()
    let city = fixture.city
    var edition = try #require(try city.activeEdition(of: Edition.unifiedScheme))
    for table in ["editions", "periods"] {
      try city.connection.run(
        "UPDATE \(table) SET valid_from = ?", [.integer(try Self.instant("2025-01-01").milliseconds)])
    }
    edition = try city.edition(edition.id)
    var areas = Array(AssignmentFixture.grids(["G1", "G2", "G3", "G4"])[..<3])
    areas[0].geometry = AssignmentFixture.square(113, 23, 0.25)
    try AssignmentFixture.write(areas, at: .grid, in: city)
    _ = try city.activate(city.openDraft(of: Edition.unifiedScheme), validFrom: Self.instant("2026-01-01"))
    _ = try city.activate(edition, validFrom: Self.instant("2026-06-01"))
    try AssignmentFixture.write(AssignmentFixture.grids(["N1", "N2", "N3", "N4"]), at: .grid, in: city)
    _ = try city.activate(city.openDraft(of: Edition.unifiedScheme), validFrom: Self.instant("2027-01-01"))
  }

  private static func instant(_ text: String) throws -> Instant {
    try #require(Instant.parse(text, assuming: .china), "\(text)")
  }

  /// Around each change, [from, to), in several forms of writing.
  static let times = [
    "1999-01-01", "2024-12-31T23:59:59", "2024-12-31T15:59:59Z", "2025-01-01", "2025-01-01 00:00:00",
    "2025/12/31 23:59",
    "2025-12-31 23:59:59", "2026-01-01T00:00:00+08:00", "2025-12-31T16:00:00Z", "2026-05-31T23:59:59", "2026/6/1 0:00",
    "20260601", "2026-12-31 23:59:59.999", "2027-01-01", "2030年1月1日",
  ]
  static let points = [
    (113.05, 23.05), (113.2, 23.05), (113.05, 23.2), (113.2, 23.2), (113.125, 23.05), (113.125, 23.125), (114.0, 24.0),
  ]

  /// One run over all of them mixed gives each what a run as of its time alone gives.
  @Test(arguments: [1, 8], ["inside", "explain"]) func agreesWithRunsAsOfEachTime(threads: Int, mode: String) throws {
    func options(_ run: inout AssignmentRun) {
      run.threads = threads
      run.explains = mode == "explain"
      run.columns = .none
    }
    var expected: [String: [String]] = [:]
    let places = Self.points.map { "\($0.0),\($0.1)\n" }.joined()
    for time in Self.times {
      let outcome = try? fixture.run("lon,lat\n" + places, output: "one.csv") {
        options(&$0)
        $0.editions.asOf = Instant.parse(time, assuming: .china)
      }
      expected[time] = outcome.map { Array($0.lines.dropFirst()) }
    }
    #expect(expected.count == Self.times.count - 3, "no edition before 2025")
    var random = SeededGenerator(seed: 20_260_601)
    // Runs of one time and times in turn, over several blocks.
    var rows: [(time: String, point: Int)] = []
    while rows.count < 30_000 {
      let time = Self.times.randomElement(using: &random)!
      for _ in 0..<[1, 1, 5, 400].randomElement(using: &random)! {
        rows.append((time, Int.random(in: 0..<Self.points.count, using: &random)))
      }
    }
    let text = rows.map { "\($0.time),\(Self.points[$0.point].0),\(Self.points[$0.point].1)\n" }.joined()
    let outcome = try fixture.run("time,lon,lat\n" + text, output: "all.csv") {
      options(&$0)
      $0.asOfField = "time"
    }
    #expect(outcome.lines.count == rows.count + 1)
    for (row, line) in zip(rows, outcome.lines.dropFirst()) {
      guard let lines = expected[row.time] else {
        #expect(line.hasPrefix(",,,,outside,"), "\(row): \(line)")
        if !line.hasPrefix(",,,,outside,") { return }
        continue
      }
      #expect(line == lines[row.point], "\(row)")
      if line != lines[row.point] { return }
    }
  }
}

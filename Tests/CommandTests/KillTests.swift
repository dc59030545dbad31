import Foundation
import SpatialDatabase
import TestSupport
import Testing

/// `kill -9` in the middle: the database opens, is whole, and is as it was before or as it is after.
@Suite struct KillTests {
  private static let attempts = 5

  @Test func importIsWholeOrAbsent() throws {
    try kill(["import", "geodata/community.geojson", "--level", "community", "--activate", "-q"], seed: 20_260_301)
  }

  /// With what an activation writes besides: lineage, periods.
  @Test func anActivationWithLineageIsWholeOrAbsent() throws {
    let scratch = try Scratch()
    let lines = try String(contentsOfFile: SharedData.geodata("grid.geojson"), encoding: .utf8).split(separator: "\n")
    try lines.filter { !$0.contains("00100100") }.joined(separator: "\n")
      .write(toFile: scratch.file("fewer.geojson"), atomically: true, encoding: .utf8)
    try kill(
      ["import", scratch.file("fewer.geojson"), "--level", "grid", "--activate", "--accept-findings", "-q"],
      seed: 20_260_304)
  }

  @Test func firstImportIsWholeOrAbsent() throws {
    try kill(
      ["import", "geodata/community.geojson", "--level", "community", "--activate", "-q"], seed: 20_260_302,
      withDatabase: false)
  }

  @Test func assignmentsAndTheirOutputAreWholeOrAbsent() throws {
    // The events are stored already; ids of another column make them new.
    try kill(
      ["assign", "geodata/events_gbk.csv", "-o", "out.csv", "--save", "--update", "--id", "问题描述", "--force", "-q"],
      seed: 20_260_303, output: "out.csv")
  }

  /// - Parameter output: a file that the command makes, too.
  private func kill(
    _ arguments: [String], seed: UInt64, withDatabase: Bool = true, output: String? = nil
  ) throws {
    var generator = SeededGenerator(seed: seed)
    let whole = try SampleCity(withDatabase: withDatabase)
    let before = try facts(whole)
    let start = Date()
    let outcome = try whole.command.run(arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let duration = Date().timeIntervalSince(start)
    let after = try facts(whole)
    #expect(before != after)
    let wholeOutput = try output.map { try Data(contentsOf: URL(fileURLWithPath: whole.file($0))) }

    for attempt in 0..<Self.attempts {
      let city = try SampleCity(withDatabase: withDatabase)
      let wasKilled = try city.command.runAndKill(arguments, after: .random(in: 0..<duration, using: &generator))
      let now = try facts(city)
      #expect(now == after || (wasKilled && now == before), "seed \(seed), attempt \(attempt): \(now)")
      if let output, let bytes = FileManager.default.contents(atPath: city.file(output)) {
        #expect(bytes == wholeOutput, "seed \(seed), attempt \(attempt): a torn output")
      }
      let again = try city.command.run(arguments)
      #expect(
        again.status == 0, "seed \(seed), attempt \(attempt): the same work goes through afterwards: \(again.errors)")
    }
  }

  /// What a database holds, apart from times.
  private func facts(_ city: SampleCity) throws -> [String] {
    guard FileManager.default.fileExists(atPath: city.file("city.db")) else { return ["absent"] }
    let connection = try Connection.open(city.file("city.db"), mode: .readWrite, spatial: false)
    #expect(try connection.text("PRAGMA integrity_check") == "ok")
    guard try connection.integer("SELECT count(*) FROM sqlite_schema") != 0 else { return ["absent"] }
    return try [
      "SELECT group_concat(id || scheme || state) FROM editions", "SELECT count(*) FROM areas",
      "SELECT count(*) FROM edition_sources", "SELECT count(*) FROM cases",
      "SELECT count(*) FROM lineage", "SELECT group_concat(edition_id || (known_to IS NULL)) FROM periods",
      "SELECT group_concat(view_name) FROM views_geometry_columns",
    ].map { try connection.text($0) ?? "" }
  }
}

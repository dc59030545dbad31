import Foundation
import TestSupport
import Testing

/// `onegrid edition`, as users and scripts run it.
@Suite struct EditionCommandTests {
  let city: SampleCity

  init() throws { city = try SampleCity() }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try city.command.run(arguments + ["--json", "-q"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  /// The grids with two of them merged under the code of the first, and a third one gone.
  private func changedGrids() throws -> (file: String, merged: [String], gone: String) {
    let text = try String(contentsOfFile: city.file("geodata/grid.geojson"), encoding: .utf8)
    let codes = ["441002001001003", "441002001001005"]
    let gone = "441003001001001"
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines.removeAll { $0.contains("\"\(gone)\"") }
    // Of two neighbours the union, as two parts of one area.
    func coordinates(_ code: String) throws -> String {
      let line = try #require(
        lines.first { $0.contains("\"code\":\"\(code)\"") || $0.contains("\"code\": \"\(code)\"") })
      let start = try #require(line.range(of: "\"coordinates\":")).upperBound
      let end = try #require(line.range(of: "]]]", range: start..<line.endIndex)).upperBound
      return String(line[start..<end])
    }
    let parts = try codes.map { try coordinates($0) }
    lines = lines.map { line in
      guard line.contains("\"\(codes[0])\"") else { return line }
      return line.replacingOccurrences(of: "\"Polygon\"", with: "\"MultiPolygon\"")
        .replacingOccurrences(of: parts[0], with: "[\(parts[0]),\(parts[1])]")
    }
    lines.removeAll { $0.contains("\"\(codes[1])\"") }
    let path = city.file("changed.geojson")
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    return (path, codes, gone)
  }

  @Test func whatChangesIsToldRefusedAndKept() throws {
    let grids = try changedGrids()
    try city.command.run(["import", grids.file, "--level", "grid", "-q"])
    let diff = try json(["edition", "diff", "--level", "grid"])
    let changes = try #require(diff["changes"] as? [[String: Any]])
    #expect(changes.map { $0["kind"] as? String } == ["removed", "merged"])
    let merged = try #require(changes.last)
    #expect(merged["from"] as? [String] == grids.merged && merged["to"] as? [String] == [grids.merged[0]])
    for key in ["area_m2", "households"] { #expect((merged[key] as? Double ?? -1) > 0, "\(key)") }
    #expect(merged["open_cases"] is Int)
    let layer = try city.command.run(["edition", "diff", "--format", "geojson", "-q"])
    #expect(layer.output.components(separatedBy: "\"Feature\"").count == changes.count + 1)
    #expect(try city.command.run(["edition", "diff", "-o", "ground.gpkg", "-q"]).status == 0)
    let refused = try city.command.run(["edition", "activate", "-q"])
    #expect(refused.status == 65 && refused.output == "")
    #expect(refused.errors.contains("grid/\(grids.gone)"))
    #expect(try city.command.run(["edition", "activate", "--accept-findings", "-q"]).status == 0)
    let area = try json(["area", "show", grids.merged[1], "--edition", "1"])
    let became = try #require(area["became"] as? [[String: Any]])
    #expect(became.map { $0["to"] as? String } == [grids.merged[0]])
    let edges = try #require(json(["edition", "show"])["lineage"] as? [[String: Any]])
    #expect(Set(edges.map { $0["from"] as? String }) == [grids.merged[1], grids.gone])
  }

  @Test func importActivatesByTheSameRules() throws {
    let grids = try changedGrids()
    let whole = ["import", grids.file, "--level", "grid", "--activate", "-q"]
    let refused = try city.command.run(whole)
    #expect(refused.status == 65 && refused.errors.contains(grids.gone))
    #expect((try json(["edition", "list"])["editions"] as? [Any])?.count == 1)
    #expect(try city.command.run(whole + ["--accept-findings"]).status == 0)
  }

  /// An edition that is in force again has a row for each time.
  @Test func everyPeriodIsListed() throws {
    let grids = try changedGrids()
    try city.command.run(["import", grids.file, "--level", "grid", "--activate", "--accept-findings", "-q"])
    #expect(try city.command.run(["edition", "activate", "1", "--accept-findings", "-q"]).status == 0)
    let rows = try city.command.run(["edition", "list", "--format", "csv"]).output.split(separator: "\n").dropFirst()
    #expect(rows.map { $0.prefix(2) } == ["1,", "1,", "2,"], "\(rows)")
    let first = rows.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(first[0][3].isEmpty && !first[0][4].isEmpty && !first[1][3].isEmpty && first[1][4].isEmpty)
    let editions = try #require(json(["edition", "list"])["editions"] as? [[String: Any]])
    #expect((editions.first?["periods"] as? [Any])?.count == 3, "believed to be without an end until it ended")
  }

  @Test func whatWasKnownIsAnswered() throws {
    let before = ISO8601DateFormatter().string(from: Date())
    Thread.sleep(forTimeInterval: 1.1)
    let grids = try changedGrids()
    try city.command.run([
      "import", grids.file, "--level", "grid", "--valid-from", "2020-01-01", "--activate", "--accept-findings", "-q",
    ])
    func edition(_ options: String...) throws -> Int? { try json(["edition", "show"] + options)["id"] as? Int }
    #expect(try edition("--as-of", "2022-01-01") == 2)
    #expect(try edition("--as-of", "2022-01-01", "--known-at", before) == 1)
    #expect(try edition("--known-at", before) == 1)
    #expect(try edition() == 2)
    #expect(try city.command.run(["edition", "show", "--known-at", "1999-01-01"]).status == 64)
    for command in [["locate", "112.87", "22.64"], ["export", "grid", "-o", "out.csv", "--force"]] {
      #expect(try json(command + ["--known-at", before])["edition"] as? Int == 1, "\(command)")
      #expect(try json(command)["edition"] as? Int == 2, "\(command)")
    }
    let assigned = try city.command.run([
      "assign", "geodata/events_gbk.csv", "--known-at", before, "--columns", "none", "--no-names", "-q", "--rejects",
      "r",
    ])
    #expect(assigned.output.split(separator: "\n").dropFirst().allSatisfy { $0.hasSuffix(",1") })
  }

  /// An import that would put a city into force whose golden case lies in no grid leaves everything as it was.
  @Test func goldenCasesGuardAnImportThatActivates() throws {
    #expect(try city.command.run(["edition", "golden", "add", "geodata/golden.csv", "-q"]).status == 0)
    let text = try String(contentsOfFile: city.file("geodata/grid.geojson"), encoding: .utf8)
    let file = city.file("fewer.geojson")
    try text.split(separator: "\n").filter { !$0.contains("\"441003002005003\"") }.joined(separator: "\n")
      .write(toFile: file, atomically: true, encoding: .utf8)
    let before = try city.command.run(["edition", "list", "--json"]).output
    let refused = try city.command.run(
      ["import", file, "--level", "grid", "--activate", "--accept-findings", "--json", "-q"])
    #expect(refused.status == 65 && refused.errors.contains("golden-case-failed"), "\(refused.errors)")
    #expect(try city.command.run(["edition", "list", "--json"]).output == before)
  }

  @Test func goldenCasesGuardEveryActivation() throws {
    let grids = try changedGrids()
    let added = try json(["edition", "golden", "add", "geodata/golden.csv"])
    #expect(added["added"] as? Int == 15)
    let listed = try #require(json(["edition", "golden", "list"])["golden_cases"] as? [[String: Any]])
    #expect(listed.count == 15 && listed.allSatisfy { $0["code"] is String })
    let golden = city.file("more.csv")
    try "lon,lat,grid_code\n112.893911,22.653433,\(grids.gone)\n".write(
      toFile: golden, atomically: true, encoding: .utf8)
    #expect(try city.command.run(["edition", "golden", "add", golden]).status == 65)
    try city.command.run(["import", grids.file, "--level", "grid", "-q"])
    #expect(try city.command.run(["edition", "activate", "--accept-findings", "--golden", golden, "-q"]).status == 65)
    #expect(try city.command.run(["edition", "golden", "remove", "999"]).status == 64)
    #expect(try city.command.run(["edition", "golden", "remove", "-q"]).status == 0)
    #expect(try city.command.run(["edition", "activate", "--accept-findings", "-q"]).status == 0)
  }

  @Test func thereIsNothingToCompareWithAtFirst() throws {
    let outcome = try city.command.run(["edition", "diff"])
    #expect(outcome.status == 64 && outcome.errors.contains("--against"))
    #expect(try city.command.run(["edition", "diff", "1", "--against", "9"]).status == 64)
    #expect(try json(["edition", "diff", "1", "--against", "1"])["changes"] as? [String] == [])
  }
}

import Foundation
import TestSupport
import Testing

/// `onegrid assign` and `onegrid case import`, as users and scripts run them.
@Suite struct AssignCommandTests {
  private func lines(_ path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  @Test func everyRowGoesOutOrIsRejected() throws {
    let city = try SampleCity()
    let outcome = try city.command.run(["assign", "geodata/events.csv", "-o", "out.csv", "--summary", "s.json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == "")
    let input = try lines(city.file("geodata/events.csv"))
    // Quoted texts hold line ends: a record begins where a line number and a reason stand.
    let rejects = try lines(city.file("out.csv.rejects.csv")).compactMap { line in
      line.wholeMatch(of: #/(\d+),([a-z-]+),(.*)/#)?.output
    }
    #expect(try lines(city.file("out.csv"))[0].hasSuffix(",grid_code,grid_name,unit_code,unit_name,match"))
    let data = try Data(contentsOf: URL(fileURLWithPath: city.file("s.json")))
    let summary = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    func count(_ key: String) -> Int { summary[key] as? Int ?? -1 }
    #expect(count("rows") == 50_000)
    #expect(count("rows") == count("assigned") + count("outside") + count("rejected"))
    #expect(count("rejected") == rejects.count)
    #expect(summary["seconds"] is Double)
    #expect(summary.keys.contains("boundary") && summary.keys.contains("snapped"))
    for reject in rejects { #expect(try input[#require(Int(reject.1)) - 1] == reject.3, "its line of the file") }
    let written = try city.command.run([
      "assign", "out.csv", "--columns", "none", "--prefix", "a_", "-q", "--rejects", "r",
    ])
    #expect(written.output.split(separator: "\n").count == count("rows") - count("rejected") + 1)
  }

  @Test func fromStandardInputToStandardOutput() throws {
    let city = try SampleCity()
    let text = try String(contentsOfFile: city.file("geodata/events.csv"), encoding: .utf8)
    try city.command.run(["assign", "geodata/events.csv", "-o", "out.csv", "-q"])
    let piped = try city.command.run(["assign", "-", "--rejects", "r.csv", "--threads", "1"], input: text)
    #expect(piped.status == 0)
    #expect(try piped.output == String(contentsOfFile: city.file("out.csv"), encoding: .utf8))
    #expect(try lines(city.file("r.csv")) == lines(city.file("out.csv.rejects.csv")))
    let head = try city.command.shell("set -o pipefail; onegrid assign - -q < geodata/events.csv | head -1 | wc -l")
    #expect(head.output == "1\n")
    #expect(head.errors == "")
    #expect(head.status == 0)
  }

  /// The one-place command and the stream give one answer.
  @Test func agreesWithLocate() throws {
    let city = try SampleCity()
    let assigned = try city.command.run(
      ["assign", "geodata/events.csv", "--columns", "经度,纬度", "--no-names", "-q", "--rejects", "r.csv"])
    let rows = assigned.output.split(separator: "\n").dropFirst()
    for row in stride(from: rows.startIndex, to: rows.endIndex, by: 5_000) {
      let fields = rows[row].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let place = try city.command.run(["locate", fields[0], fields[1], "--json"])
      let areas = try #require(place.json?["areas"] as? [[String: Any]])
      #expect(areas.compactMap { $0["code"] as? String } == fields[2..<fields.count - 1].filter { !$0.isEmpty })
    }
  }

  @Test func strictEndsWithOne() throws {
    let city = try SampleCity()
    let outcome = try city.command.run(["assign", "geodata/events.csv", "-o", "out.csv", "--strict"])
    #expect(outcome.status == 1)
    #expect(try lines(city.file("out.csv")).count > 1)
    try "lon,lat\n112.89,22.63\n".write(toFile: city.file("good.csv"), atomically: true, encoding: .utf8)
    #expect(try city.command.run(["assign", "good.csv", "--strict"]).status == 0)
    #expect(try !city.names().contains("good.csv.rejects.csv"), "nothing rejected, no file")
  }

  /// Beside those of `BadInputTests`.
  static let bad: [(arguments: [String], status: Int32, code: String)] = [
    (["geodata"], 66, "is-directory"), (["empty.csv"], 65, "empty-file"), (["bytes.csv", "-o", "o"], 65, "bad-bytes"),
    (["cut.geojson", "-o", "out.geojson"], 65, "cut-json"), (["good.csv", "--lon", "x"], 65, "missing-column"),
    (["good.csv", "--edition", "9"], 64, "unknown-edition"), (["good.csv", "--as-of", "soon"], 64, "bad-value"),
    (["good.csv", "-o", "no/folder.csv"], 73, "no-folder"), (["good.csv", "--crs", "EPSG:1"], 65, "unknown-crs"),
    (["good.csv", "--as-of-field", "t"], 65, "missing-column"), (["good.csv", "--snap", "-1"], 64, "bad-value"),
    (["good.csv", "--as-of-field", "lon", "--as-of", "2026-01-01"], 64, "conflicting-options"),
    (["good.csv", "--encoding", "klingon"], 64, "unknown-encoding"),
  ]

  @Test(arguments: bad) func badUseAndBadInput(arguments: [String], status: Int32, code: String) throws {
    let city = try SampleCity()
    let files: [String: Data] = [
      "good.csv": Data("lon,lat\n112.89,22.63\n".utf8), "empty.csv": Data(),
      "bytes.csv": Data("lon,lat,place\n112.89,22.63,".utf8) + Data([0x81, 0xFF, 0x8D, 0x90, 0xFF, 0x0A]),
      "cut.geojson": Data(#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"ty"#.utf8),
    ]
    for (name, bytes) in files { try bytes.write(to: URL(fileURLWithPath: city.file(name))) }
    let before = try city.names()
    let outcome = try city.command.run(["assign"] + arguments + ["--json"])
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.fault?["code"] as? String == code, "\(outcome.errors)")
    #expect(outcome.output == "")
    #expect(try city.names() == before)
  }

  @Test func spreadsheetsKeepCodesAsText() throws {
    guard FileManager.default.fileExists(atPath: "/usr/bin/ogr2ogr") else { return }
    let city = try SampleCity()
    try "code,lon,lat\n007,112.89,22.63\n".write(toFile: city.file("e.csv"), atomically: true, encoding: .utf8)
    let there = try city.command.run(["assign", "e.csv", "-o", "e.xlsx"])
    #expect(there.status == 0, "\(there.errors)")
    let back = try city.command.run(["assign", "e.xlsx"])
    #expect(back.status == 65, "its columns clash now")
    let plain = try city.command.run(
      ["assign", "e.xlsx", "--columns", "code,grid_code", "--prefix", "again_", "--levels", "grid", "--no-names"])
    #expect(plain.status == 0, "\(plain.errors)")
    let fields = plain.output.split(separator: "\n").last?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    #expect(fields.first == "007")
    #expect(fields.count == 4 && fields[1] == fields[2])
  }

  // MARK: cases

  @Test func tomorrowsExportOverlapsTodays() throws {
    let city = try SampleCity()
    try "id,lon,lat,status\n1,112.89,22.63,处置中\n2,112.88,22.62,处置中\n".write(
      toFile: city.file("today.csv"), atomically: true, encoding: .utf8)
    try "id,lon,lat,status\n2,112.88,22.62,已办\n3,112.87,22.63,处置中\n".write(
      toFile: city.file("tomorrow.csv"), atomically: true, encoding: .utf8)
    let today = try city.command.run(["case", "import", "today.csv", "--json"])
    #expect(today.json?["added"] as? Int == 2, "\(today.errors)")
    let refused = try city.command.run(["case", "import", "tomorrow.csv", "--strict", "--json"])
    #expect(refused.status == 1)
    #expect((refused.json?["reasons"] as? [String: Int])?["duplicate-id"] == 1)
    let updated = try city.command.run(["case", "import", "tomorrow.csv", "--update", "--json"])
    #expect(updated.status == 0)
    #expect(updated.json?["updated"] as? Int == 2)
    let list = try city.command.run(["case", "list", "--status", "已办", "--json"])
    #expect(list.json?["total"] as? Int == 1)
  }

  @Test func savingWritesRowsAndCases() throws {
    let city = try SampleCity()
    let outcome = try city.command.run(["assign", "geodata/events.csv", "--save", "-o", "out.csv", "--update"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try lines(city.file("out.csv")).count - 1
    let list = try city.command.run(["case", "list", "--limit", "1", "--json"])
    #expect(list.json?["total"] as? Int ?? 0 > 0)
    #expect(list.json?["total"] as? Int ?? 0 <= rows)
  }
}

import Foundation
import TestSupport
import Testing

/// `unify` as the real program: what it prints, what it writes, and what it refuses.
@Suite struct UnifyCommandTests {
  private func city() throws -> SampleCity {
    let city = try SampleCity()
    for scheme in ["police", "sanitation"] {
      let arguments = [
        "import", "geodata/\(scheme).geojson", "--level", "grid", "--scheme", scheme, "--activate", "-q",
      ]
      try #require(city.command.run(arguments).status == 0)
    }
    return city
  }

  @Test func aDraftACrosswalkAndAReport() throws {
    let city = try city()
    let outcome = try city.command.run([
      "unify", "--scheme", "unified", "--scheme", "police", "--scheme", "sanitation", "--crosswalk", "crosswalk.csv",
      "--conflicts", "conflicts.gpkg", "--report", "out", "--json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let json = try #require(outcome.json)
    #expect(json["grids"] as? Int == 240)
    #expect(try #require(json["elements"] as? Int) > 240 && #require(json["conflicts"] as? Int) > 0)
    #expect(try #require(json["slivers"] as? Int) > 0)
    let table = try String(contentsOfFile: city.file("crosswalk.csv"), encoding: .utf8).split(separator: "\n")
    #expect(table[0].hasPrefix("scheme,old_code,element,new_code,area_share,household_share,case_share"))
    var sums: [String: [Double]] = [:]
    for line in table.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let shares = cells[4...6].compactMap(Double.init)
      sums[cells[0] + "/" + cells[1]] = zip(sums[cells[0] + "/" + cells[1]] ?? [0, 0, 0], shares).map(+)
    }
    #expect(sums.count >= 240 + 60 + 36)
    for (key, shares) in sums { #expect(shares.allSatisfy { ($0 - 1).magnitude <= 1e-12 }, "\(key)") }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: city.file("out")).sorted() == [
        "conflicts.csv", "conflicts.geojson", "crosswalk.csv", "elements.geojson", "report.html", "slivers.geojson",
      ])
    // Nothing is in force yet, and the draft is a sound edition of its own.
    let edition = try #require(json["edition"] as? Int)
    #expect(try city.command.run(["edition", "activate", String(edition), "-q"]).status == 0)
    #expect(try city.command.run(["check", "--level", "grid", "--json"]).json?["errors"] as? Int == 0)
    let codes = try city.command.run(["area", "list", "--level", "grid", "--format", "csv"]).output
    // Of the same nets comes the same grid, and each of its grids goes on under its code.
    #expect(
      try city.command.run(["unify", "--scheme", "unified", "--scheme", "police", "--scheme", "sanitation"]).status == 0
    )
    #expect(try city.command.run(["edition", "activate", "-q"]).status == 0)
    #expect(try city.command.run(["area", "list", "--level", "grid", "--format", "csv"]).output == codes)
  }

  @Test func aTargetIsMetOrSaid() throws {
    let city = try city()
    let outcome = try city.command.run([
      "unify", "--scheme", "police", "--scheme", "sanitation", "--priority", "sanitation", "--target-households", "300",
      "--households-from", "geodata/grid.geojson", "--households", "households", "--tolerance", "0.5", "--json",
      "--threads",
      "1",
    ])
    let json = try #require(outcome.json)
    let reasons = try #require(json["reasons"] as? [Any])
    #expect(outcome.status == (reasons.isEmpty ? 0 : 1), "\(outcome.errors)")
    #expect(json["target"] as? Int == 300)
    #expect((json["schemes"] as? [[String: Any]])?.map { $0["scheme"] as? String } == ["sanitation", "police"])
    let (grids, met) = (try #require(json["grids"] as? Int), try #require(json["within_tolerance"] as? Int))
    #expect(grids == met || !reasons.isEmpty)
  }

  @Test func wrongUseAndMissingThingsHaveTheirStatus() throws {
    let city = try city()
    let cases: [([String], Int32, String)] = [
      (["--scheme", "police"], 64, "one-scheme"), (["--scheme", "police", "--scheme", "police"], 64, "one-scheme"),
      (["--scheme", "police", "--scheme", "none"], 64, "unknown-scheme"),
      (["--scheme", "police", "--scheme", "unified", "--priority", "sanitation"], 64, "bad-priority"),
      (["--scheme", "police", "--scheme", "sanitation", "--target-households", "300"], 65, "no-households"),
      (["--scheme", "police", "--scheme", "unified", "--households", "x"], 64, "missing-option"),
      (["--scheme", "police", "--scheme", "unified", "--households-from", "none.csv"], 66, "missing-file"),
      (
        [
          "--scheme", "police", "--scheme", "unified", "--households-from", "geodata/grid.geojson", "--households", "x",
        ], 64,
        "unknown-field"
      ),
      (["--scheme", "police", "--scheme", "unified", "--report", "a/b/c"], 73, "no-folder"),
      (["--scheme", "police", "--scheme", "unified", "--crosswalk", "city.db"], 73, "output-exists"),
      (["--scheme", "police", "--scheme", "unified", "--sliver", "-1"], 64, "bad-value"),
    ]
    let before = try city.state()
    for (arguments, status, code) in cases {
      let outcome = try city.command.run(["unify"] + arguments + ["--json"])
      #expect(outcome.status == status && outcome.fault?["code"] as? String == code, "\(arguments): \(outcome.errors)")
    }
    #expect(try city.state() == before)
  }
}

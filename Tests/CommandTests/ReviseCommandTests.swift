import Foundation
import TestSupport
import Testing

/// `onegrid revise` and what follows it for cases, as people call them.
@Suite struct ReviseCommandTests {
  private static let grid = "grid/441002001001001"

  private func write(_ text: String, to name: String, in city: SampleCity) throws {
    try text.write(toFile: city.file(name), atomically: true, encoding: .utf8)
  }

  private func cut(in city: SampleCity) throws {
    try write("WKT\n\"LINESTRING (112.840 22.661, 112.851 22.661)\"\n", to: "cut.csv", in: city)
  }

  @Test func aSplitIsWithoutAFlawAndCasesFollowIt() throws {
    let city = try SampleCity()
    let command = city.command
    try cut(in: city)
    let split = try command.run(["revise", "split", Self.grid, "--by", "cut.csv", "--crs", "EPSG:4490", "--json"])
    #expect(split.status == 0, "\(split.errors)")
    #expect(split.json?["change"] as? String == "split" && split.json?["edition"] as? Int == 2)
    let parts = try #require(split.json?["to"] as? [[String: Any]])
    // The numbers and names that follow on the community's five grids.
    #expect(Set(parts.compactMap { $0["code"] as? String }) == ["441002001001006", "441002001001007"])
    #expect(Set(parts.compactMap { $0["name"] as? String }) == ["凤洲社区第6网格", "凤洲社区第7网格"])
    #expect(parts.compactMap { $0["households"] as? Double }.reduce(0, +) == 343)
    let lineage = try #require(split.json?["lineage"] as? [[String: Any]])
    #expect((lineage.compactMap { $0["area_share"] as? Double }.reduce(0, +) - 1).magnitude < 1e-12)
    #expect(try command.run(["check", "--json"]).json?["errors"] as? Int == 0)
    #expect(try command.run(["edition", "activate", "-q"]).status == 0)

    let before = try command.run(["case", "list", "--limit", "5000", "--json"]).output
    let run = try command.run(["case", "reassign", "--edition", "2", "--level", "grid", "--json"])
    #expect(run.status == 0 && run.json?["undone"] as? Bool == false, "\(run.errors)")
    let moves = try #require(run.json?["moves"] as? [[String: Any]])
    #expect(moves.allSatisfy { $0["from"] as? String == "441002001001001" })
    let moved = moves.flatMap { $0["ids"] as? [String] ?? [] }
    #expect(moved.count == run.json?["moved"] as? Int)
    let id = try #require(moved.first)
    let shown = try command.run(["case", "show", id, "--json"]).json?["cases"] as? [[String: Any]]
    let answers = try #require(shown?.first?["answers"] as? [[String: Any]])
    #expect(answers.compactMap { $0["edition"] as? Int } == [1, 2])
    #expect(answers[0]["grid_code"] as? String == "441002001001001")
    let undone = try command.run(["case", "reassign", "--edition", "2", "--undo", "--format", "csv"])
    #expect(undone.status == 0 && undone.output.hasPrefix("id,from_edition,from,to_edition,to\n"))
    #expect(try command.run(["case", "list", "--limit", "5000", "--json"]).output == before)
    let again = try command.run(["case", "reassign", "--edition", "2", "--undo", "--json"])
    #expect(again.status == 65 && again.fault?["code"] as? String == "nothing-to-undo")

    let rolled = try command.run(["case", "stats", "--by", "area", "--level", "grid", "--roll", "area", "--json"])
    let rows = try #require(rolled.json?["rows"] as? [[String: Any]])
    let sum = rows.compactMap { $0["cases"] as? Double }.reduce(0, +)
    #expect((sum - Double(try #require(rolled.json?["total"] as? Int))).magnitude < 1e-9)
  }

  @Test func wrongUseAndMissingThingsHaveTheirStatusAndChangeNothing() throws {
    let city = try SampleCity()
    try cut(in: city)
    try write("WKT\nPOINT (112.84 22.66)\n", to: "point.csv", in: city)
    let before = try city.state()
    let cases: [([String], Int32, String)] = [
      (["split", Self.grid], 64, "missing-argument"), (["split", Self.grid, "--by", "none.shp"], 66, "missing-file"),
      (["split", Self.grid, "--by", "cut.csv"], 65, "missing-crs"),
      (["split", Self.grid, "--by", "point.csv", "--crs", "EPSG:4490"], 65, "nothing-drawn"),
      (["split", "grid/441002001001004", "--by", "cut.csv", "--crs", "EPSG:4490"], 65, "drawing-does-not-divide"),
      (["split", "grid/1", "--by", "cut.csv", "--crs", "EPSG:4490"], 64, "unknown-area"),
      (["merge", Self.grid], 64, "areas-not-several"), (["merge", Self.grid, "street/441002001"], 64, "levels-differ"),
      (
        ["move", Self.grid, "--to", "grid/441002001001002", "--by", "cut.csv", "--crs", "EPSG:4490"], 65,
        "ground-not-in-area"
      ),
      (["recode", Self.grid, "441002001001002"], 65, "code-used"),
      (["rename", Self.grid, "x", "--scheme", "none"], 64, "unknown-scheme"),
    ]
    for (arguments, status, code) in cases {
      let outcome = try city.command.run(["revise"] + arguments + ["--json"])
      #expect(outcome.status == status && outcome.fault?["code"] as? String == code, "\(arguments): \(outcome.errors)")
    }
    #expect(try city.state() == before)
    let stats = try city.command.run(["case", "stats", "--by", "day", "--roll", "area", "--json"])
    #expect(stats.status == 64 && stats.fault?["code"] as? String == "conflicting-arguments")
    let draft = try city.command.run(["case", "reassign", "--edition", "9", "--json"])
    #expect(draft.status == 64 && draft.fault?["code"] as? String == "unknown-edition")
  }
}

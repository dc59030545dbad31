import Foundation
import TestSupport
import Testing

/// `onegrid partition` as people call it.
@Suite struct PartitionCommandTests {
  private let usual = [
    "partition", "--target-households", "300", "--tolerance", "0.2", "--roads", "geodata/streets.geojson",
    "--buildings", "geodata/buildings.geojson", "--households", "households", "--steps", "100000", "--json",
  ]

  @Test func theDraftIsSoundAndTheSameWhateverTheThreads() throws {
    let (one, four) = (try SampleCity(), try SampleCity())
    let drawn = try one.command.run(usual + ["--threads", "1", "--report", "drawn"])
    #expect(drawn.status == 0, "\(drawn.output)\(drawn.errors)")
    let json = try #require(drawn.json)
    let keys = [
      "edition", "grids", "target", "within_tolerance", "worst_deviation", "street_share", "contiguous", "reasons",
    ]
    #expect(keys.allSatisfy { json[$0] != nil })
    #expect(json["grids"] as? Int == json["within_tolerance"] as? Int && json["contiguous"] as? Bool == true)
    #expect(json["communities"] as? Int == 6 && json["untouched"] as? Int == 30)
    #expect(drawn.errors.contains("30 areas of level community hold no household"))
    // Nothing wrong with the draft: no overlap, no gap, all inside their communities, no building beside the point.
    let check = try one.command.run(["check", "--json"])
    #expect(check.status == 0, "\(check.output)")
    // Byte for byte, in the result and in the database.
    #expect(try four.command.run(usual + ["--threads", "4"]).output == drawn.output)
    let layers = try [one, four].map { city in
      _ = try city.command.run(["edition", "activate"])
      let out = try city.command.run(["export", "grid", "-o", "grid.geojson"])
      #expect(out.status == 0, "\(out.errors)")
      return try String(contentsOfFile: city.file("grid.geojson"), encoding: .utf8)
    }
    #expect(layers[0] == layers[1])
    // A page for each community.
    let index = try String(contentsOfFile: one.file("drawn/report.html"), encoding: .utf8)
    let names = try FileManager.default.contentsOfDirectory(atPath: one.file("drawn"))
    #expect(names.count == 7 && names.filter { $0 != "report.html" }.allSatisfy(index.contains))
    // What is there is kept.
    let again = try one.command.run(usual + ["--report", "drawn"])
    #expect(again.status == 73 && again.fault?["code"] as? String == "output-exists")
  }

  @Test func startingFromTodayKeepsCodes() throws {
    let city = try SampleCity()
    let lock = "441003002001001"
    let outcome = try city.command.run(usual + ["--from", "1", "--lock", lock])
    let json = try #require(outcome.json)
    #expect(json["locked"] as? Int == 1)
    let change = try #require(json["change"] as? [String: Any])
    #expect(try #require(change["households"] as? Double) > 0)
    let unknown = try city.command.run(usual + ["--lock", "nowhere"])
    #expect(unknown.status == 64 && unknown.fault?["code"] as? String == "unknown-grid")
  }

  @Test func whatCannotBeMetIsToldAndKept() throws {
    let city = try SampleCity()
    let outcome = try city.command.run([
      "partition", "--target-households", "90000", "--buildings", "geodata/buildings.geojson", "--households",
      "households", "--json",
    ])
    #expect(outcome.status == 1)
    let reasons = try #require(outcome.json?["reasons"] as? [[String: Any]])
    #expect(reasons.count == 6 && reasons.allSatisfy { $0["code"] as? String == "too-few-households" })
    #expect(outcome.json?["grids"] as? Int == 6 && outcome.errors.contains("without --roads"))
    #expect(try city.command.run(["edition", "list"]).output.contains("draft"))
  }

  @Test func unitGridsLieInTheGridsOfTheDraft() throws {
    let city = try SampleCity()
    _ = try city.command.run(usual)
    let files = ["--roads", "geodata/streets.geojson", "--buildings", "geodata/buildings.geojson"]
    let outcome = try city.command.run(
      ["partition", "--target-area", "10000", "--level", "unit", "--steps", "100000", "--json"] + files)
    #expect(outcome.status == 0 || outcome.status == 1, "\(outcome.errors)")
    let json = try #require(outcome.json)
    #expect(json["level"] as? String == "unit" && json["contiguous"] as? Bool == true && json["officers"] == nil)
    #expect(json["target"] as? Double == 10_000 && json["tolerance"] as? Double == 0.5)
    let (count, met) = (try #require(json["grids"] as? Int), try #require(json["within_tolerance"] as? Int))
    let reasons = try #require(json["reasons"] as? [[String: Any]])
    #expect(count > 500 && count - met <= reasons.count && met * 20 > count * 19, "\(met) of \(count)")
    #expect(reasons.allSatisfy { $0["area_m2"] is Double && $0["households"] == nil })
    // Each in one of the draft's grids, without overlap or gap, and of the community's sequence.
    let check = try city.command.run(["check", "--json"])
    #expect(check.status == 0, "\(check.output)")
    _ = try city.command.run(["edition", "activate"])
    let layer = try city.command.run(["export", "unit", "-o", "unit.geojson"])
    #expect(layer.status == 0, "\(layer.errors)")
    let codes = try String(contentsOfFile: city.file("unit.geojson"), encoding: .utf8)
      .components(separatedBy: "\"code\":\"").dropFirst().map { String($0.prefix(15)) }
    #expect(codes.count >= count && Set(codes).count == codes.count)
    #expect(codes.allSatisfy { $0.hasPrefix("44100") && Int($0) != nil })
    let wrong = try city.command.run(
      ["partition", "--target-area", "10000", "--within", "unit", "--json"] + files)
    #expect(wrong.status == 64 && wrong.fault?["code"] as? String == "wrong-level")
    let both = try city.command.run(
      ["partition", "--target-area", "10000", "--target-households", "300", "--json"] + files)
    #expect(both.status == 64 && both.fault?["code"] as? String == "one-target")
    // Where grids are drawn anew, unit grids of the old ones do not stay behind in the draft.
    let anew = try city.command.run(usual + ["--seed", "2"])
    #expect(anew.errors.contains("unit grids lay in grids that were drawn anew"), "\(anew.errors)")
    let after = try city.command.run(["check", "--json"])
    #expect(after.status == 0, "\(after.output)")
  }

  @Test func badInputIsOneClearError() throws {
    let city = try SampleCity()
    func expect(_ status: Int32, _ code: String, _ arguments: [String]) throws {
      let outcome = try city.command.run(arguments + ["--json"])
      #expect(outcome.status == status && outcome.fault?["code"] as? String == code, "\(outcome.errors)")
    }
    let target = ["partition", "--target-households", "300"]
    try expect(64, "unknown-field", target + ["--buildings", "geodata/buildings.geojson", "--households", "hh"])
    try expect(66, "missing-file", target + ["--buildings", "nowhere.geojson"])
    let far = """
      {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"n":-3},
      "geometry":{"type":"Point","coordinates":[100,30]}}]}
      """
    try far.write(toFile: city.file("far.geojson"), atomically: true, encoding: .utf8)
    try expect(65, "no-households", target + ["--buildings", "far.geojson"])
    let negative = try city.command.run(target + ["--buildings", "far.geojson", "--households", "n"])
    #expect(negative.status == 65 && negative.errors.contains("negative number of households"))
    #expect(try !city.command.run(["edition", "list"]).output.contains("draft"))
  }
}

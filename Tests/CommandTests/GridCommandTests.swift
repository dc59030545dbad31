import Foundation
import TestSupport
import Testing

/// `onegrid grid fit` as people call it.
@Suite struct GridCommandTests {
  @Test func theSampleCityIsMeasured() throws {
    let city = try SampleCity()
    let outcome = try city.command.run(["grid", "fit", "--target-households", "300", "--cases", "all", "--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let fit = try #require(outcome.json)
    #expect(fit["edition"] as? Int == 1 && fit["grids"] as? Int == 240 && fit["target"] as? Double == 300)
    #expect(fit["contiguous"] as? Bool == true && fit["street_share"] is NSNull)
    let grids = try #require(fit["areas"] as? [[String: Any]])
    #expect(grids.count == 240)
    // What other commands say of the same.
    let listed = try #require(
      try city.command.run(["area", "list", "--level", "grid", "--json"]).json?["areas"] as? [[String: Any]])
    let households = listed.reduce(0) { $0 + ($1["households"] as? Double ?? 0) }
    #expect(fit["households"] as? Double == households)
    let within = listed.count { ((($0["households"] as? Double) ?? 0) - 300).magnitude <= 30 }
    #expect(fit["within_tolerance"] as? Int == within)
    #expect(
      (fit["reasons"] as? [[String: Any]])?.count { "\($0["kind"] ?? "")".hasSuffix("-households") } == 240 - within)
    let first = try #require(grids.first { ($0["cases"] as? Int ?? 0) > 0 })
    let code = try #require(first["code"] as? String)
    let cases = try city.command.run(["case", "list", "--area", "grid/\(code)", "--limit", "1", "--json"])
    #expect(cases.json?["total"] as? Int == first["cases"] as? Int)
    #expect(fit["cases"] as? Int == grids.reduce(0) { $0 + ($1["cases"] as? Int ?? 0) })
    let streets = try city.command.run(["grid", "fit", "--roads", "geodata/streets.geojson", "--json"])
    let share = try #require(streets.json?["street_share"] as? Double)
    #expect(share > 0 && share < 1)
    #expect(grids.allSatisfy { (0.05...1).contains($0["compactness"] as? Double ?? 0) })
  }

  @Test func periodsEditionsAndForms() throws {
    let city = try SampleCity()
    let none = try city.command.run(["grid", "fit", "--cases", "1999-01-01/1999-02-01", "--json"])
    #expect(none.json?["cases"] as? Int == 0 && none.json?["busiest_hour"] is NSNull)
    for period in ["yesterday", "2026-02-01/2026-01-01", "2026-01-01/"] {
      let wrong = try city.command.run(["grid", "fit", "--cases", period, "--json"])
      #expect(wrong.status == 64 && wrong.fault?["code"] as? String == "bad-period")
    }
    let beside = try city.command.run(["grid", "fit", "--against", "1", "--format", "csv"])
    #expect(beside.output.hasPrefix("edition,code,name,"))
    #expect(beside.output.split(separator: "\n").count == 1 + 2 * 240)
    let text = try city.command.run(["grid", "fit", "--against", "1", "--lang", "zh"])
    #expect(text.status == 0 && text.output.contains("基尼系数"))
    let units = try city.command.run(["grid", "fit", "--level", "unit", "--json"])
    #expect(units.json?["level"] as? String == "unit")
    #expect(try city.command.run(["grid", "fit", "--edition", "9"]).status == 64)
  }
}

import Foundation
import TestSupport
import Testing

/// What goes where: data on standard output, everything else on standard error.
@Suite struct StreamTests {
  @Test func aClosedPipeEndsQuietly() throws {
    let city = try SampleCity()
    let outcome = try city.command.shell("set -o pipefail; onegrid area list --json | head -1")
    #expect(outcome.status == 0)
    #expect(outcome.output == "{\n")
    #expect(outcome.errors == "")
  }

  @Test func aClosedPipeIsNoQuietEndWhereCasesAreLost() throws {
    let city = try SampleCity()
    let before = try city.state()
    let outcome = try city.command.shell(
      "set -o pipefail; onegrid assign geodata/events.csv --save --update --rejects r.csv -q | head -1")
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("no case was saved"))
    #expect(try city.state() == before)
  }

  @Test func notesGoToStandardError() throws {
    let city = try SampleCity(withDatabase: false)
    let loud = try city.command.run(["import", "geodata/grid.geojson", "--level", "grid", "--json"])
    #expect(loud.json?["areas"] as? Int == 240)
    #expect(loud.errors.contains(#"{"notice":"#))
    let quiet = try city.command.run(["import", "geodata/grid.geojson", "--level", "grid", "-q"])
    #expect(quiet.errors == "")
  }

  @Test func languageByOptionOrLocale() throws {
    var command = OneGridCommand(in: NSTemporaryDirectory())
    #expect(try command.run(["imprt"]).errors.contains("did you mean “import”?"))
    #expect(try command.run(["imprt", "--lang", "zh"]).errors.contains("是否想用“import”？"))
    command.environment = ["LC_ALL": "zh_CN.UTF-8"]
    #expect(try command.run(["imprt"]).errors.contains("是否想用“import”？"))
    #expect(try command.run(["imprt", "--lang=en"]).errors.contains("did you mean “import”?"))
  }

  @Test func theDatabaseByOptionOrVariable() throws {
    let city = try SampleCity()
    var command = city.command
    command.environment = ["ONEGRID_DB": "other.db"]
    #expect(try command.run(["info"]).status == 66)
    #expect(try command.run(["info", "--db", "city.db"]).status == 0)
    #expect(try command.run(["--db", "city.db", "info"]).status == 0)
  }

  @Test func progressForMachines() throws {
    let city = try SampleCity(withDatabase: false)
    let squares = (0..<600).map { n in
      let (x, y) = (112 + Double(n % 30) / 100, 22 + Double(n / 30) / 100)
      let ring = [[x, y], [x + 0.01, y], [x + 0.01, y + 0.01], [x, y + 0.01], [x, y]]
      return #"{"type":"Feature","properties":{"code":"\#(n)"},"geometry":{"type":"Polygon","coordinates":[\#(ring)]}}"#
    }
    try squares.joined(separator: "\n").write(toFile: city.file("s.geojsonl"), atomically: true, encoding: .utf8)
    let words = ["import", "s.geojsonl", "--level", "grid", "--crs", "EPSG:4490", "--progress", "json"]
    #expect(try city.command.run(words).errors.contains(#"{"progress":{"stage":"#))
    #expect(!(try city.command.run(words + ["-q"]).errors.contains("progress")), "-q outdoes --progress")
  }

  @Test func formsOfOutput() throws {
    let city = try SampleCity()
    let refused = try city.command.run(["info", "--format", "csv", "--json"])
    #expect(refused.status == 64)
    #expect(refused.fault?["code"] as? String == "unknown-format")
    #expect(try city.command.run(["area", "list", "--format", "csv"]).output.hasPrefix("level,code,name,"))
    #expect(try city.command.run(["area", "list", "--format", "json"]).json?["total"] as? Int == 481)
    #expect(try city.command.run(["completion", "bash", "--json"]).output.hasPrefix("# bash"), "has no JSON form")
  }

  @Test func exportToStandardOutput() throws {
    let city = try SampleCity()
    let collection = try city.command.run(["export", "district", "-o", "-"])
    #expect((collection.json?["features"] as? [Any])?.count == 2)
    let table = try city.command.run(["export", "district", "-o", "-", "--format", "csv"])
    #expect(table.output.split(separator: "\n").count == 3)
  }

  @Test func sameBytesEveryTime() throws {
    let city = try SampleCity()
    for line in ["info --json", "area list --json", "area list --format csv", "edition list"] {
      let words = line.split(separator: " ").map(String.init)
      #expect(try city.command.run(words).output == city.command.run(words).output)
    }
  }
}

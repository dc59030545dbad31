import Foundation

extension Bench {
  /// One difficulty: what is other than in the plain run.
  private struct Step {
    var name: String
    var events: String
    var database = "city"
    var extra = Bench.least
  }

  /// Difficulties turned on one by one, each in turn with the plain run, on one core.
  func ladder() throws {
    let plain = try city.events(sizes.ladder)
    let folder = "\(city.folder)/forms-\(sizes.ladder)"
    if !FileManager.default.fileExists(atPath: folder) {
      Progress.say("writing the events in other forms")
      _ = try launch.output([python, "\(root)/tools/bench/data/event_forms.py", plain, folder])
    }
    if !FileManager.default.fileExists(atPath: "\(city.folder)/holes.geojson") {
      Progress.say("making areas that overlap, and areas with holes")
      _ = try launch.output([python, "\(root)/tools/bench/data/area_forms.py", city.grids, city.folder])
    }
    ledger.attempt("ladder", "loading six levels", loadSixLevels)
    ledger.attempt("ladder", "loading two editions", loadTwoEditions)
    for form in ["overlaps", "holes"] {
      ledger.attempt("ladder", "loading \(form)") { try load(form, [("grid", "\(city.folder)/\(form).geojson")]) }
    }

    let steps = [
      Step(name: "quoted CSV", events: "\(folder)/quoted.csv"),
      Step(name: "CSV in GBK", events: "\(folder)/gbk.csv"),
      Step(name: "all six levels and their names", events: plain, database: "six", extra: ["--columns", "id"]),
      Step(name: "--explain", events: plain, extra: Bench.least + ["--explain"]),
      Step(name: "--doubtful 20", events: plain, extra: Bench.least + ["--doubtful", "20"]),
      Step(
        name: "--as-of-field, two editions", events: plain, database: "editions",
        extra: Bench.least + ["--as-of-field", "time"]),
      Step(name: "overlapping areas", events: plain, database: "overlaps"),
      Step(name: "areas with holes", events: plain, database: "holes"),
      Step(name: "GeoJSON in", events: "\(folder)/events.geojson", extra: Bench.least + ["--format", "csv"]),
      Step(name: "GeoJSONSeq in", events: "\(folder)/events.geojsonl", extra: Bench.least + ["--format", "csv"]),
    ]
    for round in 0..<rounds(5) {
      for (place, step) in steps.enumerated() {
        ledger.measure("ladder", Bench.plain, round: round * 100 + place) {
          Ledger.Outcome(try launch.measured(assign(plain, scratch(), threads: 1), cores: 1).figures)
        }
        ledger.measure("ladder", step.name, round: round) {
          let arguments = assign(step.events, scratch(), database: step.database, threads: 1, step.extra)
          return Ledger.Outcome(try launch.measured(arguments, cores: 1).figures)
        }
      }
    }
    try? FileManager.default.removeItem(atPath: scratch())
  }

  static let plain = "plain: CSV, grid code only"
}

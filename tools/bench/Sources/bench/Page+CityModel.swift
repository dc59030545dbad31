import Foundation

extension Page {
  private var ledger: Ledger { bench.ledger }

  /// The page about the city model, `city-model-speed.md`; empty where nothing of it was measured.
  var cityModel: String {
    let parts = [boxes, models].filter { !$0.isEmpty }
    guard !parts.isEmpty else { return "" }
    let head = """
      # How fast city objects are found, and models read

      <!-- Made by tools/bench/run; do not edit. -->

      Measured on \(facts[0].1) on \(facts[1].1), all programs in turn in one run. Medians; a single figure depends on the
      machine and its neighbours, a ratio hardly. OneGrid at commit \(facts[5].1); load before: \(facts[6].1).
      """
    return ([head] + parts).joined(separator: "\n\n") + "\n"
  }

  /// Whole models: read, and imported.
  private var models: String {
    let subjects = ledger.subjects("models")
    guard let own = subjects.first(where: { $0.hasPrefix("OneGrid, CityJSON into") && $0.hasSuffix("one core") }),
      let wall = ledger.median("models", own, "wall")
    else { return "" }
    let rows = subjects.map { subject -> [String] in
      let seconds = ledger.median("models", subject, "wall") ?? .nan
      let size = ledger.median("models", subject, "megabytes") ?? .nan
      // Of cjdb only the client would be seen.
      let memory = subject == Bench.cjdb ? "–" : short(ledger.figures("models", subject, "memory").max() ?? .nan)
      return [subject, short(seconds), short(size / seconds), "× \(short(seconds / wall))", memory]
    }
    return """
      ## Models read and imported

      \(whole(bench.sizes.whole / 200)) houses of LoD 2 with semantics and attributes. OneGrid's figure is the whole process
      `cim import` into a new database with its indexes; cjio's the loading into memory alone, cjdb's the import into a
      PostgreSQL that runs already, with its safety off.


      """ + table(["program", "s", "MB/s", "time", "peak MiB"], rows)
  }
}

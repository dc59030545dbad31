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
    var text = """
      ## Models read and imported

      \(whole(bench.sizes.whole / 200)) houses of LoD 2 with semantics and attributes.
      """
    for (what, words) in kinds {
      let section = "models, \(what)"
      let subjects = ledger.subjects(section)
      guard let first = subjects.first, let own = rate(section, first) else { continue }
      let rows = subjects.map { subject -> [String] in
        let rate = rate(section, subject) ?? .nan
        // Of cjdb only the client would be seen.
        let memory = subject == Bench.cjdb ? "–" : short(ledger.figures(section, subject, "memory").max() ?? .nan)
        return [
          subject, short(ledger.median(section, subject, "wall") ?? .nan),
          short(ledger.median(section, subject, "processor") ?? .nan), short(rate), "× \(short(own / rate))", memory,
        ]
      }
      text += "\n\n" + words + "\n\n" + table(["program", "s", "processor s", "MB/s", "time a MB", "peak MiB"], rows)
    }
    return text.contains("|") ? text : ""
  }

  private var kinds: [(String, String)] {
    [
      ("reading", "Read, every object with its geometries, and nothing kept; the whole process."),
      (
        "importing",
        """
        Imported: OneGrid's figure is the whole process `cim import` into a new database with its indexes, cjdb's the import
        of a tenth of the houses into a PostgreSQL that runs already, with its safety off, and with all cores.
        """
      ),
      ("large", "A sequence of \(whole(bench.sizes.whole / 50 * 7)) houses imported."),
    ]
  }

  private func rate(_ section: String, _ subject: String) -> Double? {
    guard let seconds = ledger.median(section, subject, "wall"), let size = ledger.median(section, subject, "megabytes")
    else { return nil }
    return size / seconds
  }
}

import Foundation

extension Page {
  private var ledger: Ledger { bench.ledger }

  var checks: String {
    let parts = [("whole", "The city as it is: nothing is wrong"), ("damaged", "The same with borders moved")]
    let tables = parts.compactMap { name, title -> String? in
      let section = "check, \(name)"
      guard let own = ledger.median(section, "OneGrid, one core", "wall") else { return nil }
      let rows = ledger.subjects(section).map { row(section, $0, own: own) }
      return "### \(title)\n\n"
        + table(["program", "s", "time", "peak MiB", "overlaps", "gaps", "areas marked", "missing", "more"], rows)
    }
    guard !tables.isEmpty else { return "" }
    var text = """
      ## Boundaries checked

      The 19,657 grids as GeoJSON, the whole process, on one core where nothing else is said. In the damaged city
      \(whole(bench.sizes.defects)) areas have one corner moved by 10 cm to 20 m. OneGrid names the areas, the place, the m² and
      the width of every overlap and gap, and looks at geometry and codes besides; the overlay of geopandas and PostGIS gives
      pairs and areas; shapely's coverage check marks edges. Missing and more: pairs of areas and gaps that OneGrid has and the
      other has not, and the other way round; of marked areas those that OneGrid names and shapely does not. Under
      0.05 m² nothing is compared.


      """ + tables.joined(separator: "\n\n")
    if let city = ledger.median("check, five levels", "OneGrid, \(bench.cores) cores", "wall") {
      let memory = ledger.figures("check, five levels", "OneGrid, \(bench.cores) cores", "memory").max() ?? .nan
      text += """


        All five levels of the database together, each held against those above: \(short(city)) s on \(bench.cores) cores,
        \(short(memory)) MiB.
        """
    }
    return text
  }

  private func row(_ section: String, _ subject: String, own: Double) -> [String] {
    func count(_ figure: String) -> String {
      ledger.median(section, subject, figure).map { whole(Int($0)) } ?? "–"
    }
    let wall = ledger.median(section, subject, "wall") ?? .nan
    // Of PostGIS only the client would be seen.
    let memory = subject == "PostGIS" ? "–" : short(ledger.figures(section, subject, "memory").max() ?? .nan)
    return [subject, short(wall), "× \(short(wall / own))", memory]
      + ["overlaps", "gaps", "marked", "missing", "more"].map(count)
  }
}

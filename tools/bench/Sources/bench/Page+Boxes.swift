extension Page {
  private var ledger: Ledger { bench.ledger }

  /// Boxes in space: building, and questions a second.
  var boxes: String {
    let own = "OneGrid, one core"
    guard ledger.median("boxes", own, "build") != nil else { return "" }
    let figures = ["small", "large", "point"]
    let rows = ledger.subjects("boxes").flatMap { subject -> [[String]] in
      func row(_ name: String, _ ending: String, _ others: [String]) -> [String] {
        [name] + others.prefix(1)
          + figures.map { ledger.median("boxes", subject, $0 + ending).map { whole(Int($0)) } ?? "–" }
          + others.dropFirst()
      }
      let build = short(ledger.median("boxes", subject, "build") ?? .nan)
      let nearest = ledger.median("boxes", subject, "nearest").map { whole(Int($0)) } ?? "–"
      let hits = ledger.median("boxes", subject, "large_hits").map(short) ?? "–"
      var rows = [row(subject, "", [build, nearest, hits])]
      if ledger.median("boxes", subject, "small_together") != nil {
        rows.append(row("\(subject), asked together", "_together", ["–", "–", hits]))
      }
      return rows
    }
    return """
      ## City objects in space

      \(whole(bench.sizes.whole / 10)) boxes of city objects in the metres of a 3° zone. Seconds of building, OneGrid's the median
      of three trees, each gone before the next; questions a second in random order: boxes of 100 × 100 × 50 m, of
      1000 × 1000 × 30 m, points, the ten nearest. “Asked together” is one call for all of them. The rivals, which know no such
      call, are asked a tenth of them, from Python. Their hits differ where
      boxes are kept in single precision.


      """
        + table(
          ["program", "build, s", "small boxes", "large boxes", "points", "ten nearest", "hits a large box"], rows)
        + opening
  }

  /// From the start of a process that answers one question from a file to its end is no measure of opening; this is it alone.
  private var opening: String {
    guard let seconds = ledger.median("boxes", "OneGrid, one core", "open") else { return "" }
    return "\n\nOpening the file of such a tree, until the first answer: \(short(seconds * 1000)) ms."
  }
}

extension Page {
  private var ledger: Ledger { bench.ledger }

  /// Boxes in space: building, and questions a second.
  var boxes: String {
    let own = "OneGrid, one core"
    guard ledger.median("boxes", own, "build") != nil else { return "" }
    let figures = ["small", "large", "point", "nearest"]
    let rows = ledger.subjects("boxes").map { subject -> [String] in
      let build = ledger.median("boxes", subject, "build") ?? .nan
      return [subject, short(build)]
        + figures.map { ledger.median("boxes", subject, $0).map { whole(Int($0)) } ?? "–" }
        + ["large_hits"].map { ledger.median("boxes", subject, $0).map(short) ?? "–" }
    }
    return """
      ## City objects in space

      \(whole(bench.sizes.whole / 10)) boxes of city objects in the metres of a 3° zone. Seconds of building; questions a second
      in random order: boxes of 100 × 100 × 50 m, of 1000 × 1000 × 30 m, points, the ten nearest. The rivals are asked a tenth of
      them, from Python. Their hits differ where boxes are kept in single precision.


      """
        + table(
          ["program", "build, s", "small boxes", "large boxes", "points", "ten nearest", "hits a large box"], rows)
  }
}

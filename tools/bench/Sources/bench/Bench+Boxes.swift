import Foundation

extension Bench {
  /// City objects as boxes in space, a million of them, beside SQLite's R*Tree and libspatialindex; then whole models.
  func cityModel() throws {
    try boxesInSpace()
    try models()
  }

  private func boxesInSpace() throws {
    let folder = "\(output)/boxes-\(sizes.whole / 10)"
    if !FileManager.default.fileExists(atPath: folder) {
      try FileManager.default.createDirectory(atPath: folder + ".part", withIntermediateDirectories: true)
      _ = try launch.output([python, "\(root)/tools/bench/data/boxes.py", "\(sizes.whole / 10)", folder + ".part"])
      try FileManager.default.moveItem(atPath: folder + ".part", toPath: folder)
    }
    for round in 0..<rounds(3) {
      for threads in Set([1, cores]).sorted() {
        ledger.measure("boxes", Bench.own(threads), round: round) {
          Ledger.Outcome(try Bench.figures(try launch.output([boxesOnly, folder, "\(threads)"], cores: threads)))
        }
      }
      for (rival, name) in Bench.boxRivals {
        ledger.measure("boxes", name, round: round) {
          let script = "\(root)/tools/bench/peers/boxes_rivals.py"
          return Ledger.Outcome(
            try Bench.figures(try launch.output([python, script, rival, folder, "10"], cores: 1)))
        }
      }
    }
  }

  static let boxRivals = [("sqlite", "SQLite R*Tree"), ("libspatialindex", "libspatialindex")]

  private var boxesOnly: String { URL(fileURLWithPath: joinOnly).deletingLastPathComponent().path + "/boxes-only" }
}

import Foundation

extension Bench {
  /// The same run many times over, and once through a pipe.
  func steadiness() throws {
    let events = try city.events(sizes.whole)
    for threads in Set([1, cores]).sorted() {
      let place = threads == 1 ? "one core" : "\(threads) cores"
      for round in 0..<sizes.steady {
        ledger.measure("steadiness", place, round: round) {
          Ledger.Outcome(try launch.measured(assign(events, scratch(), threads: threads), cores: threads).figures)
        }
      }
      for round in 0..<rounds(3) {
        ledger.measure("pipe", place, round: round) {
          let command = assign("-", "-", threads: threads).map { "'\($0)'" }.joined(separator: " ")
          let line = "cat '\(events)' | \(command) > '\(scratch())'"
          return Ledger.Outcome(try launch.measured(["sh", "-c", line], cores: threads).figures)
        }
      }
    }
    try? FileManager.default.removeItem(atPath: scratch())
  }
}

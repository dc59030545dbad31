import Foundation

extension Bench {
  /// CSV in, CSV out, the whole process: in turn with each rival, on one core and on all.
  func endToEnd() throws {
    for (size, cores) in settings {
      let section = Bench.section(size, cores)
      let events = try city.events(size)
      let out = scratch()
      var own: AnswerTable?
      let all = Contender.all
      // One run of each that is not counted, on few events: it shows whether the program is there at all.
      let few = try city.events(1000)
      let present = all.filter { rival in
        rounds(rival, size, cores) > 0
          && (try? rival.run(self, events: few, output: scratch("few.csv"), cores: cores)) != nil
      }
      for rival in all where rounds(rival, size, cores) > 0 && !present.contains(where: { $0.name == rival.name }) {
        ledger.measure(section, rival.name) { throw Failure("not installed; tools/bench/setup-peers") }
      }
      let most = present.map { rounds($0, size, cores) }.max() ?? rounds(3)
      for round in 0..<most {
        for (place, rival) in present.enumerated() where round < rounds(rival, size, cores) {
          ledger.measure(section, "OneGrid", round: round * 100 + place) {
            Ledger.Outcome(try launch.measured(assign(events, out, threads: cores), cores: cores).figures)
          }
          ledger.measure(section, rival.name, round: round) {
            var figures = try rival.run(self, events: events, output: out, cores: cores).figures
            if round == 0 {
              if own == nil { own = try ownAnswers(size) }
              figures["differing"] = Double(try AnswerTable(path: out, count: size).differing(from: own!))
            }
            try? FileManager.default.removeItem(atPath: out)
            return Ledger.Outcome(figures)
          }
        }
        for (subject, extra) in [("OneGrid, every column, five levels with names", []), ("OneGrid", Bench.least)] {
          ledger.measure(section, subject, round: round * 100 + 99) {
            Ledger.Outcome(try launch.measured(assign(events, out, threads: cores, extra), cores: cores).figures)
          }
          try? FileManager.default.removeItem(atPath: out)
        }
      }
    }
  }

  /// Events and cores, the most telling first.
  var settings: [(size: Int, cores: Int)] {
    let single = [(sizes.whole, 1), (sizes.part, 1)]
    return cores > 1 ? single + [(sizes.whole, cores), (sizes.part, cores)] : single
  }

  static func section(_ size: Int, _ cores: Int) -> String {
    "end to end, \(whole(size)) events, \(cores == 1 ? "one core" : "\(cores) cores")"
  }

  private func rounds(_ rival: Contender, _ size: Int, _ cores: Int) -> Int {
    let planned = rival.rounds
    if size == sizes.whole { return rounds(cores == 1 ? planned.whole : planned.wholeAllCores) }
    return rounds(cores == 1 ? planned.part : planned.partAllCores)
  }
}

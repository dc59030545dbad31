import CityStore
import TestSupport
import Testing

@testable import Casework

@Suite struct LineageRollTests {
  private func edge(_ from: String?, _ to: String?, _ area: Double, _ households: Double? = nil) -> LineageEdge {
    LineageEdge(level: .grid, from: from, to: to, areaShare: area, householdShare: households)
  }

  @Test func sharesDivideAndNothingIsLost() {
    let edges = [
      edge("A", "A1", 0.25, 0.5), edge("A", "A2", 0.75, 0.5), edge("B", "A2", 1, 1), edge("C", nil, 0.4, 0.4),
      edge("C", "D", 0.6, 0.6), edge("E", "D", 0.3, 0.3), edge(nil, "N", 0),
    ]
    let roll = LineageRoll(edges, present: ["A1", "A2", "D", "N", "S"], by: .area)
    let outcome = roll.carried(["A": 8, "B": 1, "C": 10, "E": 10, "S": 3, "X": 2])
    #expect(outcome.counts == ["A1": 2, "A2": 7, "D": 9, "S": 3])
    #expect(outcome.rest.map(\.code) == ["C", "E", "X"])
    #expect(outcome.rest.map(\.cases) == [4, 7, 2])
    #expect(outcome.rest.map(\.isAbolished) == [true, false, false])
    let households = LineageRoll(edges, present: ["A1", "A2", "D"], by: .household).carried(["A": 8])
    #expect(households.counts == ["A1": 4, "A2": 4] && households.byGround == 0)
  }

  @Test func groundStandsInForSharesThatAreNotKnown() {
    let roll = LineageRoll([edge("A", "B", 0.5, 0.9), edge("A", "C", 0.5)], present: ["B", "C"], by: .household)
    let outcome = roll.carried(["A": 10])
    #expect(outcome.counts == ["B": 5, "C": 5] && outcome.byGround == 10)
  }

  @Test func aLevelWithoutAreasKeepsItsCodes() {
    #expect(LineageRoll([], present: nil, by: .area).carried(["A": 2]).counts == ["A": 2])
    #expect(LineageRoll([], present: [], by: .area).carried(["A": 2]).rest.map(\.code) == ["A"])
  }

  @Test(arguments: UInt64(1)...10) func sumsAreKeptThroughManyGenerations(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var counts: [String: Double] = [:]
    for area in 0..<40 { counts["0-\(area)"] = Double(Int.random(in: 0...5_000, using: &random)) }
    let total = counts.values.reduce(0, +)
    var rest = 0.0
    for generation in 1...12 {
      var edges: [LineageEdge] = []
      for code in counts.keys.sorted() where Double.random(in: 0...1, using: &random) < 0.9 {
        let cuts = (0..<Int.random(in: 1...4, using: &random)).map { _ in Double.random(in: 0...1, using: &random) }
        let sum = cuts.reduce(0, +)
        for cut in cuts {
          let to = "\(generation)-\(Int.random(in: 0..<40, using: &random))"
          edges.append(edge(code, to, cut / sum))
        }
      }
      let outcome = LineageRoll(edges, present: [], by: .area).carried(counts)
      rest += outcome.rest.reduce(0) { $0 + $1.cases }
      counts = outcome.counts
    }
    #expect((counts.values.reduce(0, +) + rest - total).magnitude < 1e-9 * total, "seed \(seed)")
  }
}

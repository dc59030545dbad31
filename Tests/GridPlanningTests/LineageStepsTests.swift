import AreaIndex
import CityStore
import TestSupport
import Testing

@testable import GridPlanning

@Suite struct LineageStepsTests {
  private func steps(_ list: [(String, String, Double)]) -> LineageSteps {
    LineageSteps(
      level: .grid,
      steps: list.map { LineageSteps.Step(from: $0.0, to: $0.1, areaShare: $0.2, householdShare: $0.2, caseShare: nil) }
    )
  }

  private func words(_ edges: [LineageEdge]) -> [String] {
    edges.map { "\($0.from ?? "-")>\($0.to ?? "-") \($0.areaShare)" }.sorted()
  }

  @Test func stepsLeadFromTheEditionBefore() {
    let base: Set = ["A", "B"]
    let split = steps([("A", "A1", 0.25), ("A", "A2", 0.75)]).applied(to: [], base: base)
    #expect(words(split) == ["A>A1 0.25", "A>A2 0.75"])
    let merged = steps([("A2", "C", 1), ("B", "C", 1)]).applied(to: split, base: base)
    #expect(words(merged) == ["A>A1 0.25", "A>C 0.75", "B>C 1.0"])
    // Both come together again: what A became adds up.
    let all = steps([("A1", "D", 1), ("C", "D", 1)]).applied(to: merged, base: base)
    #expect(words(all) == ["A>D 1.0", "B>D 1.0"])
    #expect(all.allSatisfy { $0.householdShare == 1 && $0.caseShare == nil })
  }

  @Test func groundThatMovesLeavesBothAreasOnTheirWay() {
    let moved = steps([("A", "A", 0.5), ("A", "B", 0.5), ("B", "B", 1)]).applied(to: [], base: ["A", "B"])
    #expect(words(moved) == ["A>A 0.5", "A>B 0.5", "B>B 1.0"])
  }

  @Test func whatIsNewlyFoundedComesFromNothing() {
    let founded = steps([("N", "N1", 0.5), ("N", "N2", 0.5)]).applied(to: [], base: ["A"])
    #expect(words(founded) == ["->N1 0.0", "->N2 0.0"])
    // Merged with one that comes from somewhere, it comes from there.
    let merged = steps([("N1", "A", 1), ("A", "A", 1)]).applied(to: founded, base: ["A"])
    #expect(words(merged) == ["->N2 0.0", "A>A 1.0"])
  }

  @Test(arguments: UInt64(1)...20) func sharesOfWhatWasAlwaysAddUp(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let base = Set((0..<6).map { "B\($0)" })
    var present = base.sorted()
    var edges: [LineageEdge] = []
    for round in 0..<30 {
      let area = present[Int.random(in: present.indices, using: &random)]
      let other = present[Int.random(in: present.indices, using: &random)]
      if other != area, Bool.random(using: &random) {
        let new = "M\(round)"
        edges = steps([(area, new, 1), (other, new, 1)]).applied(to: edges, base: base)
        present = present.filter { $0 != area && $0 != other } + [new]
      } else {
        let part = Double.random(in: 0.01...0.99, using: &random)
        edges = steps([(area, "S\(round)", part), (area, "T\(round)", 1 - part)]).applied(to: edges, base: base)
        present = present.filter { $0 != area } + ["S\(round)", "T\(round)"]
      }
    }
    for (from, group) in Dictionary(grouping: edges, by: \.from) {
      #expect((group.reduce(0) { $0 + $1.areaShare } - 1).magnitude < 1e-12, "seed \(seed), \(from ?? "-")")
    }
    // Every area of now is reached, and none that is gone.
    let carried = base.subtracting(edges.compactMap(\.from))
    #expect(Set(edges.compactMap(\.to)).union(carried) == Set(present), "seed \(seed)")
  }
}

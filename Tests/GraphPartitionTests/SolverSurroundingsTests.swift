import TestSupport
import Testing

@testable import GraphPartition

/// Parts that are outside, divided anew with those around them.
@Suite struct SolverSurroundingsTests {
  private func solver(_ graph: WeightedGraph, parts: Int, tolerance: Double) -> Solver {
    Solver(
      target: graph.totalWeight / Double(parts), tolerance: tolerance, bearable: tolerance, compactness: 0,
      balanceCost: 0, changeCost: 0, steps: 4_000_000, continuing: { true })
  }

  private func problem(_ graph: WeightedGraph) -> Problem {
    Problem(graph: graph, sizes: Array(repeating: 1, count: graph.count), positions: [], homes: [], locked: [])
  }

  private func solution(_ division: Division) -> Solver.Solution {
    Solver.Solution(part: division.part, score: division.score, isOptimal: false)
  }

  /// A row of parts of which the first has a node too many and the sixth one too few: what is too much has to go through
  /// all that are between, though these are as they should be.
  @Test func aSurplusGoesThroughSeveralParts() {
    let graph = SeededGraphs.lattice(32, 1, weights: 10...10, seed: 1)
    let solver = solver(graph, parts: 8, tolerance: 0)
    let rules = Rules(parts: 8, target: 40, tolerance: 0)
    let start = (0..<32).map { $0 > 0 && $0 < 24 ? ($0 - 1) / 4 : $0 / 4 }
    let division = Division(problem(graph), rules, part: start)
    #expect(division.score.outside == 2)
    let mended = solver.mended(solution(division), of: division.problem, rules, work: 10_000_000, seed: 1)
    #expect(Set(Division(division.problem, rules, part: mended.part).weights) == [40])
  }

  /// Seven nodes to a part, none of which fits where it is missing: several parts have to change together.
  @Test(arguments: [1, 3]) func whatIsOutsideIsMended(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let graph = SeededGraphs.lattice(9, 9, weights: 150...400, seed: seed)
    let parts = 12
    let solver = solver(graph, parts: parts, tolerance: 0.04)
    let rules = Rules(parts: parts, target: solver.target, tolerance: 0.04)
    let problem = problem(graph)
    let (part, _) = RecursiveBisection.divide(
      problem, into: parts, target: solver.target, tolerance: 0.04, random: &random)
    let before = Division(problem, rules, part: part)
    let after = solver.mended(solution(before), of: problem, rules, work: 16_000_000, seed: seed)
    let division = Division(problem, rules, part: after.part)
    #expect(division.isContiguous, "seed \(seed)")
    #expect(division.score == after.score, "seed \(seed)")
    #expect(before.score.outside >= 3 && after.score.outside == 0, "seed \(seed)")
    #expect(solver.mended(solution(before), of: problem, rules, work: 0, seed: seed).part == part)
  }

  /// A node that is too heavy by itself is left alone, and so is what is well.
  @Test func whatCannotBeMendedIsLeft() {
    let graph = WeightedGraph(
      nodeWeights: [900, 150, 150, 150, 150, 150, 150], edges: (0..<6).map { ($0, $0 + 1, 1) })
    let solver = solver(graph, parts: 4, tolerance: 0.1)
    let rules = Rules(parts: 4, target: 300, tolerance: 0.1)
    let division = Division(problem(graph), rules, part: [0, 1, 1, 2, 2, 3, 3])
    let mended = solver.mended(solution(division), of: division.problem, rules, work: 50_000_000, seed: 3)
    #expect(mended.part == division.part)
  }

  @Test func surroundingsAreConnectedAndNearestFirst() {
    let graph = SeededGraphs.lattice(12, 12, weights: 1...1, seed: 1)
    // Squares of two by two.
    let part = (0..<144).map { $0 / 24 * 6 + $0 % 12 / 2 }
    let division = Division(problem(graph), Rules(parts: 36, target: 4, tolerance: 0), part: part)
    #expect(division.surroundings(of: 0, upTo: 3) == [0, 1, 6])
    #expect(Set(division.surroundings(of: 14, upTo: 5)) == [14, 8, 13, 15, 20])
    #expect(division.surroundings(of: 14, upTo: 100).count == 36)
  }
}

import TestSupport
import Testing

@testable import GraphPartition

/// What decides between partitions where not all parts can be within the tolerance.
@Suite struct PartitionScoreTests {
  @Test func whatStandsFirstDecidesFirst() {
    let order = [
      PartitionScore(unbearable: 0, worst: 0.1, outside: 9, cost: 9),
      PartitionScore(unbearable: 0, worst: 0.2, outside: 1, cost: 9),
      PartitionScore(unbearable: 0, worst: 0.2, outside: 2, cost: 1),
      PartitionScore(unbearable: 0, worst: 0.2, outside: 2, cost: 2),
      PartitionScore(unbearable: 1, worst: 0.1, outside: 1, cost: 0),
    ]
    for (better, worse) in zip(order, order.dropFirst()) {
      #expect(better < worse && better.clearlyBeats(worse) && !worse.clearlyBeats(better))
    }
  }

  /// Whoever asks for more never gets less: what a wider tolerance leaves as the worst, a narrower one does not exceed but
  /// where all parts keep it.
  @Test(arguments: 1...4) func aNarrowerToleranceIsNoWorse(_ seed: UInt64) {
    let graph = SeededGraphs.lattice(6, 5, weights: 84...200, seed: seed)
    let tolerances = [0.01, 0.02, 0.05, 0.1]
    let worst = tolerances.map { tolerance in
      let request = PartitionRequest(
        target: 605, tolerance: tolerance, bearable: 0.1, balanceCost: 4 / (tolerance * tolerance), seed: seed,
        steps: 600_000)
      let outcome = partition(graph, request)
      #expect(outcome.isContiguous(in: graph), "seed \(seed)")
      return outcome.weights.reduce(0) { max($0, ($1 / 605 - 1).magnitude) }
    }
    for narrow in tolerances.indices {
      for wide in tolerances.indices where wide > narrow {
        #expect(worst[narrow] <= max(tolerances[narrow], worst[wide]) + 1e-9, "seed \(seed): \(worst)")
      }
    }
  }

  /// Five hundred among two: one bearable and one that is not, rather than both unbearable by less.
  @Test func fewUnbearablePartsComeFirst() {
    let graph = WeightedGraph(
      nodeWeights: Array(repeating: 10, count: 50), edges: (0..<49).map { ($0, $0 + 1, 1) })
    let strict = partition(graph, PartitionRequest(parts: 2, target: 300, tolerance: 0.1))
    #expect(strict.weights.sorted() == [230, 270] && strict.score.unbearable == 1)
    let narrow = partition(graph, PartitionRequest(parts: 2, target: 300, tolerance: 0.02, bearable: 0.1))
    #expect(narrow.weights.sorted() == [230, 270] && narrow.score.outside == 2)
    let mild = partition(graph, PartitionRequest(parts: 2, target: 300, tolerance: 0.02, bearable: 0.3))
    #expect(mild.weights == [250, 250] && mild.score.unbearable == 0)
  }
}

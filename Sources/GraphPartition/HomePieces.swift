/// The connected pieces that parts of today are in, and which of them each goes on with: the one with the most locked
/// nodes, else the heaviest, else the first.
struct HomePieces {
  private let pieceOf: [Int]
  private let homeOf: [Int]
  private var kept: [Int: Int] = [:]
  private var counts: [Int: Int] = [:]

  /// - Parameter homes: of each node, −1 for none.
  init(_ problem: Problem, _ homes: [Int]) {
    let pieces = problem.graph.pieces { homes[$0] == homes[$1] }
    pieceOf = pieces.of
    homeOf = homes
    var ranks = [(locked: Int, weight: Double)](repeating: (0, 0), count: pieces.count)
    for node in homes.indices {
      ranks[pieceOf[node]].weight += problem.graph.nodeWeights[node]
      if problem.isLocked(node) { ranks[pieceOf[node]].locked += 1 }
    }
    var isCounted = [Bool](repeating: false, count: pieces.count)
    for (node, home) in homes.enumerated() where home >= 0 && !isCounted[pieceOf[node]] {
      let piece = pieceOf[node]
      isCounted[piece] = true
      counts[home, default: 0] += 1
      if let held = kept[home], ranks[held] >= ranks[piece] { continue }
      kept[home] = piece
    }
  }

  func isKept(_ node: Int) -> Bool { kept[homeOf[node]] == pieceOf[node] }

  /// How many pieces a part is in.
  func count(_ home: Int) -> Int { counts[home] ?? 0 }
}

/// Which new part carries on which part of today, so that as much weight as possible stays where it is.
enum HomeMatching {
  /// - Parameter kept: for each part and each label what is kept when the part gets that label; −∞ forbids it.
  /// - Returns: a label for each part, each label once.
  /// - Complexity: O(2ⁿ n), by subsets of labels (Held & Karp 1962).
  static func labels(kept: [[Double]]) -> [Int] {
    let count = kept.count
    // For each set of labels the most that the first parts, as many as the set has labels, can keep with them.
    var most = [Double](repeating: -.infinity, count: 1 << count)
    var last = [Int](repeating: 0, count: 1 << count)
    most[0] = 0
    for set in 1..<(1 << count) {
      let part = set.nonzeroBitCount - 1
      for label in 0..<count where set & 1 << label != 0 {
        let sum = most[set ^ 1 << label] + kept[part][label]
        if sum > most[set] { (most[set], last[set]) = (sum, label) }
      }
    }
    var labels = [Int](repeating: 0, count: count)
    var set = (1 << count) - 1
    for part in stride(from: count - 1, through: 0, by: -1) {
      labels[part] = last[set]
      set ^= 1 << last[set]
    }
    return labels
  }
}

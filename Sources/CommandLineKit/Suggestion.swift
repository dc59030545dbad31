package import Diagnostics

/// "Did you mean": the nearest of a set of words.
package enum Suggestion {
  /// The word that `typed` most likely stands for; `nil` where none is near. The first wins among equals.
  package static func nearest(to typed: String, among words: [String]) -> String? {
    let allowed = max(1, typed.count / 3)
    var best: (word: String, distance: Int)?
    for word in words {
      let distance = distance(Array(typed.lowercased()), Array(word))
      if distance <= allowed, distance < best?.distance ?? .max { best = (word, distance) }
    }
    // A word that was only begun is as good as a misspelt one.
    return best?.word ?? (typed.count < 3 ? nil : words.first { $0.hasPrefix(typed) })
  }

  /// A hint for a fault.
  package static func hint(for typed: String, among words: [String]) -> Text? {
    nearest(to: typed, among: words).map { Text("did you mean “\($0)”?", zh: "是否想用“\($0)”？") }
  }

  /// Edits (insert, delete, replace, swap of neighbours) from one word to the other: the optimal string
  /// alignment distance. O(n·m).
  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}

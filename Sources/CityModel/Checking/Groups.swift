/// Things that are joined to groups (Tarjan 1975).
struct Groups {
  private var above: [Int]

  init(_ count: Int) { above = Array(0..<count) }

  mutating func group(of thing: Int) -> Int {
    var thing = thing
    while above[thing] != thing {
      above[thing] = above[above[thing]]
      thing = above[thing]
    }
    return thing
  }

  /// - Returns: whether they were not of one group before.
  @discardableResult
  mutating func join(_ a: Int, _ b: Int) -> Bool {
    let (first, second) = (group(of: a), group(of: b))
    above[max(first, second)] = min(first, second)
    return first != second
  }
}

/// Makes a division better, a few neighbouring parts at a time, until nothing more is found or the work is spent.
struct LocalSearch {
  private(set) var division: Division
  private var random: SplitMix64
  private let limit: Int
  private let continuing: () -> Bool
  private var scratch: [Int]
  /// The round in which each part was last changed.
  private var changed: [Int]
  private var round = 0

  init(_ division: Division, limit: Int, random: SplitMix64, continuing: @escaping () -> Bool) {
    self.division = division
    self.limit = limit
    self.random = random
    self.continuing = continuing
    scratch = Array(repeating: -2, count: division.graph.count)
    changed = Array(repeating: 0, count: division.partCount)
  }

  private var mayGoOn: Bool { division.work < limit && continuing() }

  mutating func run() {
    settle(isCounting: false)
    push(isCounting: false)
    if division.strain(isCounting: true) > 0 {
      settle(isCounting: true)
      push(isCounting: true)
    }
  }

  /// Goes over all pairs of neighbouring parts of which one was changed, until a round changes nothing.
  private mutating func settle(isCounting: Bool) {
    for part in changed.indices { changed[part] = round }
    var idle = 0
    while idle < 3, mayGoOn {
      round += 1
      var pairs: [(Int, Int)] = []
      division.work += division.graph.count
      for a in changed.indices {
        for b in division.neighbours(of: a) where b > a {
          let isFresh = changed[a] >= round - 1 - idle || changed[b] >= round - 1 - idle
          if isFresh || isStrained(a) || isStrained(b) { pairs.append((a, b)) }
        }
      }
      random.shuffle(&pairs)
      var found = false
      for (a, b) in pairs where division.work < limit {
        if improve(a, b, isCounting: isCounting) {
          changed[a] = round
          changed[b] = round
          found = true
        }
      }
      idle = found ? 0 : idle + 1
    }
  }

  private func isStrained(_ part: Int) -> Bool { division.rules.excess(part, division.weights[part]) > 0 }

  private mutating func improve(_ a: Int, _ b: Int, isCounting: Bool) -> Bool {
    var better = division.refine(a, b, isCounting: isCounting, random: &random)
    let isStrained = isStrained(a) || isStrained(b)
    // Trees of large parts have long borders: only what is out of balance is worth one.
    let count = division.members[a].count + division.members[b].count
    if isStrained || count <= 60 {
      let trees = isStrained ? max(2, min(12, 240 / count)) : 3
      if division.redivide(a, b, trees: trees, isCounting: isCounting, scratch: &scratch, random: &random) {
        better = true
        _ = division.refine(a, b, isCounting: isCounting, random: &random)
      }
    }
    return better
  }

  // MARK: Chains

  /// Carries what a part has too much, or lacks, along a chain of neighbours to where there is room for it, and keeps
  /// that if the strain of the whole chain became less: an ejection chain (Glover 1996).
  private mutating func push(isCounting: Bool) {
    var tries = 0
    var failures = 0
    while mayGoOn {
      let strained = division.weights.indices.filter(isStrained)
      guard !strained.isEmpty, failures < 30 + 3 * strained.count else { return }
      let start = strained[random.below(strained.count)]
      round += 1
      if pushChain(from: start, isCounting: isCounting) {
        failures = 0
      } else {
        failures += 1
      }
      tries += 1
    }
  }

  private mutating func pushChain(from start: Int, isCounting: Bool) -> Bool {
    let rules = division.rules
    // A shuffled walk in breadth to a part that could take over a part of the miss.
    let miss = division.weights[start] - rules.aims[start]
    var before = [Int](repeating: -1, count: division.partCount)
    before[start] = start
    var queue = [start]
    var head = 0
    var ends: [Int] = []
    while head < queue.count, ends.count < 4 {
      let here = queue[head]
      head += 1
      let room = rules.aims[here] - division.weights[here]
      if here != start, miss > 0 ? room > -0.5 * rules.slacks[here] : room < 0.5 * rules.slacks[here] {
        ends.append(here)
      }
      var next = division.neighbours(of: here)
      division.work += division.members[here].count
      random.shuffle(&next)
      for other in next where before[other] < 0 {
        before[other] = here
        queue.append(other)
      }
    }
    guard !ends.isEmpty else { return false }
    let end = ends[random.below(ends.count)]
    var chain = [end]
    while let last = chain.last, last != start { chain.append(before[last]) }
    chain.reverse()
    guard chain.count > 1 else { return false }

    var touched: [(node: Int, part: Int)] = []
    for part in chain { for node in division.members[part] { touched.append((node, part)) } }
    func strain(_ division: Division) -> Double {
      chain.reduce(0) { $0 + rules.strain($1, division.weights[$1], isCounting: isCounting) }
    }
    let old = strain(division)
    for (here, next) in zip(chain, chain.dropFirst()) {
      let leader = next == end ? nil : here
      let count = division.members[here].count + division.members[next].count
      _ = division.redivide(
        here, next, leader: leader, trees: max(2, min(12, 240 / count)), isCounting: isCounting, scratch: &scratch,
        random: &random)
      if leader == nil { _ = division.refine(here, next, isCounting: isCounting, random: &random) }
    }
    let new = strain(division)
    if new < old - 1e-12 * (1 + old) {
      for part in chain { changed[part] = round }
      return true
    }
    for (node, part) in touched where division.part[node] != part { division.move(node, to: part) }
    return false
  }
}

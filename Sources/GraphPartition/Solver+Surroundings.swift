/// Parts that were left outside of their weights, divided anew with what lies around them: a large neighbourhood search
/// (Shaw 1998).
extension Solver {
  /// How many parts are taken together, at first and later.
  private static let reaches = [3, 6, 12, 24]
  /// The work that each of their nodes is worth.
  private static let stepsOfNode = 40_000

  /// The same division, better where parts are outside, as far as that is found.
  ///
  /// Each such part and those around it are a problem of their own, small enough to be searched again and again or even
  /// settled for good. Nothing beyond them changes, so that what is better there is better in the whole.
  ///
  /// - Parameter work: bounds what is spent on it.
  func mended(_ solution: Solution, of problem: Problem, _ rules: Rules, work: Int, seed: UInt64) -> Solution {
    var random = SplitMix64(seed: seed)
    var division = Division(problem, rules, part: solution.part)
    var numbers = [Int](repeating: -1, count: problem.count)
    var left = work
    for reach in Solver.reaches where reach < division.partCount {
      for part in rules.aims.indices where isMendable(part, of: division) {
        let parts = division.surroundings(of: part, upTo: reach)
        let nodes = parts.flatMap { division.members[$0] }.sorted()
        var solver = self
        solver.steps = Solver.stepsOfNode * nodes.count
        left -= solver.steps
        guard left >= 0, continuing() else { break }
        let piece = Division(division, of: parts, nodes, numbers: &numbers)
        var spent = 0
        let next = solver.searched(piece.problem, piece.rules, seed: random.next(), spent: &spent)
        guard next.score.clearlyBeats(piece.score) else { continue }
        for (place, node) in nodes.enumerated() where division.part[node] != parts[next.part[place]] {
          division.move(node, to: parts[next.part[place]])
        }
      }
    }
    // A part may have come nearer while the worst stayed as it was: that alone is not worth a longer border.
    let mended = Solution(part: division.part, score: division.score, isOptimal: false)
    return mended.score.clearlyBeats(solution.score) ? mended : solution
  }

  /// Whether a part is outside, and is not a single node that is by itself too heavy.
  private func isMendable(_ part: Int, of division: Division) -> Bool {
    let (weight, count) = (division.weights[part], division.members[part].count)
    guard division.rules.excess(part, weight) > 0 else { return false }
    return count > 1 || count == 1 && weight < division.rules.aims[part]
  }
}

extension Division {
  /// A part and the nearest around it, nearest first; together they are connected.
  func surroundings(of part: Int, upTo count: Int) -> [Int] {
    var found = [part]
    var isFound: Set = [part]
    var head = 0
    while head < found.count {
      for other in neighbours(of: found[head]) where isFound.insert(other).inserted {
        found.append(other)
        if found.count == count { return found }
      }
      head += 1
    }
    return found
  }

  /// Some parts of a division by themselves, numbered anew in their order.
  ///
  /// - Parameters:
  ///   - nodes: those of the parts, ascending.
  ///   - numbers: as for `Problem.restricted`.
  init(_ whole: Division, of parts: [Int], _ nodes: [Int], numbers: inout [Int]) {
    var number = [Int](repeating: -2, count: whole.partCount)
    for (new, part) in parts.enumerated() { number[part] = new }
    var problem = whole.problem.restricted(to: nodes, numbers: &numbers)
    problem.homes = problem.homes.map { $0 < 0 ? $0 : number[$0] }
    var rules = whole.rules
    rules.aims = parts.map { rules.aims[$0] }
    rules.slacks = parts.map { rules.slacks[$0] }
    rules.limits = parts.map { rules.limits[$0] }
    rules.leastSizes = parts.map { rules.leastSizes[$0] }
    self.init(problem, rules, part: nodes.map { number[whole.part[$0]] })
  }
}

import CityStore

/// Carries counts of the areas of an edition, at one level, to those of the edition made from it.
///
/// Of the edges from one area each takes its share, so that nothing is lost and nothing comes to be: what the shares leave
/// of the whole, and what leads to no area, stays behind as a rest. An area of which nothing is said carries on under its
/// code.
struct LineageRoll {
  private var successors: [String: [LineageEdge]]
  /// The codes of the later edition; `nil` where it has no areas of the level, so that codes stay as they are.
  private let present: Set<String>?
  private let share: RollShare

  struct Outcome {
    var counts: [String: Double] = [:]
    /// What is left behind in an area, and whether that was abolished.
    var rest: [(code: String, cases: Double, isAbolished: Bool)] = []
    /// How much was carried by ground, for want of the share asked for.
    var byGround = 0.0
  }

  /// - Parameter edges: those of the level.
  init(_ edges: [LineageEdge], present: Set<String>?, by share: RollShare) {
    successors = [:]
    for edge in edges { if let from = edge.from { successors[from, default: []].append(edge) } }
    self.present = present
    self.share = share
  }

  func carried(_ counts: [String: Double]) -> Outcome {
    var outcome = Outcome()
    for (code, count) in counts.sorted(by: { $0.key < $1.key }) where count > 0 {
      guard let edges = successors[code] else {
        if present?.contains(code) ?? true {
          outcome.counts[code, default: 0] += count
        } else {
          outcome.rest.append((code, count, false))
        }
        continue
      }
      carry(count, of: code, along: edges, into: &outcome)
    }
    return outcome
  }

  private func carry(_ count: Double, of code: String, along edges: [LineageEdge], into outcome: inout Outcome) {
    var shares = edges.map { self.share(of: $0) }
    if shares.contains(nil) {
      shares = edges.map(\.areaShare)
      outcome.byGround += count
    }
    var weights = shares.map { $0 ?? 0 }
    let sum = weights.reduce(0, +)
    // What rounding makes of a whole is a whole.
    if sum > 1 - 1e-9 { weights = weights.map { $0 / sum } }
    var abolished = 0.0
    var given = 0.0
    for (edge, weight) in zip(edges, weights) {
      let part = count * weight
      given += part
      if let to = edge.to { outcome.counts[to, default: 0] += part } else { abolished += part }
    }
    if abolished > 0 { outcome.rest.append((code, abolished, true)) }
    if sum <= 1 - 1e-9 { outcome.rest.append((code, count - given, false)) }
  }

  private func share(of edge: LineageEdge) -> Double? {
    switch share {
    case .area: edge.areaShare
    case .household: edge.householdShare
    case .case: edge.caseShare
    }
  }
}

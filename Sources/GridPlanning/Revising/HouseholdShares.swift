import GEOSOperations

/// Households of one area apportioned to the parts that it came into.
///
/// Where the areas right below have households, each part gets those of the areas in it, of one that was cut by the share
/// of its ground; else each part gets them by the share of its ground. A whole number is shared out in whole numbers, by
/// the largest remainders (Hamilton's method), so that the sum stays.
struct HouseholdShares {
  enum Rule: String, Sendable {
    case children, area
    /// The area itself has none to share.
    case unknown
  }

  var rule: Rule
  /// One a part; `nil` where they are not known.
  var counts: [Double?]

  /// - Parameters:
  ///   - total: the area's households.
  ///   - children: the households of the areas right below, and how their ground lies in the parts.
  ///   - squareMetres: of each part.
  init(of total: Double?, children: [(households: Double?, shares: [OverlapShare])], squareMetres: [Double]) {
    guard let total else {
      rule = .unknown
      counts = squareMetres.map { _ in nil }
      return
    }
    var weights = squareMetres
    rule = .area
    let known = children.compactMap(\.households)
    if !children.isEmpty, known.count == children.count, known.reduce(0, +) > 0 {
      var below = squareMetres.map { _ in 0.0 }
      for child in children {
        let whole = child.shares.reduce(0) { $0 + $1.share }
        for share in child.shares where whole > 0 {
          below[share.parent] += (child.households ?? 0) * share.share / whole
        }
      }
      if below.reduce(0, +) > 0 { (weights, rule) = (below, .children) }
    }
    counts = HouseholdShares.apportion(total, by: weights)
  }

  /// `total` in parts that go with the weights; whole numbers of a whole number.
  static func apportion(_ total: Double, by weights: [Double]) -> [Double] {
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return weights.indices.map { $0 == 0 ? total : 0 } }
    let exact = weights.map { total * $0 / sum }
    guard total == total.rounded(), total.magnitude < 0x1p53 else { return exact }
    var counts = exact.map { $0.rounded(.down) }
    let order = exact.indices.sorted { (counts[$0] - exact[$0], $0) < (counts[$1] - exact[$1], $1) }
    let left = Int((total - counts.reduce(0, +)).rounded())
    for position in order.prefix(max(0, left)) { counts[position] += 1 }
    return counts
  }
}

/// How many parts each connected component gets.
enum Apportionment {
  /// What is known of a component.
  struct Component {
    var weight: Double
    /// The nodes that alone weigh more than a part may: how many, and what together.
    var heavyCount: Int
    var heavyWeight: Double
    /// From how many parts to how many are possible.
    var least: Int
    var most: Int
  }

  /// As many as fit the target best, each component by itself: of the numbers beside its weight by the target the one
  /// whose parts come nearer to it.
  static func byTarget(_ components: [Component], target: Double) -> [Int] {
    components.map { component in
      let others = component.weight - component.heavyWeight
      let below = (others / target).rounded(.down)
      let fitting =
        below < 1
        ? (others / target).rounded()
        : others / below - target <= target - others / (below + 1) ? below : below + 1
      let number = component.heavyCount + (fitting < Double(component.most) ? Int(fitting) : component.most)
      return min(max(number, component.least), component.most)
    }
  }

  /// `count` in all, as far as that is possible: one after the other to the component whose share is greatest by the
  /// divisors 1, 3, 5 … (Sainte-Laguë 1910), which is rounding to the nearest.
  static func sharing(_ count: Int, among components: [Component]) -> [Int] {
    var parts = components.map(\.least)
    var left = count - parts.reduce(0, +)
    while left > 0 {
      let open = components.indices.filter { parts[$0] < components[$0].most }
      func claim(_ component: Int) -> Double { components[component].weight / Double(2 * parts[component] + 1) }
      guard let next = open.max(by: { (claim($0), -$0) < (claim($1), -$1) }) else { break }
      parts[next] += 1
      left -= 1
    }
    return parts
  }
}

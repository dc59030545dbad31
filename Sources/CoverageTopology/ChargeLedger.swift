/// What the areas that hold a place add up to, carried across borders.
///
/// Where areas fit together, each inner edge is met by the edge of one neighbour on its other side. Then nothing changes
/// across it: such an edge is balanced, and no overlap and no gap has it for a border. Only across the others the sums
/// change, by what lies left of them and right. An area whose rings cannot be trusted leaves all its edges unbalanced, and
/// is carried by the even-odd rule.
struct ChargeLedger {
  private let edges: CoverageEdges
  private let twins: EdgeTwins
  private let charges: [Coverage.Charge]
  private let isSound: [Bool]
  private let expected: Sums

  /// Weights by key, none of them 0, keys ascending.
  struct Sums: Hashable {
    private var items: [Coverage.Charge] = []
    var isEmpty: Bool { items.isEmpty }

    mutating func add(_ weight: Int, to key: Int) {
      let position = items.firstIndex { $0.key >= key } ?? items.count
      guard position < items.count, items[position].key == key else {
        return items.insert(Coverage.Charge(key: key, weight: weight), at: position)
      }
      items[position].weight += weight
      if items[position].weight == 0 { items.remove(at: position) }
    }
  }

  /// Of a place.
  struct Balance {
    fileprivate var sums = Sums()
    /// Those areas that hold it whose rings cannot be trusted.
    fileprivate var unsound: Set<Int> = []
    /// Whether no area holds the place, where all weights are of one sign.
    var isEmpty: Bool { sums.isEmpty && unsound.isEmpty }
  }

  init(
    _ edges: CoverageEdges, _ twins: EdgeTwins, _ charges: [Coverage.Charge], _ isSound: [Bool],
    _ expected: [Coverage.Charge]
  ) {
    (self.edges, self.twins, self.charges, self.isSound) = (edges, twins, charges, isSound)
    var sums = Sums()
    for charge in expected { sums.add(charge.weight, to: charge.key) }
    self.expected = sums
  }

  /// Whether nothing changes across an edge, the first of those between its two points. Allocates nothing where these are
  /// few.
  func isBalanced(_ first: UInt32) -> Bool {
    // No charge is nothing, so that what has one area beside it is never balanced, and of two one has to take what the
    // other gives.
    guard let second = twins.next(Int(first)) else { return false }
    if twins.next(second) == nil {
      let (one, other) = (edges.area(of: Int(first)), edges.area(of: second))
      return isSound[one] && isSound[other] && charges[one].key == charges[other].key
        && weight(of: Int(first), on: first) + weight(of: second, on: first) == 0
    }
    var (count, canTrust) = (0, true)
    twins.forEach(from: first) { edge in
      count += 1
      canTrust = canTrust && isSound[edges.area(of: edge)]
    }
    guard canTrust else { return false }
    if count > 8 {
      var sums = Sums()
      twins.forEach(from: first) { edge in
        sums.add(weight(of: edge, on: first), to: charges[edges.area(of: edge)].key)
      }
      return sums.isEmpty
    }
    var isBalanced = true
    twins.forEach(from: first) { edge in
      let key = charges[edges.area(of: edge)].key
      var sum = 0
      twins.forEach(from: first) { other in
        if charges[edges.area(of: other)].key == key { sum += weight(of: other, on: first) }
      }
      isBalanced = isBalanced && sum == 0
    }
    return isBalanced
  }

  /// What the area of an edge adds left of another between the same points, less what it adds on the right.
  private func weight(of edge: Int, on first: UInt32) -> Int {
    (isLeft(edge, of: first) ? 1 : -1) * charges[edges.area(of: edge)].weight
  }

  /// Whether the area of an edge lies on the left of another between the same points.
  private func isLeft(_ edge: Int, of first: UInt32) -> Bool {
    (edges.owners[edge] & 1 == 1) == (edges.points[edge] == edges.points[Int(first)])
  }

  /// Of each face. O(half-edges) where few areas hold a place.
  func balances(_ planar: PlanarFaces) -> [Balance] {
    var balances = [Balance](repeating: Balance(), count: planar.faces.count)
    planar.forEachStep { half, from, to in
      var balance = from < 0 ? Balance() : balances[from]
      for source in planar.graph.sources(ofPiece: half / 2) {
        let runsAlong = source.isForward == half.isMultiple(of: 2)
        twins.forEach(from: source.edge) { edge in
          let area = edges.area(of: edge)
          if isSound[area] {
            // What lies left of the half-edge is left behind.
            let weight = weight(of: edge, on: source.edge)
            balance.sums.add(runsAlong ? -weight : weight, to: charges[area].key)
          } else if balance.unsound.remove(area) == nil {
            balance.unsound.insert(area)
          }
        }
      }
      balances[to] = balance
    }
    return balances
  }

  func isExpected(_ balance: Balance) -> Bool {
    var sums = balance.sums
    for area in balance.unsound { sums.add(charges[area].weight, to: charges[area].key) }
    return sums == expected
  }

  /// Whether a place that exactly these areas hold is as it should be.
  func isExpected(_ areas: [Int]) -> Bool {
    var sums = Sums()
    for area in areas { sums.add(charges[area].weight, to: charges[area].key) }
    return sums == expected
  }
}

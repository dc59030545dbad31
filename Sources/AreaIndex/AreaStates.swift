/// The sets of areas that hold one place and another, while a part of the grid is built. A set is a list of ranks in
/// ascending order; 0 is the empty one. Crossing an edge turns one set into another.
struct AreaStates {
  private var sets = ListInterner()
  /// (set, label) to set, by hash.
  private var memo = [(key: UInt64, set: UInt32)](repeating: (.max, 0), count: 1024)
  private var memoCount = 0
  private var toggles: [UInt32] = []
  private var scratch: [UInt32] = []

  static let empty: UInt32 = 0

  init() { _ = sets.id(of: []) }

  /// Calls `body` with the ranks of a set.
  @inline(__always)
  func forEachRank(of set: UInt32, _ body: (UInt32) -> Void) {
    for index in sets.range(of: set) { body(sets.items[index]) }
  }

  /// The set on the other side of an edge with the label.
  mutating func crossing(_ label: UInt32, of edges: EdgeStore, from set: UInt32) -> UInt32 {
    let key = UInt64(set) << 32 | UInt64(label)
    var slot = Self.slot(of: key, memo.count)
    while memo[slot].key != .max {
      if memo[slot].key == key { return memo[slot].set }
      slot = (slot + 1) & (memo.count - 1)
    }
    toggles.removeAll(keepingCapacity: true)
    let areas = edges.areasOfLabels
    for index in areas.range(of: label) where areas.items[index] & 1 != 0 { toggles.append(areas.items[index] >> 1) }
    let result = toggled(set)
    memo[slot] = (key, result)
    memoCount += 1
    if memoCount * 2 > memo.count { growMemo() }
    return result
  }

  /// What is in one of two sets only.
  mutating func sum(_ a: UInt32, _ b: UInt32) -> UInt32 {
    toggles.removeAll(keepingCapacity: true)
    for index in sets.range(of: b) { toggles.append(sets.items[index]) }
    return toggled(a)
  }

  /// The set that has each of `ranks`, which ascend, whose bit in `mask` is set, if `set` has it not.
  mutating func toggling(_ ranks: borrowing FixedList<UInt32>, of mask: UInt64, in set: UInt32) -> UInt32 {
    if mask == 0 { return set }
    toggles.removeAll(keepingCapacity: true)
    var rest = mask
    while rest != 0 {
      toggles.append(ranks[rest.trailingZeroBitCount])
      rest &= rest - 1
    }
    return toggled(set)
  }

  /// The set that has each of `toggles`, which ascend, if `set` has it not.
  private mutating func toggled(_ set: UInt32) -> UInt32 {
    scratch.removeAll(keepingCapacity: true)
    let range = sets.range(of: set)
    var i = range.lowerBound
    for rank in toggles {
      while i < range.upperBound, sets.items[i] < rank {
        scratch.append(sets.items[i])
        i += 1
      }
      if i < range.upperBound, sets.items[i] == rank { i += 1 } else { scratch.append(rank) }
    }
    while i < range.upperBound {
      scratch.append(sets.items[i])
      i += 1
    }
    return sets.id(of: scratch)
  }

  private mutating func growMemo() {
    let old = memo
    memo = Array(repeating: (.max, 0), count: old.count * 2)
    for entry in old where entry.key != .max {
      var slot = Self.slot(of: entry.key, memo.count)
      while memo[slot].key != .max { slot = (slot + 1) & (memo.count - 1) }
      memo[slot] = entry
    }
  }

  private static func slot(of key: UInt64, _ count: Int) -> Int {
    let hash = key &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: hash >> 32) & (count - 1)
  }
}

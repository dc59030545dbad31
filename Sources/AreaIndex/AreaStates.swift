/// The sets of areas that hold one place and another, while a part of the grid is built. A set is a list of ranks in
/// ascending order; 0 is the empty one. Crossing an edge turns one set into another.
struct AreaStates {
  /// What crossing an edge means: the areas that have the edge, as `rank << 1 | changes`, ascending. An area that has
  /// it an even number of times does not change, though the edge is a border of it.
  private(set) var labels = ListInterner()
  private(set) var sets = ListInterner()
  /// (set, label) to set, by hash.
  private var memo = [(key: UInt64, set: UInt32)](repeating: (.max, 0), count: 256)
  private var memoCount = 0
  private var scratch: [UInt32] = []

  static let empty: UInt32 = 0

  init() { _ = sets.id(of: []) }

  mutating func label(of list: [UInt32]) -> UInt32 { labels.id(of: list) }

  /// The set on the other side of an edge.
  mutating func crossing(_ label: UInt32, from set: UInt32) -> UInt32 {
    let key = UInt64(set) << 32 | UInt64(label)
    var slot = Self.slot(of: key, memo.count)
    while memo[slot].key != .max {
      if memo[slot].key == key { return memo[slot].set }
      slot = (slot + 1) & (memo.count - 1)
    }
    toggle(set, label)
    let result = sets.id(of: scratch)
    memo[slot] = (key, result)
    memoCount += 1
    if memoCount * 2 > memo.count { growMemo() }
    return result
  }

  /// Merges set and label into `scratch`, leaving out what is in both.
  private mutating func toggle(_ set: UInt32, _ label: UInt32) {
    scratch.removeAll(keepingCapacity: true)
    let a = sets.range(of: set)
    let b = labels.range(of: label)
    var i = a.lowerBound
    for j in b where labels.items[j] & 1 != 0 {
      let rank = labels.items[j] >> 1
      while i < a.upperBound, sets.items[i] < rank {
        scratch.append(sets.items[i])
        i += 1
      }
      if i < a.upperBound, sets.items[i] == rank { i += 1 } else { scratch.append(rank) }
    }
    while i < a.upperBound {
      scratch.append(sets.items[i])
      i += 1
    }
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

/// Gives equal lists of numbers the same small number, in the order in which they come first.
struct ListInterner {
  private(set) var items: [UInt32] = []
  private var starts: [Int] = [0]
  /// Identifiers plus one, by hash; open addressing.
  private var table = [UInt32](repeating: 0, count: 64)

  var count: Int { starts.count - 1 }

  /// Where the list lies in `items`.
  @inline(__always)
  func range(of id: UInt32) -> Range<Int> { starts[Int(id)]..<starts[Int(id) + 1] }

  mutating func id(of list: [UInt32]) -> UInt32 {
    if count * 2 >= table.count { grow() }
    var slot = Int(truncatingIfNeeded: Self.hash(list, list.indices)) & (table.count - 1)
    while table[slot] != 0 {
      if equals(table[slot] - 1, list) { return table[slot] - 1 }
      slot = (slot + 1) & (table.count - 1)
    }
    items.append(contentsOf: list)
    starts.append(items.count)
    table[slot] = UInt32(count)
    return UInt32(count - 1)
  }

  private func equals(_ id: UInt32, _ list: [UInt32]) -> Bool {
    let range = range(of: id)
    guard range.count == list.count else { return false }
    for index in list.indices where items[range.lowerBound + index] != list[index] { return false }
    return true
  }

  private mutating func grow() {
    table = [UInt32](repeating: 0, count: table.count * 2)
    for id in 0..<count {
      var slot = Int(truncatingIfNeeded: Self.hash(items, range(of: UInt32(id)))) & (table.count - 1)
      while table[slot] != 0 { slot = (slot + 1) & (table.count - 1) }
      table[slot] = UInt32(id + 1)
    }
  }

  private static func hash(_ list: [UInt32], _ range: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for index in range {
      hash = (hash ^ UInt64(list[index])) &* 0xBF58_476D_1CE4_E5B9
      hash ^= hash >> 29
    }
    return hash
  }
}

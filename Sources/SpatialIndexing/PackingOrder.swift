import SpatialPrimitives
import SystemFiles

/// The order in which a tree keeps its boxes.
///
/// Centres are whole numbers of steps, the same along all axes, and with its number behind each no two entries are equal: which
/// entries stand before a cut does not depend on how they are moved there.
@safe struct PackingOrder: @unchecked Sendable {
  /// x, y and z of the centre in steps, and the number of the box.
  private typealias Entry = SIMD4<Int32>
  private let memory: SectionMemory
  private let entries: UnsafeMutablePointer<Entry>

  /// A stretch that is to be parted where subtrees of `unit` items end.
  private struct Stretch {
    var range: Range<Int>
    var unit: Int
  }

  init(_ boxes: [Box3], _ frame: BoxFrame, _ tiers: TreeTiers, threads: Int) {
    memory = SectionMemory(byteCount: MemoryLayout<Entry>.stride * boxes.count)
    unsafe entries = memory.bytes.baseAddress!.assumingMemoryBound(to: Entry.self)
    enter(boxes, frame, threads: threads)
    var unit = TreeTiers.fan
    for _ in 0..<tiers.top { unit *= TreeTiers.fan }
    arrange(Stretch(range: 0..<boxes.count, unit: unit), threads: threads)
  }

  private func arrange(_ whole: Stretch, threads: Int) {
    // First breadth, until there is enough for all threads; then each thread goes down by itself.
    var open = [whole]
    var stage = 0
    while threads > 1, open.count < 8 * threads, stage < 32 {
      stage += 1
      open = Workers.map(open.count, threads: threads) { [open] in part(open[$0]) }.flatMap { $0 }
    }
    _ = Workers.map(open.count, threads: threads) { [open] number in
      var stack = [open[number]]
      while let stretch = stack.popLast() { stack += part(stretch) }
    }
  }

  /// The number of the box at a place of the order.
  @inline(__always) func number(_ place: Int) -> Int { Int(unsafe entries[place].w) }

  private func enter(_ boxes: [Box3], _ frame: BoxFrame, threads: Int) {
    let size = Double(frame.size)
    let scale = size > 0 ? 0x1p30 / size : 0
    let corner = frame.extent
    let piece = 1 << 14
    _ = Workers.map((boxes.count + piece - 1) / piece, threads: threads) { number in
      for index in number * piece..<min((number + 1) * piece, boxes.count) {
        let box = boxes[index]
        func steps(_ low: Double, _ high: Double, _ start: Double) -> Int32 {
          Int32(((low - start) + (high - start)) * 0.5 * scale)
        }
        unsafe entries[index] = Entry(
          steps(box.minX, box.maxX, corner.minX), steps(box.minY, box.maxY, corner.minY),
          steps(box.minZ, box.maxZ, corner.minZ), Int32(index))
      }
    }
  }

  /// One cut; nothing where only a leaf is left.
  private func part(_ stretch: Stretch) -> [Stretch] {
    var unit = stretch.unit
    let range = stretch.range
    while range.count <= unit {
      if unit == TreeTiers.fan { return [] }
      unit /= TreeTiers.fan
    }
    let subtrees = (range.count + unit - 1) / unit
    let cut = range.lowerBound + subtrees / 2 * unit
    switch longestAxis(range) {
    case 0: select(cut, in: range) { $0.x }
    case 1: select(cut, in: range) { $0.y }
    default: select(cut, in: range) { $0.z }
    }
    return [
      Stretch(range: range.lowerBound..<cut, unit: unit), Stretch(range: cut..<range.upperBound, unit: unit),
    ]
  }

  /// Of a long stretch a thousand entries tell it: any axis makes a right tree.
  private func longestAxis(_ range: Range<Int>) -> Int {
    var low = unsafe entries[range.lowerBound]
    var high = low
    let step = max(1, range.count >> 10)
    var place = range.lowerBound
    while place < range.upperBound {
      let entry = unsafe entries[place]
      low = pointwiseMin(low, entry)
      high = pointwiseMax(high, entry)
      place += step
    }
    let spread = high &- low
    return spread.x >= spread.y ? (spread.x >= spread.z ? 0 : 2) : (spread.y >= spread.z ? 1 : 2)
  }

  /// Moves the least entries of a stretch before `cut` and the others behind it (Hoare's "Find", 1961).
  @inline(__always)
  private func select(_ cut: Int, in range: Range<Int>, _ coordinate: (Entry) -> Int32) {
    @inline(__always) func key(_ place: Int) -> Int64 {
      let entry = unsafe entries[place]
      return Int64(coordinate(entry)) << 32 | Int64(entry.w)
    }
    @inline(__always) func middle(_ a: Int64, _ b: Int64, _ c: Int64) -> Int64 {
      max(min(a, b), min(max(a, b), c))
    }
    var (low, high) = (range.lowerBound, range.upperBound - 1)
    while low < high {
      let step = (high - low) / 8
      let pivot = middle(
        middle(key(low), key(low + step), key(low + 2 * step)),
        middle(key(low + 3 * step), key(low + 4 * step), key(low + 5 * step)),
        middle(key(low + 6 * step), key(low + 7 * step), key(high)))
      var (left, right) = (low, high)
      while left <= right {
        while key(left) < pivot { left &+= 1 }
        while key(right) > pivot { right &-= 1 }
        if left <= right {
          let entry = unsafe entries[left]
          unsafe entries[left] = entries[right]
          unsafe entries[right] = entry
          left &+= 1
          right &-= 1
        }
      }
      if cut <= right {
        high = right
      } else if cut >= left {
        low = left
      } else {
        return
      }
    }
  }
}

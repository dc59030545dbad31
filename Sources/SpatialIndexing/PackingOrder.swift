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
  private let count: Int

  /// What the order needs of its memory for each box.
  static let bytesOfABox = MemoryLayout<Entry>.stride

  /// A stretch that is to be parted where subtrees of `unit` items end.
  private struct Stretch {
    var range: Range<Int>
    var unit: Int
  }

  /// - Parameter memory: which the order lies in, and nothing else while it is needed.
  init(
    _ boxes: UnsafeBufferPointer<Box3>, _ frame: BoxFrame, _ tiers: TreeTiers, in memory: SectionMemory, threads: Int
  ) {
    self.memory = memory
    unsafe entries = memory.bytes.baseAddress!.assumingMemoryBound(to: Entry.self)
    count = boxes.count
    unsafe enter(boxes, frame, threads: threads)
    var unit = TreeTiers.fan
    for _ in 0..<tiers.top { unit *= TreeTiers.fan }
    arrange(Stretch(range: 0..<boxes.count, unit: unit), threads: threads)
  }

  /// The number of the box at each place of the order.
  @inline(__always) func forEachNumber(_ body: (_ place: Int, _ number: UInt32) -> Void) {
    for place in 0..<count { body(place, unsafe UInt32(truncatingIfNeeded: entries[place].w)) }
  }

  private func arrange(_ whole: Stretch, threads: Int) {
    // First breadth, until there is enough for all threads; then each thread goes down by itself.
    var open = [whole]
    var stage = 0
    while threads > 1, open.count < 8 * threads, stage < 32 {
      stage += 1
      open = Workers.map(open.count, threads: threads) { [open] number in
        part(open[number]).map { [$0.before, $0.behind] } ?? []
      }.flatMap { $0 }
    }
    _ = Workers.map(open.count, threads: threads) { [open] number in
      var stack = [open[number]]
      while let stretch = stack.popLast() {
        guard let parts = part(stretch) else { continue }
        stack.append(parts.before)
        stack.append(parts.behind)
      }
    }
  }

  private func enter(_ boxes: UnsafeBufferPointer<Box3>, _ frame: BoxFrame, threads: Int) {
    let size = Double(frame.size)
    let scale = size > 0 ? 0x1p30 / size : 0
    let corner = frame.extent
    let piece = 1 << 14
    nonisolated(unsafe) let boxes = boxes.baseAddress!
    _ = Workers.map((count + piece - 1) / piece, threads: threads) { number in
      for index in number * piece..<min((number + 1) * piece, count) {
        let box = unsafe boxes[index]
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
  private func part(_ stretch: Stretch) -> (before: Stretch, behind: Stretch)? {
    var unit = stretch.unit
    let range = stretch.range
    while range.count <= unit {
      if unit == TreeTiers.fan { return nil }
      unit /= TreeTiers.fan
    }
    let subtrees = (range.count + unit - 1) / unit
    let cut = range.lowerBound + subtrees / 2 * unit
    switch longestAxis(range) {
    case 0: select(cut, in: range) { $0.x }
    case 1: select(cut, in: range) { $0.y }
    default: select(cut, in: range) { $0.z }
    }
    return (
      Stretch(range: range.lowerBound..<cut, unit: unit), Stretch(range: cut..<range.upperBound, unit: unit)
    )
  }

  /// Of a long stretch some hundred entries tell it: any axis makes a right tree.
  private func longestAxis(_ range: Range<Int>) -> Int {
    var low = unsafe entries[range.lowerBound]
    var high = low
    let step = max(1, range.count >> 8)
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
}

// MARK: - Selection

extension PackingOrder {
  /// Moves the least entries of a stretch before `cut` and the others behind it, by parting it again and again at an entry that
  /// is likely to stand near the cut, and a little beyond it as seen from the shorter side (Floyd & Rivest, "Expected time bounds
  /// for selection", 1975): long stretches are passed over one and a half times.
  @inline(__always)
  private func select(_ cut: Int, in range: Range<Int>, _ coordinate: (Entry) -> Int32) {
    @inline(__always) func key(_ place: Int) -> Int64 {
      let entry = unsafe entries[place]
      return Int64(coordinate(entry)) << 32 | Int64(entry.w)
    }
    /// Moves what is less than `pivot` to the front, without a branch that nobody could foresee (Lomuto's scheme).
    @inline(__always) func part(_ low: Int, _ high: Int, at pivot: Int64) -> Int {
      var boundary = low
      var place = low
      while place <= high {
        let isLess = key(place) < pivot
        let entry = unsafe entries[place]
        unsafe entries[place] = entries[boundary]
        unsafe entries[boundary] = entry
        boundary &+= isLess ? 1 : 0
        place &+= 1
      }
      return boundary
    }
    var (low, high) = (range.lowerBound, range.upperBound - 1)
    while low < high {
      let pivot = high - low < Self.shortest ? middle(low, high, key) : sample(low, high, cut, key)
      var boundary = part(low, high, at: pivot)
      // Nothing is less than the least.
      if boundary == low { boundary = part(low, high, at: pivot + 1) }
      if boundary == cut { return }
      if boundary > cut { high = boundary - 1 } else { low = boundary }
    }
  }

  /// Stretches from here on are worth a sample.
  private static var shortest: Int { 1 << 10 }
  private static var mostSamples: Int { 128 }

  /// The middle of the middles of three times three.
  @inline(__always)
  private func middle(_ low: Int, _ high: Int, _ key: (Int) -> Int64) -> Int64 {
    @inline(__always) func middle(_ a: Int64, _ b: Int64, _ c: Int64) -> Int64 {
      max(min(a, b), min(max(a, b), c))
    }
    let step = (high - low) / 8
    return middle(
      middle(key(low), key(low + step), key(low + 2 * step)),
      middle(key(low + 3 * step), key(low + 4 * step), key(low + 5 * step)),
      middle(key(low + 6 * step), key(low + 7 * step), key(high)))
  }

  /// Of entries taken evenly from a stretch, that which stands as far in as `cut` does, and as much farther towards the longer
  /// side as a sample is likely to be wrong.
  @inline(__always)
  private func sample(_ low: Int, _ high: Int, _ cut: Int, _ key: (Int) -> Int64) -> Int64 {
    let size = high - low + 1
    let count = min(Self.mostSamples, size >> 5)
    let step = size / count
    return unsafe withUnsafeTemporaryAllocation(of: Int64.self, capacity: Self.mostSamples) { sorted in
      for number in 0..<count {
        let new = key(low + number * step)
        var hole = number
        while hole > 0, unsafe sorted[hole - 1] > new {
          unsafe sorted[hole] = sorted[hole - 1]
          hole -= 1
        }
        unsafe sorted[hole] = new
      }
      let place = (cut - low) * count / size
      let margin = 1 + Int(Double(place * (count - place) / count).squareRoot())
      let aim = 2 * place < count ? place + margin : place - margin
      return unsafe sorted[min(max(aim, 0), count - 1)]
    }
  }
}

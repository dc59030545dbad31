import CBoxScan
package import Diagnostics
package import SpatialPrimitives
import SystemFiles

/// Builds a `BoxTree`: checks the boxes, brings them into an order in which neighbours make small nodes, writes it all down.
///
/// The order is found from the root down: a stretch of boxes is parted across the longest side of its centres, where whole
/// subtrees end, until each is one subtree; then this goes on inside. Nodes are full but for the last of each order (in the
/// manner of Lee & Lee, "OMT: Overlap minimizing top-down bulk loading algorithm for R-tree", 2003, with cuts along the axis
/// that needs them most, since a city is flat).
struct TreePacking {
  let count: Int
  let frame: BoxFrame
  let nodes: SectionMemory
  let items: SectionMemory
  let numbers: SectionMemory

  /// Coordinates beyond this would overflow when they are squared in single precision.
  static let limit = 1e15

  init(_ boxes: [Box3], threads: Int) throws(Fault) {
    guard boxes.count < Int(Int32.max) else {
      throw Fault(.data, code: "too-many-boxes", Text("more boxes than an index holds", zh: "长方体数量超出索引上限"))
    }
    count = boxes.count
    frame = BoxFrame(try Self.extent(of: boxes, threads: threads))
    let tiers = TreeTiers(count: boxes.count)
    nodes = SectionMemory(byteCount: 4 * TreeTiers.nodeFloats * max(1, tiers.nodeCount))
    items = SectionMemory(byteCount: MemoryLayout<Box3>.stride * max(1, count))
    numbers = SectionMemory(byteCount: 4 * max(1, count))
    guard count > 0 else { return }
    unsafe boxes.withUnsafeBufferPointer { boxes in
      // New memory is dear: the order lies where the items will.
      let order = unsafe PackingOrder(boxes, frame, tiers, in: items, threads: threads)
      unsafe order.copyNumbers(to: numbers.bytes.baseAddress!.assumingMemoryBound(to: UInt32.self))
      unsafe fill(boxes, tiers, threads: threads)
    }
  }

  private static let piece = 1 << 14

  private static func pieces(_ count: Int) -> Int { (count + piece - 1) / piece }

  private static func stretch(_ number: Int, of count: Int) -> Range<Int> {
    number * piece..<min((number + 1) * piece, count)
  }

  static func extent(of boxes: [Box3], threads: Int) throws(Fault) -> Box3 {
    let parts = Workers.map(pieces(boxes.count), threads: threads) { number -> (extent: Box3, bad: Int?) in
      var extent = Box3.empty
      for index in stretch(number, of: boxes.count) {
        let box = boxes[index]
        // Written so that NaN fails it.
        guard box.minX <= box.maxX, box.minY <= box.maxY, box.minZ <= box.maxZ,
          min(box.minX, min(box.minY, box.minZ)) >= -limit, max(box.maxX, max(box.maxY, box.maxZ)) <= limit
        else { return (extent, index) }
        extent.formUnion(box)
      }
      return (extent, nil)
    }
    var extent = Box3.empty
    for part in parts {
      if let bad = part.bad {
        throw Fault(
          .data, code: "bad-box",
          Text(
            "box \(bad + 1) is no box: \(boxes[bad])", zh: "第 \(bad + 1) 个长方体无效：\(boxes[bad])"),
          hint: Text(
            "coordinates are finite, the least not above the greatest", zh: "坐标须为有限数值，且最小值不大于最大值"))
      }
      extent.formUnion(part.extent)
    }
    return extent
  }

  /// Lays down items in their order, then nodes, order by order.
  private func fill(_ boxes: UnsafeBufferPointer<Box3>, _ tiers: TreeTiers, threads: Int) {
    nonisolated(unsafe) let boxes = boxes.baseAddress!
    nonisolated(unsafe) let nodes = unsafe nodes.bytes.baseAddress!.assumingMemoryBound(to: Float.self)
    nonisolated(unsafe) let items = unsafe items.bytes.baseAddress!.assumingMemoryBound(to: Box3.self)
    nonisolated(unsafe) let numbers = unsafe numbers.bytes.baseAddress!.assumingMemoryBound(to: UInt32.self)
    let (fan, frame, last) = (TreeTiers.fan, frame, count - 1)
    func lay(_ tier: Range<Int>, _ fill: @Sendable (_ node: Int, _ child: Int, _ slot: Int) -> Void) {
      let (start, size) = (tier.lowerBound, tier.count)
      _ = Workers.map(Self.pieces(size), threads: threads) { number in
        for node in Self.stretch(number, of: size) {
          let (first, count) = tiers.children(of: start + node)
          for slot in 0..<fan {
            if slot < count {
              fill(start + node, first + slot, slot)
            } else {
              let space = unsafe nodes + TreeTiers.nodeFloats * (start + node) + slot
              for axis in 0..<3 {
                unsafe space[fan * axis] = .infinity
                unsafe space[fan * (3 + axis)] = -.infinity
              }
            }
          }
        }
      }
    }
    lay(0..<tiers.leafCount) { node, place, slot in
      // Boxes lie anywhere: those of the next leaf are asked for while this one is laid down.
      unsafe boxscan_fetch(boxes + Int(numbers[min(place + fan, last)]), MemoryLayout<Box3>.size)
      let box = unsafe boxes[Int(numbers[place])]
      unsafe items[place] = box
      let small = frame.small(box)
      let space = unsafe nodes + TreeTiers.nodeFloats * node + slot
      for side in 0..<6 { unsafe space[fan * side] = small[side] }
    }
    var tier = 1
    while tier <= tiers.top {
      let end = tier < tiers.top ? tiers.starts[tier + 1] : tiers.nodeCount
      lay(tiers.starts[tier]..<end) { node, child, slot in
        let space = unsafe nodes + TreeTiers.nodeFloats * node + slot
        let below = unsafe nodes + TreeTiers.nodeFloats * child
        for axis in 0..<3 {
          var (low, high) = unsafe (below[fan * axis], below[fan * (3 + axis)])
          for other in 1..<fan {
            low = unsafe min(low, below[fan * axis + other])
            high = unsafe max(high, below[fan * (3 + axis) + other])
          }
          unsafe space[fan * axis] = low
          unsafe space[fan * (3 + axis)] = high
        }
      }
      tier += 1
    }
  }
}

extension BoxTree {
  /// The numbers of boxes in the order in which a tree keeps them: neighbours next to each other.
  /// - Throws: as `init`.
  package static func packedOrder(of boxes: [Box3], threads: Int = 1) throws(Fault) -> [UInt32] {
    guard !boxes.isEmpty else { return [] }
    let frame = BoxFrame(try TreePacking.extent(of: boxes, threads: threads))
    let memory = SectionMemory(byteCount: PackingOrder.bytesOfABox * boxes.count)
    defer { withExtendedLifetime(memory) {} }
    return unsafe boxes.withUnsafeBufferPointer { boxes in
      let order = unsafe PackingOrder(boxes, frame, TreeTiers(count: boxes.count), in: memory, threads: threads)
      return unsafe [UInt32](unsafeUninitializedCapacity: boxes.count) { numbers, count in
        unsafe order.copyNumbers(to: numbers.baseAddress!)
        count = boxes.count
      }
    }
  }
}

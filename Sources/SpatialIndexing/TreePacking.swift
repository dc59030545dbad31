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

  /// Coordinates beyond this would overflow when they are squared in single precision.
  static let limit = 1e15

  init(_ boxes: [Box3], threads: Int) throws(Fault) {
    guard boxes.count < Int(Int32.max) else {
      throw Fault(.data, code: "too-many-boxes", Text("more boxes than an index holds", zh: "长方体数量超出索引上限"))
    }
    count = boxes.count
    frame = BoxFrame(try Self.extent(of: boxes, threads: threads))
    let tiers = TreeTiers(count: boxes.count)
    nodes = SectionMemory(byteCount: 2 * TreeTiers.nodeWords * max(1, tiers.nodeCount))
    items = SectionMemory(byteCount: MemoryLayout<Box3>.stride * max(1, count))
    guard count > 0 else { return }
    unsafe boxes.withUnsafeBufferPointer { boxes in
      // New memory is dear: the order lies where the items will.
      let order = unsafe PackingOrder(boxes, frame, tiers, in: items, threads: threads)
      let words = unsafe nodes.bytes.baseAddress!.assumingMemoryBound(to: Int16.self)
      order.forEachNumber { place, number in
        let leaf = unsafe words + TreeTiers.nodeWords * (place / TreeTiers.fan)
        unsafe UnsafeMutablePointer(mutating: boxscan_numbers(leaf))[place % TreeTiers.fan] = number
      }
      let around = unsafe layItems(boxes, tiers, threads: threads)
      layNodes(tiers, around: around, threads: threads)
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

  /// Lays down items in their order.
  /// - Returns: the box around each node, leaves first, as `BoxSteps`.
  private func layItems(_ boxes: UnsafeBufferPointer<Box3>, _ tiers: TreeTiers, threads: Int) -> SectionMemory {
    let memory = SectionMemory(byteCount: MemoryLayout<BoxSteps>.stride * tiers.nodeCount)
    nonisolated(unsafe) let around = unsafe memory.bytes.baseAddress!.assumingMemoryBound(to: BoxSteps.self)
    nonisolated(unsafe) let boxes = boxes.baseAddress!
    nonisolated(unsafe) let items = unsafe items.bytes.baseAddress!.assumingMemoryBound(to: Box3.self)
    nonisolated(unsafe) let nodes = unsafe nodes.bytes.baseAddress!.assumingMemoryBound(to: Int16.self)
    let (frame, last) = (frame, tiers.leafCount - 1)
    _ = Workers.map(Self.pieces(tiers.leafCount), threads: threads) { number in
      for leaf in Self.stretch(number, of: tiers.leafCount) {
        let (first, count) = tiers.children(of: leaf)
        let numbers = unsafe boxscan_numbers(nodes + TreeTiers.nodeWords * leaf)
        let next = unsafe boxscan_numbers(nodes + TreeTiers.nodeWords * min(leaf + 1, last))
        var whole = Box3.empty
        for slot in 0..<count {
          // Boxes lie anywhere: those of the next leaf are asked for while this one is laid down.
          unsafe boxscan_fetch(boxes + Int(next[slot]), MemoryLayout<Box3>.size)
          let box = unsafe boxes[Int(numbers[slot])]
          unsafe items[first + slot] = box
          whole.formUnion(box)
        }
        unsafe around[leaf] = frame.steps(whole)
      }
    }
    for node in tiers.leafCount..<tiers.nodeCount {
      let (first, count) = tiers.children(of: node)
      var whole = BoxSteps.none
      for child in first..<(first + count) { unsafe whole.formUnion(around[child]) }
      unsafe around[node] = whole
    }
    return memory
  }

  /// Lays down nodes and frames: first of those that are no leaves, since a leaf's is that of its parent.
  private func layNodes(_ tiers: TreeTiers, around memory: SectionMemory, threads: Int) {
    nonisolated(unsafe) let around = unsafe memory.bytes.baseAddress!.assumingMemoryBound(to: BoxSteps.self)
    nonisolated(unsafe) let items = unsafe items.bytes.baseAddress!.assumingMemoryBound(to: Box3.self)
    nonisolated(unsafe) let nodes = unsafe nodes.bytes.baseAddress!.assumingMemoryBound(to: Int16.self)
    let (leafCount, fan, whole) = (tiers.leafCount, TreeTiers.fan, frame)
    @Sendable func lay(_ node: Int, _ frame: boxscan_frame, _ box: (Int) -> BoxSteps) {
      let (first, count) = tiers.children(of: node)
      let sides = unsafe nodes + TreeTiers.nodeWords * node
      for slot in 0..<fan {
        let (low, high) = slot < count ? frame.narrowed(box(first + slot)) : BoxSteps.nothing
        for axis in 0..<3 {
          unsafe sides[fan * axis + slot] = low[axis]
          unsafe sides[fan * (3 + axis) + slot] = high[axis]
        }
      }
    }
    for node in leafCount..<tiers.nodeCount {
      let isAboveLeaves = tiers.children(of: node).first < leafCount
      let frame = unsafe isAboveLeaves ? boxscan_frame(around: around[node]) : BoxFrame.whole
      unsafe UnsafeMutablePointer(mutating: boxscan_frame_of(nodes + TreeTiers.nodeWords * node)).pointee = frame
      lay(node, frame) { unsafe around[$0] }
    }
    _ = Workers.map(Self.pieces(leafCount), threads: threads) { number in
      for leaf in Self.stretch(number, of: leafCount) {
        let parent = unsafe nodes + TreeTiers.nodeWords * (leafCount + leaf / fan)
        let frame = tiers.top == 0 ? BoxFrame.whole : unsafe boxscan_frame_of(parent).pointee
        lay(leaf, frame) { unsafe whole.steps(items[$0]) }
      }
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
        order.forEachNumber { place, number in unsafe numbers[place] = number }
        count = boxes.count
      }
    }
  }
}

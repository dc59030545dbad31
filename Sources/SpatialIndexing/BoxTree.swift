import CBoxScan
public import Diagnostics
public import SpatialPrimitives
import SystemFiles

/// Boxes in space, packed for questions: which ones meet a box, hold a point, lie on a ray, are nearest.
///
/// A tree of sixteen children a node, without pointers: node j of an order has the children 16 j … 16 j + 15 of the order
/// below, so that nothing in a file can point outside of it. Its nodes keep boxes as whole numbers of 15 bits a side, in steps of
/// the extent or, at the leaves, of the box around sixteen of them. That keeps the order of numbers, so that a test on steps
/// never misses a box, and one that passes with room to spare is right; where steps are equal the exact doubles are asked. Counts
/// and distances are therefore exact. A look-up waits for memory more than for anything else: sixteen boxes of a leaf are four
/// lines of it, their numbers included.
///
/// Items are numbered by their place in the array that the tree was built from. All questions take O(log n + answers) where
/// boxes overlap little. They throw `index-damaged` (66) where the tree lies in a file and what they need of it is damaged.
@safe public final class BoxTree: @unchecked Sendable {
  /// How many boxes there are.
  public let count: Int
  /// The smallest box around all.
  public let extent: Box3
  let tiers: TreeTiers
  let frame: BoxFrame
  /// What a node is says the kernel.
  let nodes: Section<Int16>
  let items: Section<Box3>
  /// Of a tree in a file that is verified as it is touched.
  let trust: NodeTrust?
  /// All this as the kernel takes it.
  let plain: UnsafePointer<boxscan_tree>

  /// - Parameter boxes: finite, not inverted, no coordinate beyond ±10¹⁵; a flat box and a point are boxes. At most 2³¹ − 1.
  /// - Throws: `bad-box` (65) with the box's number as the row.
  /// - Complexity: O(n log n), divided among `threads`; the result does not depend on how many there are.
  public convenience init(_ boxes: [Box3], threads: Int = 1) throws(Fault) {
    self.init(try TreePacking(boxes, threads: threads))
  }

  convenience init(_ packing: TreePacking) {
    self.init(
      count: packing.count, extent: packing.frame.extent,
      nodes: unsafe Section(UnsafeRawBufferPointer(packing.nodes.bytes), owner: packing.nodes),
      items: unsafe Section(UnsafeRawBufferPointer(packing.items.bytes), owner: packing.items))
  }

  /// - Parameter path: of the file, where nodes must be confirmed before they are believed.
  init(
    count: Int, extent: Box3, nodes: Section<Int16>, items: Section<Box3>, confirmedAt path: String? = nil
  ) {
    self.count = count
    self.extent = extent
    self.nodes = nodes
    self.items = items
    let tiers = TreeTiers(count: count)
    self.tiers = tiers
    let frame = BoxFrame(extent)
    self.frame = frame
    trust = path.map { NodeTrust(tiers, nodes: nodes, items: items, path: $0) }
    let starts = tiers.starts
    func children(_ tier: Int) -> UInt32 {
      tier <= tiers.top && tier > 0 ? UInt32(truncatingIfNeeded: starts[tier - 1] &- TreeTiers.fan &* starts[tier]) : 0
    }
    let plain = UnsafeMutablePointer<boxscan_tree>.allocate(capacity: 1)
    let tree = unsafe boxscan_tree(
      nodes: nodes.base, items: UnsafeRawPointer(items.base).assumingMemoryBound(to: Double.self),
      children: (0, children(1), children(2), children(3), children(4), children(5), children(6), children(7)),
      corner: (extent.minX, extent.minY, extent.minZ, 0), scale: frame.scale, count: UInt32(count),
      top: UInt32(tiers.top),
      root: UInt32(clamping: tiers.root), trust: trust?.plain ?? boxscan_trust(known: nil, owner: nil, verify: nil))
    unsafe plain.initialize(to: tree)
    unsafe self.plain = UnsafePointer(plain)
  }

  deinit { unsafe plain.deallocate() }

  /// The number of the item at a place of the packed order; one that there is, whatever a file says.
  @inline(__always) func number(_ place: Int) -> UInt32 {
    let leaf = unsafe node(place / TreeTiers.fan)
    return min(unsafe boxscan_numbers(leaf)[place % TreeTiers.fan], UInt32(truncatingIfNeeded: count &- 1))
  }

  /// - Precondition: a node that there is.
  @inline(__always) func node(_ node: Int) -> UnsafePointer<Int16> { unsafe nodes.base + TreeTiers.nodeWords * node }

  /// What a node's boxes are kept in: of a leaf, the frame of its parent.
  @inline(__always) func frame(of node: Int) -> boxscan_frame {
    let isLeaf = node < tiers.leafCount
    if isLeaf, tiers.top == 0 { return BoxFrame.whole }
    return unsafe boxscan_frame_of(self.node(isLeaf ? tiers.leafCount &+ node / TreeTiers.fan : node)).pointee
  }
}

/// How a tree of a number of items is laid out: leaves first, then order by order up to the root.
struct TreeTiers: Sendable {
  static var fan: Int { boxscan_fan }
  static var nodeWords: Int { boxscan_node }
  /// Enough for 2³¹ items.
  static var mostTiers: Int { 8 }

  let itemCount: Int
  /// The first node of each order; what is not there begins behind all.
  private(set) var starts: [8 of Int]
  private(set) var top = 0
  private(set) var nodeCount: Int

  /// Nodes below this one are leaves.
  var leafCount: Int { (itemCount + Self.fan - 1) / Self.fan }
  var root: Int { nodeCount - 1 }

  init(count: Int) {
    itemCount = count
    starts = .init(repeating: .max)
    starts[0] = 0
    var size = (count + Self.fan - 1) / Self.fan
    var total = size
    while size > 1 {
      top += 1
      starts[top] = total
      size = (size + Self.fan - 1) / Self.fan
      total += size
    }
    nodeCount = total
  }

  /// The children of a node: items of a leaf, nodes of another.
  @inline(__always) func children(of node: Int) -> (first: Int, count: Int) {
    if node < leafCount {
      let first = node &* Self.fan
      return (first, min(Self.fan, itemCount &- first))
    }
    var tier = 1
    while tier < top, node >= starts[tier &+ 1] { tier &+= 1 }
    let first = starts[tier &- 1] &+ (node &- starts[tier]) &* Self.fan
    return (first, min(Self.fan, starts[tier] &- first))
  }
}

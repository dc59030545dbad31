import CBoxScan
public import Diagnostics
public import SpatialPrimitives
import SystemFiles

/// Boxes in space, packed for questions: which ones meet a box, hold a point, lie on a ray, are nearest.
///
/// A tree of sixteen children a node, without pointers: node j of an order has the children 16 j … 16 j + 15 of the order
/// below, so that nothing in a file can point outside of it. Its nodes keep boxes in single precision relative to a corner of
/// the whole; that rounding keeps the order of numbers, so that a test on rounded boxes never misses one, and one that passes
/// with room to spare is right; where rounded numbers are equal the exact doubles are asked. Counts and distances are therefore
/// exact.
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
  let nodes: Section<Float>
  let items: Section<Box3>
  let numbers: Section<UInt32>
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
      items: unsafe Section(UnsafeRawBufferPointer(packing.items.bytes), owner: packing.items),
      numbers: unsafe Section(UnsafeRawBufferPointer(packing.numbers.bytes), owner: packing.numbers))
  }

  /// - Parameter path: of the file, where nodes must be confirmed before they are believed.
  init(
    count: Int, extent: Box3, nodes: Section<Float>, items: Section<Box3>, numbers: Section<UInt32>,
    confirmedAt path: String? = nil
  ) {
    self.count = count
    self.extent = extent
    self.nodes = nodes
    self.items = items
    self.numbers = numbers
    let tiers = TreeTiers(count: count)
    self.tiers = tiers
    frame = BoxFrame(extent)
    trust = path.map { NodeTrust(tiers, nodes: nodes, items: items, numbers: numbers, path: $0) }
    let starts = tiers.starts
    func start(_ tier: Int) -> UInt32 { UInt32(clamping: starts[tier]) }
    let plain = UnsafeMutablePointer<boxscan_tree>.allocate(capacity: 1)
    let tree = unsafe boxscan_tree(
      nodes: nodes.base, items: UnsafeRawPointer(items.base).assumingMemoryBound(to: Double.self),
      numbers: numbers.base, corner: (extent.minX, extent.minY, extent.minZ), count: UInt32(count),
      root: UInt32(clamping: tiers.root), top: UInt32(tiers.top),
      starts: (start(0), start(1), start(2), start(3), start(4), start(5), start(6), start(7)),
      trust: trust?.plain ?? boxscan_trust(known: nil, owner: nil, verify: nil))
    unsafe plain.initialize(to: tree)
    unsafe self.plain = UnsafePointer(plain)
  }

  deinit { unsafe plain.deallocate() }

  /// The number of the item at a place of the packed order; one that there is, whatever a file says.
  @inline(__always) func number(_ place: Int) -> UInt32 {
    min(unsafe numbers.base[place], UInt32(truncatingIfNeeded: count &- 1))
  }

  /// - Precondition: a node that there is.
  @inline(__always) func node(_ node: Int) -> UnsafePointer<Float> { unsafe nodes.base + TreeTiers.nodeFloats * node }
}

/// How a tree of a number of items is laid out: leaves first, then order by order up to the root.
struct TreeTiers: Sendable {
  static var fan: Int { 16 }
  /// Of one node: the least and greatest x, y and z of each child.
  static var nodeFloats: Int { 6 * fan }
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

/// Takes coordinates to single precision relative to a corner. Both roundings on the way keep the order of numbers: what is
/// not above another before is not above it afterwards.
struct BoxFrame: Sendable {
  let extent: Box3
  /// No relative coordinate is greater.
  let size: Float

  init(_ extent: Box3) {
    self.extent = extent
    let size =
      extent.isEmpty
      ? 0 : max(extent.maxX - extent.minX, max(extent.maxY - extent.minY, extent.maxZ - extent.minZ))
    self.size = Float(size)
  }

  @inline(__always) func small(_ box: Box3) -> [6 of Float] {
    [
      Float(box.minX - extent.minX), Float(box.minY - extent.minY), Float(box.minZ - extent.minZ),
      Float(box.maxX - extent.minX), Float(box.maxY - extent.minY), Float(box.maxZ - extent.minZ),
    ]
  }

  /// A place, not so far outside that squares overflow: nearer than it is, so that distances only grow less.
  @inline(__always) func small(_ point: Point3) -> [3 of Float] {
    func near(_ way: Double) -> Float { Float(min(max(way, -1e17), 1e17)) }
    return [near(point.x - extent.minX), near(point.y - extent.minY), near(point.z - extent.minZ)]
  }

  /// More than rounding changes the way along an axis between a box and `point`: four roundings to 24 bits, taken twice.
  @inline(__always) func slack(_ point: [3 of Float]) -> Float {
    max(size, max(point[0].magnitude, max(point[1].magnitude, point[2].magnitude))) * 0x1p-21 + 0x1p-120
  }
}

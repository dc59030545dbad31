package import Diagnostics
package import SpatialPrimitives

/// SQLite's R*Tree filled in one go. Inserting box by box costs some ten microseconds each, more than reading and keeping the
/// object that it is around; laying down whole nodes costs a tenth of that, and they overlap less.
///
/// The module `rtree` keeps its nodes in three tables that anybody may write: `_node` (a number, and the node's bytes),
/// `_parent` and `_rowid` (in which node a node, or a key, is). A node is the depth of the tree, which only the root has, the
/// number of its cells, and the cells: a key or the number of a node in eight bytes, then the least and the greatest of each
/// axis in four; all of it big-endian (comment at the head of SQLite's rtree.c). `rtreecheck` tells whether it is right.
extension Connection {
  /// Replaces what the R*Tree `table` holds. Boxes are rounded outward to single precision, as SQLite does itself.
  ///
  /// - Parameters:
  ///   - dimensions: 2 or 3, as the table was made; of two, heights are left out.
  ///   - keys: of the boxes, ascending.
  ///   - boxes: none of them empty.
  ///   - order: places in `keys` and `boxes`, neighbours next to each other.
  package func fillRTree(
    _ table: String, dimensions: Int, keys: [Int64], boxes: [Box3], order: [UInt32]
  ) throws(Fault) {
    guard let nodeSize = try integer("SELECT length(data) FROM \"\(table)_node\" WHERE nodeno = 1") else {
      throw Fault(
        .software, code: "no-rtree", Text("“\(table)” is no R*Tree", zh: "“\(table)”不是 R*Tree"), at: Place(path))
    }
    for part in ["node", "parent", "rowid"] { try execute("DELETE FROM \"\(table)_\(part)\"") }
    let form = RTreeNode(size: Int(nodeSize), dimensions: dimensions)
    let insertion = try prepare("INSERT INTO \"\(table)_node\" (nodeno, data) VALUES (?, ?)")
    let parents = try prepare("INSERT INTO \"\(table)_parent\" (nodeno, parentnode) VALUES (?, ?)")
    var homes = [Int64](repeating: 0, count: keys.count)
    // The root is number 1, and all others follow it, the leaves first.
    var next: Int64 = 2
    var below: [(number: Int64, box: Box3)] = []
    var depth = 0
    repeat {
      let isLeaf = depth == 0
      let cellCount = isLeaf ? order.count : below.count
      let groups = max(1, (cellCount + form.fan - 1) / form.fan)
      var nodes: [(number: Int64, box: Box3)] = []
      nodes.reserveCapacity(groups)
      for group in 0..<groups {
        let number = groups == 1 ? 1 : next
        if groups > 1 { next += 1 }
        var node = form.empty(depth: groups == 1 ? depth : 0)
        var box = Box3.empty
        for cell in cellCount * group / groups..<cellCount * (group + 1) / groups {
          if isLeaf {
            let place = Int(order[cell])
            homes[place] = number
            node.append(keys[place], boxes[place])
            box.formUnion(boxes[place])
          } else {
            node.append(below[cell].number, below[cell].box)
            box.formUnion(below[cell].box)
            try parents.bind(1, below[cell].number)
            try parents.bind(2, number)
            try parents.run()
          }
        }
        try insertion.bind(1, number)
        try insertion.bind(2, node.finished)
        try insertion.run()
        nodes.append((number, box))
      }
      below = nodes
      depth += 1
    } while below.count > 1
    let rows = try prepare("INSERT INTO \"\(table)_rowid\" (rowid, nodeno) VALUES (?, ?)")
    for place in keys.indices {
      try rows.bind(1, keys[place])
      try rows.bind(2, homes[place])
      try rows.run()
    }
  }
}

/// A node of an R*Tree as it is being written.
private struct RTreeNode {
  let size: Int
  let dimensions: Int
  private var bytes: [UInt8] = []
  private var count = 0

  init(size: Int, dimensions: Int) {
    self.size = size
    self.dimensions = dimensions
  }

  /// How many cells it has room for.
  var fan: Int { max(2, (size - 4) / (8 + 8 * dimensions)) }

  func empty(depth: Int) -> RTreeNode {
    var node = self
    node.bytes.reserveCapacity(size)
    node.append(UInt16(depth))
    node.append(UInt16(0))
    return node
  }

  mutating func append(_ key: Int64, _ box: Box3) {
    append(UInt64(bitPattern: key))
    append(box.minX, box.maxX)
    append(box.minY, box.maxY)
    if dimensions == 3 { append(box.minZ, box.maxZ) }
    count += 1
  }

  /// All of its bytes, with zeros behind the last cell.
  var finished: [UInt8] {
    var bytes = bytes
    bytes[2] = UInt8(truncatingIfNeeded: count >> 8)
    bytes[3] = UInt8(truncatingIfNeeded: count)
    bytes.append(contentsOf: repeatElement(0, count: max(0, size - bytes.count)))
    return bytes
  }

  private mutating func append(_ low: Double, _ high: Double) {
    var (least, greatest) = (Float(low), Float(high))
    if Double(least) > low { least = least.nextDown }
    if Double(greatest) < high { greatest = greatest.nextUp }
    append(least.bitPattern)
    append(greatest.bitPattern)
  }

  private mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    unsafe withUnsafeBytes(of: number.bigEndian) { raw in unsafe bytes.append(contentsOf: raw) }
  }
}

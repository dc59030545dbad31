import CityStore
import Diagnostics
import SpatialDatabase
import SpatialIndexing
import SpatialPrimitives

/// The trees that the database keeps of footprints and boxes, for whoever asks in SQL or draws a layer.
enum ObjectTrees {
  /// Lays them down anew from the rows there are, packed as our own tree is.
  static func fill(in connection: Connection, threads: Int) throws(Fault) {
    for tree in try CityObjectTable.trees(in: connection) {
      var keys: [Int64] = []
      var boxes: [Box3] = []
      try connection.forEachRow(tree.query) { row throws(Fault) in
        let sides = (1...2 * tree.dimensions).compactMap { row.real($0) }
        guard let key = row.integer(0), sides.count == 2 * tree.dimensions else { return }
        keys.append(key)
        boxes.append(
          Box3(
            minX: sides[0], minY: sides[2], minZ: tree.dimensions == 3 ? sides[4] : 0,
            maxX: sides[1], maxY: sides[3], maxZ: tree.dimensions == 3 ? sides[5] : 0))
      }
      try connection.fillRTree(
        tree.name, dimensions: tree.dimensions, keys: keys, boxes: boxes,
        order: try BoxTree.packedOrder(of: boxes, threads: threads))
    }
  }
}

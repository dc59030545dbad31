import CityStore
import Diagnostics
import SpatialDatabase
import SpatialPrimitives

/// The objects of a model sorted into a quadtree of tiles. Each tile shows the largest of what lies in it, up to a budget, and
/// its children show the rest as well: so what a viewer lacks while it has not loaded them is at most as large as the largest
/// object in them, which is the tile's geometric error.
struct ObjectTiles {
  struct Tile {
    /// Keys of rows.
    var objects: [Int64] = []
    var children: [Int] = []
    /// In metres; 0 without children.
    var geometricError = 0.0
  }

  struct Item {
    var serial: Int64
    /// In metres.
    var centre: Point
    var size: Double
    /// Bytes of its shape: some five for each corner of a face.
    var weight: Int
  }

  /// Parents before their children; the first is the root.
  private(set) var tiles: [Tile] = []
  /// Of the largest object.
  private(set) var largest = 0.0

  /// About how many bytes of shapes a tile shows, and how many quarters of quarters there may be.
  private static let budget = 200_000
  private static let deepest = 24

  /// - Parameter budget: the bytes of shapes that a tile shows; its first object may have more.
  init(_ items: [Item], budget: Int = ObjectTiles.budget) {
    largest = items.map(\.size).max() ?? 0
    let sorted = items.sorted { ($1.size, $0.serial) < ($0.size, $1.serial) }
    _ = add(sorted, Box(around: items.map(\.centre)), depth: 0, budget)
  }

  /// - Parameter items: the largest first.
  /// - Returns: the number of the tile.
  private mutating func add(_ items: [Item], _ box: Box, depth: Int, _ budget: Int) -> Int {
    let number = tiles.count
    tiles.append(Tile())
    var shown = 0
    var weight = 0
    let canDivide = depth < ObjectTiles.deepest && (box.width > 0 || box.height > 0)
    while shown < items.count, shown == 0 || !canDivide || weight + items[shown].weight <= budget {
      weight += items[shown].weight
      shown += 1
    }
    tiles[number].objects = items[..<shown].map(\.serial)
    guard shown < items.count else { return number }
    tiles[number].geometricError = items[shown].size
    let middle = box.center
    var quarters: [[Item]] = [[], [], [], []]
    for item in items[shown...] {
      quarters[(item.centre.x < middle.x ? 0 : 1) + (item.centre.y < middle.y ? 0 : 2)].append(item)
    }
    for (position, quarter) in quarters.enumerated() where !quarter.isEmpty {
      let east = position & 1 == 1
      let north = position & 2 == 2
      let part = Box(
        minX: east ? middle.x : box.minX, minY: north ? middle.y : box.minY, maxX: east ? box.maxX : middle.x,
        maxY: north ? box.maxY : middle.y)
      let child = add(quarter, part, depth: depth + 1, budget)
      tiles[number].children.append(child)
    }
    return number
  }
}

extension ObjectTiles {
  /// All objects of a model that have shapes of their own.
  init(of model: CityModelRecord, metresPerUnit: Double, _ connection: Connection) throws(Fault) {
    let items = try connection.rows(
      """
      SELECT serial, length(shape), min_x, min_y, min_z, max_x, max_y, max_z FROM city_objects
      WHERE model_id = ? AND shape IS NOT NULL AND min_x IS NOT NULL ORDER BY serial
      """, [.integer(model.id)]
    ) { row in
      let box = Box3(row, from: 2)
      let centre = box.inPlane.center
      let (width, depth, height) = (
        box.inPlane.width * metresPerUnit, box.inPlane.height * metresPerUnit, box.maxZ - box.minZ
      )
      return Item(
        serial: row.integer(0) ?? 0, centre: Point(centre.x * metresPerUnit, centre.y * metresPerUnit),
        size: (width * width + depth * depth + height * height).squareRoot(), weight: Int(row.integer(1) ?? 0))
    }
    self.init(items)
  }
}

import AreaIndex
import Diagnostics
import SpatialDatabase
import SpatialPrimitives

/// Reads areas level by level from the top, so that every area follows those above it.
struct CatalogLoader {
  private let connection: Connection
  private let box: Box?
  private let table = AreaTableMemory()
  private var shapes: [AreaShape] = []
  private var parents: [(id: Int64?, code: String?)] = []

  /// How many areas were loaded so far.
  var count: Int { shapes.count }

  /// - Parameter box: only areas whose boxes meet this one.
  init(_ connection: Connection, around box: Box?) {
    self.connection = connection
    self.box = box
  }

  mutating func load(_ level: Level, of edition: Edition) throws(Fault) {
    let nearby = box.map { _ in "AND " + Connection.inBox(table: "areas", column: "geometry", key: "id", first: 3) }
    let corners = box.map { [$0.minX, $0.minY, $0.maxX, $0.maxY].map(SQLValue.real) }
    // The keys alone are sorted, not rows with their geometry.
    let ids = try connection.rows(
      "SELECT id FROM areas WHERE edition_id = ?1 AND level = ?2 \(nearby ?? "")",
      [.integer(edition.id), .text(level.name)] + (corners ?? [])
    ) { $0.integer(0) ?? 0 }.sorted()
    let row = try connection.prepare(
      "SELECT code, name, parent_id, parent_code, households, geometry FROM areas WHERE id = ?")
    for id in ids {
      try row.bind(1, id)
      guard try row.step() else { continue }
      let code = row.text(0) ?? ""
      table.append(id: id, code: code, name: row.text(1) ?? "", households: row.real(4))
      parents.append((row.integer(2), row.text(3)))
      shapes.append(AreaShape(level: level, code: code, geometry: try row.multiPolygon(5)))
      row.reset()
    }
    table.endLevel(level, of: edition.id)
  }

  /// Everything that was loaded, its parents linked.
  mutating func finish() throws(Fault) -> (areas: AreaTable, shapes: [AreaShape]) {
    linkParents()
    return (try table.table(), shapes)
  }

  /// Finds each parent by its id. One in another edition than those loaded is found by its code, at the nearest level
  /// above where exactly one area bears it.
  private mutating func linkParents() {
    var ordinalByID: [Int64: Int32] = [:]
    ordinalByID.reserveCapacity(shapes.count)
    for position in shapes.indices { ordinalByID[table.id(of: position)] = Int32(position) }
    lazy var ordinalsByCode = Dictionary(grouping: shapes.indices) { shapes[$0].code }
    for position in shapes.indices {
      let (id, code) = parents[position]
      var parent = id.flatMap { ordinalByID[$0] }
      if parent == nil, let code {
        let above = ordinalsByCode[code, default: []].filter { shapes[$0].level < shapes[position].level }
        let nearest = above.map { shapes[$0].level }.max()
        let fitting = above.filter { shapes[$0].level == nearest }
        if fitting.count == 1 { parent = Int32(fitting[0]) }
      }
      table.setParent(of: position, to: parent ?? -1)
      shapes[position].parent = parent ?? -1
    }
  }
}

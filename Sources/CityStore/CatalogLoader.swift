import AreaIndex
import Diagnostics
import SpatialDatabase
import SpatialPrimitives

/// Reads areas level by level from the top, so that every area follows those above it.
struct CatalogLoader {
  private let connection: Connection
  private let box: Box?
  private let threads: Int
  private let table = AreaTableMemory()
  private var shapes: [AreaShape] = []
  private var parents: [(id: Int64?, code: String?)] = []

  /// Fewer areas than this are read sooner than other connections are there.
  private static let fewAreas = 2_000

  /// - Parameters:
  ///   - box: only areas whose boxes meet this one.
  ///   - threads: how many may read.
  init(_ connection: Connection, around box: Box?, threads: Int) {
    self.connection = connection
    self.box = box
    self.threads = threads
  }

  mutating func load(_ editions: [(level: Level, edition: Edition)], _ listener: Listener) throws(Fault) {
    var stretches: [AreaRows.Stretch] = []
    for (level, edition) in editions {
      stretches.append(AreaRows.Stretch(level: level, edition: edition, ids: try ids(level, of: edition)))
    }
    let total = stretches.reduce(0) { $0 + $1.ids.count }
    let isLong = total >= Self.fewAreas
    let parts = isLong ? try AreaRows.readApart(stretches, of: connection, threads: max(1, threads)) : nil
    for (number, stretch) in stretches.enumerated() {
      listener.progress(
        ProgressReport(stage: Text("reading areas", zh: "读取区域"), done: shapes.count, total: nil, unit: "areas"))
      if let parts {
        for part in parts { for row in part[number] { append(row, stretch.level) } }
      } else {
        try AreaRows.read(stretch.ids[...], of: connection) { append($0, stretch.level) }
      }
      table.endLevel(stretch.level, of: stretch.edition.id)
    }
    listener.progress(
      ProgressReport(stage: Text("indexing areas", zh: "建立区域索引"), done: total, total: nil, unit: "areas"))
  }

  /// The areas of a level in ascending order. The keys alone are sorted, not rows with their geometry.
  private func ids(_ level: Level, of edition: Edition) throws(Fault) -> [Int64] {
    let nearby = box.map { _ in "AND " + Connection.inBox(table: "areas", column: "geometry", key: "id", first: 3) }
    let corners = box.map { [$0.minX, $0.minY, $0.maxX, $0.maxY].map(SQLValue.real) }
    return try connection.rows(
      "SELECT id FROM areas WHERE edition_id = ?1 AND level = ?2 \(nearby ?? "")",
      [.integer(edition.id), .text(level.name)] + (corners ?? [])
    ) { $0.integer(0) ?? 0 }.sorted()
  }

  private mutating func append(_ row: AreaRows.Row, _ level: Level) {
    table.append(id: row.id, code: row.code, name: row.name, households: row.households)
    parents.append((row.parentID, row.parentCode))
    shapes.append(AreaShape(level: level, code: row.code, geometry: row.geometry))
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

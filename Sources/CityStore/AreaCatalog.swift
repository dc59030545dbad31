public import AreaIndex
public import CivilTime
public import Diagnostics
import SpatialDatabase
public import SpatialPrimitives

/// The areas in force together, ready to be asked: light records, and the index of their shapes by the same ordinals.
public struct AreaCatalog: Sendable {
  /// One area; its position in `areas` is its ordinal in `index`.
  public struct Entry: Sendable, Hashable {
    public var id: Int64
    public var editionID: Int64
    public var level: Level
    public var code: String
    public var name: String
    /// The ordinal of the area above, −1 where it is not known.
    public var parent: Int32
    public var households: Double?
  }

  /// `nil` where the areas are those of a file.
  public let edition: Edition?
  /// By level from the top, then by id.
  public let areas: [Entry]
  public let index: AreaIndex
  /// The levels that have areas in force, from the top, also where none of them was loaded.
  public let levels: [Level]
}

extension CityDatabase {
  /// Loads the areas of an edition, and those of `unified` at the levels above that it lacks.
  ///
  /// - Parameters:
  ///   - instant: which edition of `unified`; `nil` for the active one.
  ///   - box: loads only the areas whose boxes meet this one, in the database's reference system. For a place within it
  ///     the answer is the same as that of all areas.
  ///   - threads: how many may build the index.
  /// - Throws: `no-areas` (65) where the edition is empty; `bad-coordinate` (65).
  public func catalog(
    of edition: Edition, at instant: Instant? = nil, around box: Box? = nil, threads: Int
  ) throws(Fault) -> AreaCatalog {
    var loader = CatalogLoader(box: box)
    let editions = try editionsByLevel(of: edition, at: instant)
    for (level, edition) in editions { try loader.load(level, of: edition, from: connection) }
    guard !editions.isEmpty else {
      throw Fault(
        .data, code: "no-areas", Text("edition \(edition.id) has no areas", zh: "版本 \(edition.id) 没有任何区域"),
        at: Place(path), hint: Text("import boundaries first", zh: "请先导入边界"))
    }
    loader.linkParents()
    return AreaCatalog(
      edition: edition, areas: loader.entries, index: try AreaIndex(loader.shapes, threads: threads),
      levels: editions.map { $0.0 })
  }
}

/// Gathers areas level by level from the top, so that every area follows those above it.
private struct CatalogLoader {
  let box: Box?
  var entries: [AreaCatalog.Entry] = []
  var shapes: [AreaShape] = []
  private var parents: [(id: Int64?, code: String?)] = []

  init(box: Box?) { self.box = box }

  mutating func load(_ level: Level, of edition: Edition, from connection: Connection) throws(Fault) {
    let nearby = box.map { _ in "AND " + Connection.inBox(table: "areas", column: "geometry", key: "id", first: 3) }
    let statement = try connection.prepare(
      """
      SELECT id, code, name, parent_id, parent_code, households, geometry FROM areas
      WHERE edition_id = ?1 AND level = ?2 \(nearby ?? "") ORDER BY id
      """)
    let corners = box.map { [$0.minX, $0.minY, $0.maxX, $0.maxY].map(SQLValue.real) }
    try statement.bind([.integer(edition.id), .text(level.name)] + (corners ?? []))
    while try statement.step() {
      let entry = AreaCatalog.Entry(
        id: statement.integer(0) ?? 0, editionID: edition.id, level: level, code: statement.text(1) ?? "",
        name: statement.text(2) ?? "", parent: -1, households: statement.real(5))
      entries.append(entry)
      parents.append((statement.integer(3), statement.text(4)))
      shapes.append(AreaShape(level: level, code: entry.code, geometry: try statement.multiPolygon(6)))
    }
  }

  /// Finds each parent by its id. One in another edition than those loaded is found by its code, at the nearest level
  /// above where exactly one area bears it.
  mutating func linkParents() {
    var ordinalByID: [Int64: Int32] = [:]
    var ordinalsByCode: [String: [Int32]] = [:]
    for (position, entry) in entries.enumerated() {
      ordinalByID[entry.id] = Int32(position)
      ordinalsByCode[entry.code, default: []].append(Int32(position))
    }
    for position in entries.indices {
      let (id, code) = parents[position]
      let level = entries[position].level
      var parent = id.flatMap { ordinalByID[$0] }
      if parent == nil, let code {
        let above = ordinalsByCode[code, default: []].filter { entries[Int($0)].level < level }
        let nearest = above.map { entries[Int($0)].level }.max()
        let fitting = above.filter { entries[Int($0)].level == nearest }
        if fitting.count == 1 { parent = fitting[0] }
      }
      entries[position].parent = parent ?? -1
      shapes[position].parent = parent ?? -1
    }
  }
}

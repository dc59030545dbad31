public import AreaIndex
package import Diagnostics
package import Projections
import SpatialFormats
import SpatialPrimitives

/// A boundary file that is asked as it lies, without a database: its areas are of one level, and have none above them.
///
/// Fields, encoding and reference system are found as an import finds them. Coordinates are not moved and shapes not
/// repaired: the file's own system is the one that points are taken to, and where rings cross, the even-odd rule says
/// what is inside.
public struct AreaFile: Sendable, Hashable {
  public var path: String
  public var level: Level
  /// Needed only where the file holds several layers.
  public var layer: String?
  /// Fields named by the caller; they are not guessed. Code and name are used.
  public var fields = FieldMapping()
  /// Takes the place of what the file says of its coordinate system.
  public var crs: String?

  public init(_ path: String, level: Level = .grid) {
    self.path = path
    self.level = level
  }

  /// Reads the areas and makes them ready to be asked.
  ///
  /// - Returns: the areas, in the order of the file, and the reference system that they are in.
  /// - Throws: what makes the file unusable: it cannot be read, its fields or its coordinate system are not known, it
  ///   holds no polygons, or no row of it can be used.
  package func load(
    threads: Int, listener: Listener
  ) throws(Fault) -> (catalog: AreaCatalog, system: CoordinateSystem) {
    var request = ImportRequest(files: [path], level: level)
    request.layer = layer
    request.fields = fields
    request.crs = crs
    request.threads = threads
    let survey = try BoundarySurvey(path, request, listener: listener)
    survey.notices.forEach(listener.notice)
    let rows = BoundaryRows(path: path, layer: survey.layer, mapping: survey.mapping, level: level)
    var entries: [AreaCatalog.Entry] = []
    var shapes: [AreaShape] = []
    var rejects: [RejectedRow] = []
    var tally = BoundaryRows.Tally()
    for (feature, boundary) in zip(survey.features, survey.boundaries) {
      do throws(Rejection) {
        let code = try rows.code(of: feature, &tally)
        shapes.append(AreaShape(level: level, code: code, geometry: try boundary.get().polygons))
        entries.append(
          AreaCatalog.Entry(
            id: Int64(feature.row), editionID: 0, level: level, code: code, name: rows.name(of: feature), parent: -1))
      } catch {
        rejects.append(RejectedRow(feature, error))
      }
    }
    try rejects.requireAreas(path, rows: survey.features.count, areas: entries.count)
    (tally.notices(path) + rejects.notices(path) + codeNotices(entries)).forEach(listener.notice)
    let table = AreaTableMemory()
    for entry in entries { table.append(id: entry.id, code: entry.code, name: entry.name, households: nil) }
    table.endLevel(level, of: 0)
    let index = try AreaIndex(shapes, threads: threads)
    return (AreaCatalog(edition: nil, areas: try table.table(), index: index), survey.system)
  }

  /// Areas with one code are told apart by their order alone.
  private func codeNotices(_ entries: [AreaCatalog.Entry]) -> [Notice] {
    var notices: [Notice] = []
    var seen: Set<String> = []
    let doubled = entries.filter { !$0.code.isEmpty && !seen.insert($0.code).inserted }
    if let first = doubled.first {
      notices.append(
        Notice(
          .warning, code: "duplicate-codes",
          Text(
            "\(Text.counted(doubled.count, "area has", "areas have")) a code that an area before them has, e.g. “\(first.code)”",
            zh: "\(doubled.count) 个区域的编码与前面的区域重复，例如“\(first.code)”"), at: Place(path)))
    }
    let blank = entries.count { $0.code.isEmpty }
    if blank > 0 {
      notices.append(
        Notice(
          .warning, code: "blank-codes",
          Text("\(Text.counted(blank, "area has", "areas have")) no code", zh: "\(blank) 个区域没有编码"), at: Place(path)))
    }
    return notices
  }
}

public import AreaIndex
public import CivilTime
import SpatialDatabase
public import SpatialPrimitives

/// Which cases are asked for. What is `nil` or empty asks nothing; all the rest must hold.
public struct CaseFilter: Sendable, Hashable {
  /// Cases in the area of this code at this level, as they were assigned.
  public var area: Area?
  public var status: String?
  public var category: String?
  /// Reported at this moment or later.
  public var from: Instant?
  /// Reported before this moment.
  public var to: Instant?
  /// Placed in this box, borders included: degrees, west, south, east, north.
  public var box: Box?
  /// Placed in one of these or on its border, in the database's reference system.
  public var within: [MultiPolygon]

  public struct Area: Sendable, Hashable {
    public var level: Level
    public var code: String
    /// Only cases that this scheme's editions answered; `nil` takes those of every scheme.
    public var scheme: String?

    public init(level: Level, code: String, scheme: String? = nil) {
      self.level = level
      self.code = code
      self.scheme = scheme
    }
  }

  public init(
    area: Area? = nil, status: String? = nil, category: String? = nil, from: Instant? = nil, to: Instant? = nil,
    box: Box? = nil, within: [MultiPolygon] = []
  ) {
    self.area = area
    self.status = status
    self.category = category
    self.from = from
    self.to = to
    self.box = box
    self.within = within
  }
}

extension CaseFilter {
  /// Whether `within` lets a case at `point` pass.
  func admits(_ point: Point?) -> Bool {
    if within.isEmpty { return true }
    guard let point else { return false }
    return within.contains { $0.box.contains(point) && $0.location(of: point) != .outside }
  }
}

/// A condition on the table `cases` with the values bound in it.
struct CaseCondition {
  private var terms: [String] = []
  private(set) var values: [SQLValue] = []

  /// Everything of `filter` that SQL can decide; of `within` only the box.
  init(_ filter: CaseFilter) {
    if let area = filter.area {
      add("\(area.level.name)_code = ?", [.text(area.code)])
      if let scheme = area.scheme {
        add("edition_id IN (SELECT id FROM editions WHERE scheme = ?)", [.text(scheme)])
      }
    }
    if let status = filter.status { add("status = ?", [.text(status)]) }
    if let category = filter.category { add("category = ?", [.text(category)]) }
    if let from = filter.from { add("reported_at >= ?", [.integer(from.milliseconds)]) }
    if let to = filter.to { add("reported_at < ?", [.integer(to.milliseconds)]) }
    if let box = filter.box {
      add("lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?", [box.minX, box.maxX, box.minY, box.maxY].map(SQLValue.real))
    }
    if !filter.within.isEmpty {
      var box = Box.empty
      for shape in filter.within { box.formUnion(shape.box) }
      add(indexedBox: box)
    }
  }

  mutating func add(_ term: String, _ bound: [SQLValue] = []) {
    terms.append(term)
    values += bound
  }

  /// Keeps the cases whose point the R*Tree finds in `box`, in the database's reference system; a few more may pass.
  mutating func add(indexedBox box: Box) {
    let search = Connection.inBox(table: "cases", column: "geometry", key: "serial", first: values.count + 1)
    add(search, [box.minX, box.minY, box.maxX, box.maxY].map(SQLValue.real))
  }

  var sql: String { terms.isEmpty ? "" : "WHERE " + terms.map { "(\($0))" }.joined(separator: " AND ") }
}

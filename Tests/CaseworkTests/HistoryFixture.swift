import AreaIndex
import CityStore
import CivilTime
import Diagnostics
import GridPlanning
import SpatialDatabase
import SpatialPrimitives
import TestSupport

/// Two editions and a thousand cases that were answered by the first: areas of it were split, merged, renamed, redrawn and
/// abolished.
///
/// The answers to compare with are computed from the areas by rational arithmetic, point by point and area by area.
struct HistoryFixture {
  static let seed: UInt64 = 20_260
  let scratch: Scratch
  let city: CityDatabase
  let places: [Point]
  let (first, second): (Edition, Edition)
  let (was, now): (BruteForce, BruteForce)

  /// Grids that become others: by name what is done to them.
  enum Fate {
    static let split = "440106001001001"
    static let merged = ["440106001001003", "440106001001004"]
    static let renamed = "440106001001006"
    static let giver = "440106001001008"
    static let taker = "440106001001009"
    static let abolished = "440106001001012"
  }

  init() throws {
    scratch = try Scratch()
    let path = scratch.file("city.db")
    try CityDatabase.create(at: path)
    let city = try CityDatabase.open(at: path, for: .writing)
    let coverage = SeededCoverage(columns: 6, rows: 5, size: 0.004, origin: Point(113, 23), seed: Self.seed)
    let first = try Self.found(coverage, in: city)
    places = Self.places(1_000, over: coverage)
    try storeCases(places, of: first, in: city, every: 3_600_000)
    second = try Self.revise(coverage, in: city)
    (self.city, self.first) = (city, first)
    was = try BruteForce(first, city)
    now = try BruteForce(second, city)
  }

  /// A community with its grids, in force from the beginning.
  private static func found(_ coverage: SeededCoverage, in city: CityDatabase) throws -> Edition {
    try city.transaction { () throws(Fault) in
      let draft = try city.openDraft(of: "unified")
      let code = "440106001001"
      let community = try AreaWriter(city, draft: draft, level: .community, mode: .replace).insert(
        NewArea(code: code, name: "社区", geometry: coverage.blocks(6)[0]))
      let writer = try AreaWriter(city, draft: draft, level: .grid, mode: .replace)
      for (number, cell) in coverage.areas.enumerated() {
        let digits = String(1001 + number).dropFirst()
        _ = try writer.insert(
          NewArea(
            code: code + digits, name: "第\(number + 1)网格", parentID: community, parentCode: code,
            households: Double(100 + number), geometry: cell))
      }
      return try city.activate(draft, now: Instant(milliseconds: 1_000_000))
    }
  }

  /// Places all over and a little beyond, some of them on corners.
  private static func places(_ count: Int, over coverage: SeededCoverage) -> [Point] {
    var random = SeededGenerator(seed: seed)
    let box = coverage.blocks(6)[0].box.expanded(by: 0.0005)
    var places = (0..<count - 10).map { _ in
      Point(.random(in: box.minX...box.maxX, using: &random), .random(in: box.minY...box.maxY, using: &random))
    }
    places += coverage.areas[27].polygons[0].exterior.points.prefix(10)
    return places
  }

  /// Splits, merges, renames, redraws and abolishes, and puts that into force.
  private static func revise(_ coverage: SeededCoverage, in city: CityDatabase) throws -> Edition {
    func revise(_ revision: Revision) throws { _ = try city.revise(revision, command: "test") }
    let box = coverage.areas[0].box
    let line = [Point(box.minX - 0.001, box.center.y), Point(box.maxX + 0.001, box.center.y + 0.0002)]
    try revise(.split(area: "grid/\(Fate.split)", by: Drawing(lines: [line]), codes: [], names: []))
    try revise(.merge(areas: Fate.merged, code: nil, name: "合并网格"))
    try revise(.rename(area: Fate.renamed, name: "改名网格"))
    let edge = coverage.areas[7].box
    let ground = MultiPolygon([
      Polygon(
        Ring([
          Point(edge.maxX - 0.0015, edge.minY - 1e-3), Point(edge.maxX + 1e-3, edge.minY - 1e-3),
          Point(edge.maxX + 1e-3, edge.maxY + 1e-3), Point(edge.maxX - 0.0015, edge.maxY + 1e-3),
          Point(edge.maxX - 0.0015, edge.minY - 1e-3),
        ]))
    ])
    try revise(.move(from: Fate.giver, to: Fate.taker, ground: Drawing(polygons: [ground])))
    return try city.transaction { () throws(Fault) in
      let draft = try city.existingDraft(of: nil)
      let gone = try city.area(Fate.abolished, in: EditionSelector(editionID: draft.id))
      try AreaWriter(city, draft: draft, level: .grid, mode: .add).remove(gone.id)
      try city.writeLineage(
        [LineageEdge(level: .grid, from: gone.code, to: nil, areaShare: 1, householdShare: 1)], of: draft)
      return try city.activate(draft, now: Instant(milliseconds: 2_000_000))
    }
  }

  /// Which grid holds a place, by looking at each.
  struct BruteForce {
    var grids: [AreaRecord] = []

    init(_ edition: Edition, _ city: CityDatabase) throws {
      var found: [AreaRecord] = []
      try city.forEachArea(in: edition, level: .grid) { (area) throws(Fault) in found.append(area) }
      grids = found
    }

    /// All grids have one parent: of those on whose border it lies the smallest code.
    func code(at place: Point) -> String? {
      grids.filter { grid in
        grid.geometry.box.contains(place) && ExactContainment.location(of: place, in: grid.geometry) != .outside
      }.map(\.code).min()
    }
  }

  /// Every column of every row of the tables of cases.
  func dump() throws -> [String] {
    var lines: [String] = []
    for table in ["cases", "reassignments", "reassigned_cases"] {
      let statement = try city.connection.prepare("SELECT * FROM \(table) ORDER BY 1, 2")
      while try statement.step() {
        lines.append("\(table) " + (0..<statement.columnCount).map { "\(statement.value($0))" }.joined(separator: "|"))
      }
    }
    return lines
  }
}

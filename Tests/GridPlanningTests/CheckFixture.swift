import AreaIndex
import GridPlanning
import Projections
import SpatialPrimitives
import TestSupport

/// A small city without a flaw in metres: grids in communities in a street, with codes that tell the area above.
struct CheckFixture {
  var areas: [CheckSubject.Area] = []
  let coverage: SeededCoverage
  let side: Int
  var hasParents = true
  /// The ordinals of the grids.
  var grids: Range<Int> { areas.count - coverage.count..<areas.count }

  /// CGCS2000, a zone of three degrees: metres, and true to scale to some 10⁻⁴.
  static let metres = Result { try CoordinateSystem("EPSG:4547") }

  init(columns: Int = 9, rows: Int = 6, side: Int = 3, bends: Int = 2, size: Double = 400, seed: UInt64 = 1) {
    coverage = SeededCoverage(columns: columns, rows: rows, bends: bends, size: size, seed: seed)
    self.side = side
    areas.append(
      CheckSubject.Area(level: .street, code: "440106001", name: "S", geometry: coverage.blocks(max(columns, rows))[0]))
    for (number, block) in coverage.blocks(side).enumerated() {
      areas.append(
        CheckSubject.Area(
          level: .community, code: "440106001" + Self.digits(number + 1), name: "C\(number)", parent: 0, geometry: block
        ))
    }
    for (number, cell) in coverage.areas.enumerated() {
      let block = coverage.block(of: number, side: side)
      areas.append(
        CheckSubject.Area(
          level: .grid, code: areas[1 + block].code + Self.digits(number + 1, of: coverage.count), name: "G\(number)",
          parent: 1 + block,
          geometry: cell))
    }
  }

  /// At least four, and as many for each of `count` numbers.
  private static func digits(_ number: Int, of count: Int = 0) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(4, String(count).count) - text.count) + text
  }

  func subject() throws -> CheckSubject {
    CheckSubject(
      areas: areas, coordinateSystem: try Self.metres.get(), hasParents: hasParents,
      title: .init(verbatim: "fixture"))
  }

  func check(
    limits: CheckLimits = CheckLimits(), level: Level? = nil, allowed: AllowList = AllowList(),
    roads: NamedRoads = NamedRoads([]), threads: Int = 1
  ) throws -> CheckResult {
    try AreaCheck.run(try subject(), limits: limits, level: level, allowed: allowed, roads: roads, threads: threads)
  }

  /// The findings' kinds with the codes of their areas.
  func found(limits: CheckLimits = CheckLimits()) throws -> [String] {
    try check(limits: limits).findings.map { finding in
      finding.kind.rawValue + " " + finding.areas.map { $0.code.isEmpty ? "-" : $0.code }.joined(separator: " ")
    }
  }
}

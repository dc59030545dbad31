import AreaIndex
import CityStore
import CoverageTopology
import Diagnostics
import GEOSOperations
import SpatialPrimitives

/// What grids became: which ground and which households of the old ones went to which of the new.
struct GridSuccession: Sendable {
  /// From each of the old grids; areas and households as shares of it.
  var edges: [LineageEdge] = []
  /// Households of each old grid, as the buildings have it.
  var households: [String: Double] = [:]

  /// Shares of ground below this come from rounding.
  private static let least = 1e-9

  /// - Complexity: one overlay for each pair whose boxes meet, one look-up for each building.
  init(from old: [PresentGrid], to new: [DrawnGrid], buildings: [BlockGround.Building], level: Level) throws(Fault) {
    guard !old.isEmpty else { return }
    let geos = try GEOSContext()
    var (before, after) = (AreaLocator(old.map(\.geometry)), AreaLocator(new.map(\.geometry)))
    var moved: [Int: [Int: Double]] = [:]
    var counts = [Double](repeating: 0, count: old.count)
    for building in buildings where building.households > 0 && building.place.isFinite {
      guard let from = before.areas(at: building.place).first else { continue }
      counts[from] += building.households
      if let to = after.areas(at: building.place).first {
        moved[from, default: [:]][to, default: 0] += building.households
      }
    }
    for (number, grid) in old.enumerated() {
      households[grid.code] = counts[number]
      let total = grid.geometry.planarArea
      guard total > 0 else { continue }
      var areas: [(to: Int, area: Double)] = []
      for (position, other) in new.enumerated() where other.geometry.box.intersects(grid.geometry.box) {
        let area = try geos.intersectionArea(grid.geometry, other.geometry)
        if area > total * GridSuccession.least { areas.append((position, area)) }
      }
      let whole = areas.reduce(0) { $0 + $1.area }
      for (to, area) in areas {
        edges.append(
          LineageEdge(
            level: level, from: grid.code, to: new[to].code, areaShare: min(1, area / whole),
            householdShare: counts[number] > 0 ? (moved[number]?[to] ?? 0) / counts[number] : nil))
      }
    }
  }

  /// Old grids of which something went elsewhere, with the households and officers that did.
  var change: GridChange {
    var change = GridChange()
    for (code, count) in households {
      let gone = edges.filter { $0.from == code && $0.to != code }
      let share = gone.reduce(0) { $0 + ($1.householdShare ?? 0) }
      guard gone.contains(where: { $0.areaShare > 1e-6 || ($0.householdShare ?? 0) > 0 }) else { continue }
      change.grids += 1
      change.households += count * share
      change.officers += Int((Double(GridTargets.officers(for: count)) * share).rounded(.up))
    }
    return change
  }
}

/// What it costs to go over to new grids.
public struct GridChange: Sendable, Hashable {
  /// Grids of today that lose ground.
  public var grids = 0
  /// Households that come to another grid.
  public var households = 0.0
  /// Officers that go with them.
  public var officers = 0

  public init() {}
}

public import AreaIndex
public import Diagnostics

/// How well the grids of an edition, or the areas of another level, serve.
public struct GridFit: Sendable {
  public struct Grid: Sendable, Hashable {
    public var code: String
    public var name: String
    /// The code of the area above; `nil` where it is not known.
    public var parent: String?
    public var households: Double?
    /// On the ellipsoid.
    public var squareMetres: Double
    /// Metres, holes included.
    public var perimeter: Double
    /// Metres of border with other grids of the same community, and where streets are known, those of them along one.
    public var innerBorder = 0.0
    public var streetBorder: Double?
    /// How many pieces it is in.
    public var pieces: Int
    /// Whether it lies in the area above; `nil` where that is not known.
    public var isNested: Bool?
    /// What stored cases would have meant for it, where that was asked.
    public var load: CaseLoad?

    /// 4π times the area by the square of the perimeter: 1 for a circle (Polsby & Popper 1991).
    public var compactness: Double { perimeter > 0 ? 4 * .pi * squareMetres / (perimeter * perimeter) : 0 }

    /// A head, and three to six members; `nil` where households are not known.
    public var officers: Int? { households.map(GridTargets.officers) }
  }

  /// Cases of a period, as they would have been a grid's.
  public struct CaseLoad: Sendable, Hashable {
    public var cases = 0
    /// By the hour of the day at which they were reported.
    public var byHour = [Int](repeating: 0, count: 24)
    /// From the middle of the grid to its farthest case, as the crow flies, in metres.
    public var longestWalk = 0.0

    public init() {}

    /// The hour with most cases, the first of several; `nil` where no case has a time.
    public var busiestHour: Int? {
      guard let most = byHour.max(), most > 0 else { return nil }
      return byHour.firstIndex(of: most)
    }
  }

  public var editionID: Int64?
  public var title: Text
  public var level: Level
  /// In the order of the edition.
  public var grids: [Grid]
  /// What a grid should have: households.
  public var target: Double
  /// How far from that it may be, as a share.
  public var tolerance: Double
  /// Cases that lie in no grid.
  public var casesOutside = 0

  /// How far a grid's households are from the target, as a share of it.
  public func deviation(of grid: Grid) -> Double? { grid.households.map { ($0 - target) / target } }

  public func isWithinTolerance(_ grid: Grid) -> Bool {
    deviation(of: grid).map { $0.magnitude <= tolerance + 1e-9 } ?? false
  }

  public var withinTolerance: Int { grids.count(where: isWithinTolerance) }
  public var worstDeviation: Double? { grids.compactMap { deviation(of: $0)?.magnitude }.max() }
  public var households: Double { grids.reduce(0) { $0 + ($1.households ?? 0) } }
  public var squareMetres: Double { grids.reduce(0) { $0 + $1.squareMetres } }
  public var isContiguous: Bool { grids.allSatisfy { $0.pieces == 1 } }
  /// How many lie where their parents do; `nil` where no parent is known.
  public var nested: Int? {
    let known = grids.compactMap(\.isNested)
    return known.isEmpty ? nil : known.count { $0 }
  }
  public var meanCompactness: Double {
    grids.isEmpty ? 0 : grids.reduce(0) { $0 + $1.compactness } / Double(grids.count)
  }
  public var officers: Int { grids.reduce(0) { $0 + ($1.officers ?? 0) } }
  public var cases: Int { grids.reduce(0) { $0 + ($1.load?.cases ?? 0) } }
  public var hasLoads: Bool { grids.contains { $0.load != nil } }

  /// The share of the grids' borders, without the communities' own, that runs along streets; `nil` without streets, or
  /// without such borders.
  public var streetShare: Double? {
    let inner = grids.reduce(0) { $0 + $1.innerBorder }
    let street = grids.compactMap(\.streetBorder)
    return street.isEmpty || inner == 0 ? nil : street.reduce(0, +) / inner
  }

  /// How unequal the households are: 0 where all are equal, near 1 where one grid has all (Gini 1912).
  public var gini: Double? { GridFit.gini(grids.compactMap(\.households)) }

  static func gini(_ values: [Double]) -> Double? {
    let sum = values.reduce(0, +)
    guard sum > 0 else { return nil }
    let count = Double(values.count)
    var weighted = 0.0
    for (rank, value) in values.sorted().enumerated() { weighted += (2 * Double(rank + 1) - count - 1) * value }
    return weighted / (count * sum)
  }

  /// The most cases for one officer of a grid, and which grid.
  public var heaviestLoad: (grid: Grid, casesPerOfficer: Double)? {
    let loads = grids.compactMap { grid in
      grid.load.map { (grid, Double($0.cases) / Double(grid.officers ?? 1)) }
    }
    return loads.max { $0.1 < $1.1 }
  }

  public var longestWalk: Double? { grids.compactMap(\.load?.longestWalk).max() }

  /// The hour of the day with most cases in all grids together.
  public var busiestHour: (hour: Int, cases: Int)? {
    var all = CaseLoad()
    for grid in grids {
      for (hour, count) in (grid.load?.byHour ?? []).enumerated() { all.byHour[hour] += count }
    }
    return all.busiestHour.map { ($0, all.byHour[$0]) }
  }
}

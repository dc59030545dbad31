public import AreaIndex

/// What `partition` is asked to do in a city database.
public struct PartitionJob: Sendable {
  /// What is drawn: grids or unit grids.
  public var level = Level.grid
  /// They are drawn inside each area of this level, which is above it.
  public var within = Level.community
  /// `nil`: `unified`, else the only active one.
  public var scheme: String?
  public var targets: GridTargets
  public var roads: String?
  public var buildings: String
  /// The field of the households; without one, every row of the buildings file is a household.
  public var householdsField: String?
  /// City facilities (部件), points or polygons, that no grid may cut.
  public var components: String?
  public var barriers: String?
  public var bridges: String?
  public var wholes: String?
  public var specials: String?
  /// The edition whose grids are started from.
  public var fromEdition: Int64?
  /// Codes of grids that stay as they are.
  public var locked: [String] = []
  /// What the search may take, in seconds of a clock; an answer is then not repeatable.
  public var seconds: Double?
  public var threads = 1
  /// This program, and the command as it was given.
  public var program = ""
  public var command = ""

  public init(buildings: String, targets: GridTargets) {
    self.buildings = buildings
    self.targets = targets
  }

  var files: [String] {
    [roads, buildings, components, barriers, bridges, wholes, specials].compactMap(\.self)
  }
}

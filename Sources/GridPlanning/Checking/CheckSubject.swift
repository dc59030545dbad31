public import AreaIndex
import CityStore
public import Diagnostics
package import Projections
public import SpatialPrimitives

/// What is checked: the areas of one level or of several, in one coordinate system, as they are.
public struct CheckSubject: Sendable {
  public struct Area: Sendable {
    /// `nil` for a file whose level was not said.
    public var level: Level?
    public var code: String
    public var name: String
    /// The ordinal of the area above; `nil` where it is not known.
    public var parent: Int?
    /// The row of the file that it came from.
    public var row: Int?
    public var geometry: MultiPolygon
    /// Why the row gives no usable geometry or code, if it does not.
    public var problem: Text?

    public init(
      level: Level?, code: String, name: String, parent: Int? = nil, row: Int? = nil, geometry: MultiPolygon,
      problem: Text? = nil
    ) {
      self.level = level
      self.code = code
      self.name = name
      self.parent = parent
      self.row = row
      self.geometry = geometry
      self.problem = problem
    }

    var label: Finding.Name { Finding.Name(code: code, name: name, row: row) }
  }

  public var areas: [Area]
  package var coordinateSystem: CoordinateSystem
  /// Whether areas are held against those above them; not for a file alone.
  public var hasParents: Bool
  /// The levels that are checked; others only stand above them. `nil`: all.
  public var ownLevels: Set<Level>?
  /// The edition, where it is one.
  public var editionID: Int64?
  /// The file, or the edition, as messages call it.
  public var title: Text

  package init(
    areas: [Area], coordinateSystem: CoordinateSystem, hasParents: Bool, editionID: Int64? = nil, title: Text
  ) {
    self.areas = areas
    self.coordinateSystem = coordinateSystem
    self.hasParents = hasParents
    self.editionID = editionID
    self.title = title
  }
}

/// From where on something counts.
public struct CheckLimits: Sendable, Hashable {
  /// A hole at least this wide, in metres, is taken for meant: a lake, a park. 200 m is half of a usual grid.
  public var gapWidth = 200.0
  /// Gaps and overlaps narrower than this, in metres, come from rounding, not from drawing.
  public var leastWidth = 0.001
  /// Gaps and overlaps with less than this, in square metres, are left out.
  public var leastArea = 0.0
  /// An area, or a part of one, narrower than this, in metres, is a sliver.
  public var sliverWidth = 1.0
  /// What sticks out of an area narrower than this, in metres, was drawn out and back by mistake: a tenth of a sliver's
  /// width. Jetties and walkways of half a metre are drawn on purpose.
  public var spikeWidth: Double { sliverWidth / 10 }

  public init() {}
}

/// What a check found.
public struct CheckResult: Sendable {
  /// By level from the top, then by kind, then by code.
  public var findings: [Finding]
  public var areas: Int
  public var title: Text
  public var editionID: Int64?
  public var limits: CheckLimits

  public var errors: Int { findings.count { $0.severity == .error } }
  public var notes: Int { findings.count { $0.severity == .note } }

  /// How many there are of each kind that occurs.
  public var counts: [(kind: Finding.Kind, count: Int)] {
    Finding.Kind.allCases.map { kind in (kind, findings.count { $0.kind == kind }) }.filter { $0.1 > 0 }
  }
}

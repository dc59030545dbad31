import CoverageTopology
public import SpatialPrimitives

/// What lies in a community: everything that blocks are made of, in one coordinate system.
public struct BlockGround: Sendable {
  /// A line that grids may follow: a street, a river, a railway, a wall.
  public struct Street: Sendable, Hashable {
    public var points: [Point]
    /// How good a border it is: 1 for an ordinary street, 2 for a main road, less for an alley. Above zero.
    public var weight: Double

    public init(_ points: [Point], weight: Double = 1) {
      self.points = points
      self.weight = weight
    }
  }

  /// A street that is known as an area, from kerb to kerb, alone or with those that it meets.
  public struct Carriageway: Sendable, Hashable {
    /// Valid.
    public var area: MultiPolygon
    /// As that of a street.
    public var weight: Double

    public init(_ area: MultiPolygon, weight: Double = 1) {
      self.area = area
      self.weight = weight
    }
  }

  public struct Building: Sendable, Hashable {
    /// Empty where only its place is known.
    public var outline: MultiPolygon
    /// In the outline, where there is one.
    public var place: Point
    /// None where most of the building lies in another community: it is whole here, too, but counted there.
    public var households: Double
    /// Whether it is a city facility (部件) that is only to stay whole: nobody lives there, and no ground is shared out
    /// around it.
    public var isComponent: Bool

    /// - Parameter place: `nil` where the outline is known.
    public init(
      outline: MultiPolygon = MultiPolygon([]), place: Point? = nil, households: Double, isComponent: Bool = false
    ) {
      self.isComponent = isComponent
      self.outline = outline
      self.place = place ?? outline.interiorPoint ?? Point(.nan, .nan)
      self.households = households
    }

    /// What is around it; its place, where that is all that is known.
    var rings: [[Point]] { outline.isEmpty ? [[place]] : outline.polygons.map(\.exterior.points) }
  }

  /// The community's own area.
  public var region: MultiPolygon
  /// Metres to a unit of the coordinates.
  public var metric: LocalMetric
  public var streets: [Street] = []
  /// Followed along their middle.
  public var carriageways: [Carriageway] = []
  public var buildings: [Building] = []
  /// Lines that cannot be crossed on foot, but on a bridge.
  public var barrierLines: [[Point]] = []
  /// Areas that cannot be crossed: water, a railway yard.
  public var barrierAreas: [MultiPolygon] = []
  /// Where barriers are crossed.
  public var bridges: [MultiPolygon] = []
  /// What stays whole: courtyards, institutions.
  public var wholes: [MultiPolygon] = []
  /// What is cut out first and left out of the balance: special grids, and grids that stay as they are.
  public var cutOuts: [MultiPolygon] = []
  /// How many of the `cutOuts`, the first ones, keep their lines even where these run through a building.
  public var fixedCutOuts = 0
  /// The grids of today, whose lines may be followed.
  public var present: [MultiPolygon] = []

  public init(region: MultiPolygon, metric: LocalMetric) {
    self.region = region
    self.metric = metric
  }

  /// The same ground with everybody at home: households that are known by a place within an outline are that building's.
  /// Left as places, they would be parted by lines through the building that they live in.
  ///
  /// - Complexity: O(n log n).
  func housed() -> BlockGround {
    let outlines = buildings.indices.filter { !buildings[$0].outline.isEmpty }
    let places = buildings.indices.filter { buildings[$0].outline.isEmpty && buildings[$0].place.isFinite }
    if outlines.isEmpty || places.isEmpty { return self }
    var locator = AreaLocator(outlines.map { buildings[$0].outline })
    var result = self
    var isIndoors = [Bool](repeating: false, count: buildings.count)
    for place in places {
      guard let found = locator.areas(at: buildings[place].place).first else { continue }
      isIndoors[place] = true
      result.buildings[outlines[found]].households += buildings[place].households
      result.buildings[outlines[found]].isComponent = false
    }
    result.buildings = result.buildings.indices.filter { !isIndoors[$0] }.map { result.buildings[$0] }
    return result
  }
}

/// How blocks are made.
public struct BlockRules: Sendable, Hashable {
  /// What is to be shared out.
  public var measure = GridMeasure.households
  /// A block with more of it is split between its buildings.
  public var splitAbove: Double
  /// Pieces of a split block with less are joined.
  public var leastPiece: Double
  /// How far a street that ends nowhere is led on to the next, in metres.
  public var joining = 5.0
  /// Blocks without a household that are smaller, in square metres, or narrower, in metres, belong to a neighbour.
  public var sliverArea = 20.0
  public var sliverWidth = 2.0

  public init(splitAbove: Double, leastPiece: Double) {
    self.splitAbove = splitAbove
    self.leastPiece = leastPiece
  }

  /// Whether a split block has a piece for the building: ground is shared out between all buildings, households between
  /// those that have some.
  func isSite(_ building: BlockGround.Building) -> Bool {
    measure == .squareMetres ? !building.isComponent : building.households > 0
  }
}

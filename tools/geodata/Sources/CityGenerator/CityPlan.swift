/// Everything that makes one generated city differ from another.
public struct CityPlan: Sendable {
  public enum Scale: String, CaseIterable, Sendable { case district, guangzhou }

  public var scale: Scale
  public var seed: UInt64
  /// How many areas there are at each level, from the city down to the grid.
  public var counts: (districts: Int, streets: Int, communities: Int, grids: Int)
  /// About how many street blocks the city has; grids are unions of blocks.
  var blocks: Int
  var squareMetres: Double
  var centre: Position
  /// Length over breadth of the city's outline, and the direction of its long side, in radians from east.
  var elongation: Double
  var direction: Double
  /// How much closer together the streets stand in the centre: 1 is everywhere alike, 0.3 a dense old town.
  var density: Double
  /// Points between the two crossings of a street, fewest and most.
  var bends: ClosedRange<Int>
  /// The same in the hills.
  var ruggedBends: ClosedRange<Int>
  /// The sideways reach of a street's bends, as a slope from its crossings; below 0.33 no two streets can meet.
  var wiggle: Double
  /// Whether one community is given unit grids.
  var hasUnits: Bool
  /// How many events are written when nobody says.
  public var usualEvents: Int

  /// The small city of two districts in `geodata/`.
  public static func district(seed: UInt64) -> CityPlan {
    CityPlan(
      scale: .district, seed: seed, counts: (2, 6, 36, 240), blocks: 6_200, squareMetres: 62e6,
      centre: Position(longitude: 112.87, latitude: 22.64), elongation: 1.5, direction: 0.5, density: 0.72,
      bends: 1...2, ruggedBends: 2...3, wiggle: 0.2, hasUnits: true, usualEvents: 50_000)
  }

  /// A city of Guangzhou's size in Guangzhou's place: 11 districts, 170 streets and towns, 2,680 communities and
  /// villages, 19,657 grids on 7,434 km². Lines and names are made up.
  public static func guangzhou(seed: UInt64) -> CityPlan {
    CityPlan(
      scale: .guangzhou, seed: seed, counts: (11, 170, 2_680, 19_657), blocks: 177_000, squareMetres: 7_434e6,
      centre: Position(longitude: 113.45, latitude: 23.22), elongation: 1.6, direction: 1.1, density: 0.4,
      bends: 2...4, ruggedBends: 4...9, wiggle: 0.3, hasUnits: true,
      usualEvents: 10_000_000)
  }
}

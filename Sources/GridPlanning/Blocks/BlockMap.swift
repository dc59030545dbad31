public import CoverageTopology
public import SpatialPrimitives

/// A community as blocks: pieces of ground that no grid's border divides, and what lies between them.
///
/// No block cuts a building, each is connected (those that were cut out may be in several pieces), and together they are
/// the community: blocks joined by `geometry(of:count:)` share their points, bit for bit.
public struct BlockMap: Sendable {
  public struct Block: Sendable, Hashable {
    public var households: Double
    /// In square metres, on the plane that touches the Earth here.
    public var squareMetres: Double
    /// The middle of its ground.
    public var place: Point
    /// Which of the ground's `cutOuts` it is.
    public var cutOut: Int?
    /// Which of the ground's `wholes` it is.
    public var whole: Int?
    /// Those counted here.
    public var buildings: [Int]

    func amount(_ measure: GridMeasure) -> Double { measure == .households ? households : squareMetres }
  }

  /// Where two blocks meet.
  public struct Border: Sendable, Hashable {
    public var a: Int
    public var b: Int
    public var metres: Double
    /// Of them along streets, rivers, walls.
    public var streetMetres: Double
    /// What it costs to part the two.
    public var cost: Double
    /// Metres that can be crossed on foot; where there are none, the two are no neighbours.
    public var openMetres: Double
    /// The middle of its longest straight piece.
    public var place: Point
  }

  public internal(set) var blocks: [Block]
  public internal(set) var borders: [Border]
  /// Streets that ended nowhere.
  public internal(set) var looseEnds: LooseEnds
  let subdivision: Subdivision
  /// The block of each face.
  let blockOf: [Int]

  /// Blocks joined into groups.
  ///
  /// - Parameter groups: of each block, from 0, or below zero for none.
  public func geometry(of groups: [Int], count: Int) -> [MultiPolygon] {
    subdivision.polygons(of: blockOf.map { groups[$0] }, count: count)
  }

  /// Each block by itself.
  public func geometry() -> [MultiPolygon] { geometry(of: Array(blocks.indices), count: blocks.count) }
}

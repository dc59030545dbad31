import CoverageTopology
public import Diagnostics
import GraphPartition
public import SpatialPrimitives

/// A community whose grids are to be drawn, or a grid whose unit grids are.
public struct CommunityTask: Sendable {
  public var code: String
  public var name: String
  /// Without `cutOuts` and `present`, which come from the grids below.
  public var ground: BlockGround
  /// Grids of one institution each, with their names: cut out first.
  public var specials: [(name: String, geometry: MultiPolygon)] = []
  /// What is there today, where the new grids start from it; else only the locked ones.
  public var present: [PresentGrid] = []
  /// How a place of the ground is told to people; as it is, unless said otherwise.
  public var told: @Sendable (Point) -> Point = { $0 }

  public init(code: String, name: String, ground: BlockGround) {
    self.code = code
    self.name = name
    self.ground = ground
  }
}

/// A community with its grids, or a grid with its unit grids.
public struct DrawnCommunity: Sendable {
  public var code: String
  public var name: String
  /// By code, once they are numbered.
  public var grids: [DrawnGrid]
  public var reasons: [PartitionReason]
  /// Metres of border between its grids, and of them along streets.
  public var borderMetres: Double
  public var streetMetres: Double
  /// Whether it is proved that no better grids can be made of these blocks.
  public var isOptimal: Bool
  /// Streets that end nowhere and divide nothing.
  public var looseEnds: [Point]
  /// What it was made of, for the page.
  public var blocks: [MultiPolygon]
}

extension CommunityTask {
  /// Draws the grids: blocks, a graph of them, parts of the graph, areas.
  ///
  /// - Parameter continuing: asked now and then; after it has said no, the best that was found is the answer.
  /// - Returns: grids of which those that carry none on have no code yet: `GridNumbering` gives it.
  /// - Throws: `geometry-failure`.
  public func drawn(
    _ targets: GridTargets, continuing: @escaping () -> Bool = { true }
  ) throws(Fault) -> DrawnCommunity {
    let locked = present.filter(\.isLocked)
    let open = present.filter { !$0.isLocked }
    var ground = ground.housed()
    ground.cutOuts = locked.map(\.geometry) + specials.map(\.geometry)
    ground.fixedCutOuts = locked.count
    ground.present = open.map(\.geometry)
    var task = self
    task.ground = ground
    let map = try BlockMap(ground, targets.blockRules)
    let graph = BlockGraph(map, ground, targets)
    let outcome = graph.partitioned(initial: open.map(\.geometry), targets, continuing: continuing)
    let parts = outcome.weights.count
    // Shared grids first, then what was cut out, as far as it lies here.
    let groups = map.blocks.indices.map { block in
      graph.nodeOf[block].map { outcome.part[$0] } ?? map.blocks[block].cutOut.map { parts + $0 } ?? -1
    }
    let shapes = map.geometry(of: groups, count: parts + ground.cutOuts.count)
    var households = [Double](repeating: 0, count: shapes.count)
    var sizes = [Double](repeating: 0, count: shapes.count)
    for (block, group) in groups.enumerated() where group >= 0 {
      households[group] += map.blocks[block].households
      sizes[group] += map.blocks[block].squareMetres
    }
    var grids: [DrawnGrid] = []
    for (group, shape) in shapes.enumerated() where !shape.isEmpty {
      var grid = DrawnGrid(
        code: "", name: "", kind: .shared, households: households[group], squareMetres: sizes[group], geometry: shape,
        attributes: "{}")
      if group < parts {
        let old = outcome.carriesOn[group].map { open[$0] }
        (grid.code, grid.name, grid.carriesOn) = (old?.code ?? "", old?.name ?? "", old?.code)
        grid.attributes = old?.attributes ?? "{}"
      } else if group < parts + locked.count {
        let old = locked[group - parts]
        (grid.code, grid.name, grid.carriesOn, grid.kind) = (old.code, old.name, old.code, .locked)
        grid.attributes = old.attributes
      } else {
        (grid.name, grid.kind) = (specials[group - parts - locked.count].name, .special)
      }
      grids.append(grid)
    }
    let borders = map.borders.filter { groups[$0.a] != groups[$0.b] }
    return DrawnCommunity(
      code: code, name: name, grids: grids,
      reasons: PartitionReasons(map, graph, task, targets).reasons(outcome),
      borderMetres: borders.reduce(0) { $0 + $1.metres }, streetMetres: borders.reduce(0) { $0 + $1.streetMetres },
      isOptimal: outcome.isOptimal, looseEnds: map.looseEnds.left, blocks: map.geometry())
  }
}

import CoverageTopology
public import Diagnostics
import GEOSOperations
import SpatialPrimitives

extension BlockMap {
  /// Cuts a community into blocks along its lines, and blocks with too many households between their buildings.
  ///
  /// Lines are noded with the community's border and polygonised; a building counts to the block in which most of it
  /// lies, and that block reaches as far as the building does. Where a block holds more households than
  /// `rules.splitAbove`, it is cut half way between its buildings; each piece is the ground nearest to one of them.
  ///
  /// ```swift
  /// var ground = BlockGround(region: community, metric: .geographic(latitude: 30.5))
  /// ground.streets = streets.map { BlockGround.Street($0) }
  /// ground.buildings = houses.map { BlockGround.Building(outline: $0.outline, households: $0.households) }
  /// let map = try BlockMap(ground, BlockRules(splitAbove: 30, leastPiece: 10))
  /// ```
  ///
  /// - Throws: `geometry-failure` where GEOS cannot triangulate.
  public init(_ ground: BlockGround, _ rules: BlockRules) throws(Fault) {
    self = try BlockDrawing(ground.centred(), rules).map()
  }
}

/// The steps from lines to blocks.
struct BlockDrawing {
  let ground: BlockGround
  let rules: BlockRules
  let labels: BorderLabels
  /// Streets, barriers and outlines alone.
  let coarse: Subdivision
  /// What each of its faces is, and the block that it belongs to.
  let roles: [Role]
  let homes: [Int]

  enum Role: Hashable {
    case plain
    /// Within a barrier, away from bridges.
    case barred
    case whole(Int)
    case cutOut(Int)

    /// Where ground of two roles is joined, the stronger remains.
    var strength: Int {
      switch self {
      case .barred: 0
      case .plain: 1
      case .whole: 2
      case .cutOut: 3
      }
    }
  }

  init(_ ground: BlockGround, _ rules: BlockRules) {
    self.ground = ground
    self.rules = rules
    labels = BorderLabels(ground.streets)
    coarse = Subdivision(
      of: ground.region, by: BlockDrawing.lines(ground, labels),
      joining: LooseEnds.Rule(
        tolerance: rules.joining, metresPerX: ground.metric.metresPerX, metresPerY: ground.metric.metresPerY))
    roles = BlockDrawing.roles(ground, coarse)
    homes = BlockDrawing.homes(coarse, roles, labels)
  }

  private static func lines(_ ground: BlockGround, _ labels: BorderLabels) -> [DividingLine] {
    func rings(_ areas: [MultiPolygon], _ label: Int) -> [DividingLine] {
      areas.flatMap(\.polygons).flatMap(\.rings).map { DividingLine($0.points, label: label) }
    }
    let outlines = ground.wholes + ground.cutOuts + ground.present
    let snapping = LineSnapping(to: [ground.region] + outlines, ground.metric)
    return ground.streets.map { DividingLine(snapping.snapped($0.points), label: labels.street($0.weight)) }
      + ground.barrierLines.map { DividingLine(snapping.snapped($0), label: BorderLabels.barrier) }
      + rings(ground.barrierAreas, BorderLabels.barrier) + rings(ground.bridges, labels.bridge)
      + rings(outlines, labels.outline)
  }

  private static func roles(_ ground: BlockGround, _ faces: Subdivision) -> [Role] {
    var (barriers, bridges) = (AreaLocator(ground.barrierAreas), AreaLocator(ground.bridges))
    var (wholes, cutOuts) = (AreaLocator(ground.wholes), AreaLocator(ground.cutOuts))
    return faces.interiors.map { interior in
      guard let point = interior else { return .plain }
      if let cutOut = cutOuts.areas(at: point).first { return .cutOut(cutOut) }
      if let whole = wholes.areas(at: point).first { return .whole(whole) }
      return barriers.areas(at: point).isEmpty || !bridges.areas(at: point).isEmpty ? .plain : .barred
    }
  }

  /// Faces that belong together from the start: of one whole, one cut-out, and beside a bridge on land.
  private static func homes(_ faces: Subdivision, _ roles: [Role], _ labels: BorderLabels) -> [Int] {
    var sets = DisjointSets(count: faces.faceCount)
    for edge in faces.edges where edge.left >= 0 && edge.right >= 0 && roles[edge.left] == roles[edge.right] {
      switch roles[edge.left] {
      case .cutOut, .barred: sets.join(edge.left, edge.right)
      case .whole: if edge.label != BorderLabels.barrier { sets.join(edge.left, edge.right) }
      case .plain: if edge.label == labels.bridge { sets.join(edge.left, edge.right) }
      }
    }
    // A cut-out is one even where it lies in pieces.
    var firsts: [Role: Int] = [:]
    for (face, role) in roles.enumerated() {
      guard case .cutOut = role else { continue }
      if let first = firsts[role] { sets.join(first, face) } else { firsts[role] = face }
    }
    return roles.indices.map { sets.root(of: $0) }
  }

  func map() throws(Fault) -> BlockMap {
    var places = AreaLocator(coarse.faces())
    // The block in which each building's own place lies: near enough to tell which blocks are too full.
    let guesses = ground.buildings.map { building in
      building.place.isFinite ? places.areas(at: building.place).first.map { homes[$0] } : nil
    }
    var counts: [Int: Double] = [:]
    var sites: [Int: [Int]] = [:]
    for (number, home) in guesses.enumerated() {
      guard let home, rules.isSite(ground.buildings[number]) else { continue }
      if rules.measure == .households { counts[home, default: 0] += ground.buildings[number].households }
      sites[home, default: []].append(number)
    }
    if rules.measure == .squareMetres {
      let scale = ground.metric.metresPerX * ground.metric.metresPerY
      for (face, home) in homes.enumerated() { counts[home, default: 0] += coarse.areas[face] * scale }
    }
    let split = Set(
      counts.filter { home, count in
        roles[home] == .plain && count > rules.splitAbove && (sites[home]?.count ?? 0) > 1
      }.keys)
    var lines = ground.buildings.flatMap(\.outline.polygons).flatMap(\.rings).map {
      DividingLine($0.points, label: labels.wall)
    }
    if !split.isEmpty {
      let geos = try GEOSContext()
      let shapes = coarse.polygons(of: homes, count: coarse.faceCount)
      for home in split.sorted() {
        let gaps = try BuildingGaps(ground.metric, geos).lines(
          in: shapes[home], between: (sites[home] ?? []).map { ground.buildings[$0].rings })
        lines += gaps.map { DividingLine($0, label: labels.gap) }
      }
    }
    let fine = lines.isEmpty ? coarse : coarse.divided(by: lines)
    return BlockPieces(self, fine, parents: parents(of: fine, &places), split: split).map()
  }

  /// The coarse face that each fine one lies in.
  private func parents(of fine: Subdivision, _ places: inout AreaLocator) -> [Int] {
    var sets = DisjointSets(count: fine.faceCount)
    for edge in fine.edges where edge.label >= labels.wall && edge.left >= 0 && edge.right >= 0 {
      sets.join(edge.left, edge.right)
    }
    // Told by the largest of the faces that no coarse line parts: thin ones could be taken for the neighbour's.
    let roots = (0..<fine.faceCount).map { sets.root(of: $0) }
    var largest: [Int: Int] = [:]
    for (face, root) in roots.enumerated() where fine.interiors[face] != nil {
      if fine.areas[face] > largest[root].map({ fine.areas[$0] }) ?? -1 { largest[root] = face }
    }
    var parent: [Int: Int] = [:]
    for (root, face) in largest {
      if let point = fine.interiors[face] { parent[root] = places.areas(at: point).first }
    }
    return roots.map { parent[$0] ?? 0 }
  }
}

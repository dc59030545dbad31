import CoverageTopology
import SpatialPrimitives

/// Blocks that become larger: small pieces of split blocks together, slivers and water to a neighbour.
struct BlockJoining {
  private let faces: Subdivision
  private let drawing: BlockDrawing
  /// The block of each face, by its first face.
  private var sets: DisjointSets
  private var members: [Int: Member] = [:]
  private var bridges: AreaLocator
  private var buildingFaces: [Int?] = []

  private struct Member {
    var role: BlockDrawing.Role
    /// The split block that it is a piece of.
    var splitHome: Int?
    var households = 0.0
    var squareMetres = 0.0
    /// Whether nobody lives where one can walk to from here.
    var isUnpeopled = false
    /// Metres of border with each neighbour: all of it, and what can be crossed.
    var borders: [Int: (all: Double, open: Double)] = [:]
  }

  private var ground: BlockGround { drawing.ground }

  /// - Parameter units: of each face.
  init(_ faces: Subdivision, _ units: [Int], _ drawing: BlockDrawing) {
    self.faces = faces
    self.drawing = drawing
    sets = DisjointSets(count: units.count)
    bridges = AreaLocator(drawing.ground.bridges)
    for (face, unit) in units.enumerated() { sets.join(face, unit) }
  }

  /// - Parameters:
  ///   - buildingFaces: where each building is counted.
  ///   - homes: of each face; `split`: those of them that were split.
  mutating func attach(_ buildingFaces: [Int?], homes: [Int], split: Set<Int>) {
    self.buildingFaces = buildingFaces
    let scale = ground.metric.metresPerX * ground.metric.metresPerY
    for face in homes.indices {
      let root = sets.root(of: face)
      if members[root] == nil {
        members[root] = Member(
          role: drawing.roles[homes[face]], splitHome: split.contains(homes[face]) ? homes[face] : nil)
      }
      members[root]?.squareMetres += faces.areas[face] * scale
    }
    for (building, face) in buildingFaces.enumerated() {
      guard let face else { continue }
      let root = sets.root(of: face)
      members[root]?.households += drawing.ground.buildings[building].households
    }
    for edge in faces.edges where edge.left >= 0 && edge.right >= 0 {
      let (a, b) = (sets.root(of: edge.left), sets.root(of: edge.right))
      guard a != b else { continue }
      let length = ground.metric.distance(from: edge.a, to: edge.b)
      let open = isOpen(edge) ? length : 0
      members[a]?.borders[b, default: (0, 0)].all += length
      members[a]?.borders[b, default: (0, 0)].open += open
      members[b]?.borders[a, default: (0, 0)].all += length
      members[b]?.borders[a, default: (0, 0)].open += open
    }
  }

  private mutating func isOpen(_ edge: Subdivision.Edge) -> Bool {
    guard edge.label == BorderLabels.barrier else { return true }
    let middle = Point((edge.a.x + edge.b.x) / 2, (edge.a.y + edge.b.y) / 2)
    return !bridges.areas(at: middle).isEmpty
  }

  mutating func map() -> BlockMap {
    joinSmallPieces()
    joinWherePeopleAreNot()
    return numbered()
  }

  /// Joins pieces of one split block until each has as many households as are wanted, the smallest first, each with the
  /// neighbour that it shares most border with for its size.
  private mutating func joinSmallPieces() {
    for home in Set(members.values.compactMap(\.splitHome)).sorted() {
      var pieces = members.keys.filter { members[$0]?.splitHome == home }.sorted()
      while let small = pieces.filter({ members[$0]!.households < drawing.rules.leastPiece }).min(by: {
        (members[$0]!.households, $0) < (members[$1]!.households, $1)
      }) {
        let neighbours = members[small]!.borders.filter { $0.value.open > 0 && members[$0.key]?.splitHome == home }
        let rated = neighbours.map { (rating: $0.value.open / (1 + members[$0.key]!.households), other: $0.key) }
        pieces.removeAll { $0 == small }
        guard let best = rated.max(by: { ($0.rating, $1.other) < ($1.rating, $0.other) })?.other else { continue }
        join(small, best)
        pieces.removeAll { $0 == best }
        pieces.append(min(small, best))
      }
    }
  }

  /// Gives slivers, ground within barriers, and ground from which no way leads to people, to a neighbour.
  private mutating func joinWherePeopleAreNot() {
    markUnpeopled()
    var waiting = Set(members.keys.filter(needsNeighbour))
    while let next = waiting.min(by: { (members[$0]!.squareMetres, $0) < (members[$1]!.squareMetres, $1) }) {
      waiting.remove(next)
      let best = members[next]!.borders.max { a, b in
        let (p, q) = (rank(a.key, a.value), rank(b.key, b.value))
        return p == q ? a.key > b.key : p < q
      }?.key
      guard let best, !isFixed(best) else { continue }
      waiting.remove(best)
      let role = members[best]!.role == .barred ? members[next]!.role : members[best]!.role
      let isUnpeopled = members[next]!.isUnpeopled && members[best]!.isUnpeopled
      join(next, best)
      let joined = min(next, best)
      members[joined]!.role = role
      members[joined]!.isUnpeopled = isUnpeopled
      if needsNeighbour(joined) { waiting.insert(joined) }
    }
  }

  /// Finds the ground that can be walked to from nowhere where people live.
  private mutating func markUnpeopled() {
    let walked = members.keys.filter { members[$0]!.role != .barred && !isCutOut($0) }.sorted()
    var reach = DisjointSets(count: faces.faceCount)
    for number in walked {
      for (other, border) in members[number]!.borders where border.open > 0 && !isCutOut(other) {
        if members[other]!.role != .barred { reach.join(number, other) }
      }
    }
    var counts: [Int: Double] = [:]
    for number in walked { counts[reach.root(of: number), default: 0] += members[number]!.households }
    guard counts.values.contains(where: { $0 > 0 }) else { return }
    for number in walked where counts[reach.root(of: number)] == 0 { members[number]!.isUnpeopled = true }
  }

  private func needsNeighbour(_ number: Int) -> Bool {
    let member = members[number]!
    switch member.role {
    case .barred: return true
    case .plain: return member.households == 0 && (member.isUnpeopled || isSliver(number))
    case .whole: return member.isUnpeopled
    case .cutOut: return false
    }
  }

  /// Ground that can be reached before ground that cannot, cut-outs last; then the longer border.
  private func rank(_ number: Int, _ border: (all: Double, open: Double)) -> (Int, Double) {
    switch members[number]!.role {
    case .cutOut: (isFixed(number) ? 0 : 1, border.all)
    case .barred: (2, border.all)
    case .plain, .whole: (border.open > 0 ? 4 : 3, border.all)
    }
  }

  private func isCutOut(_ number: Int) -> Bool {
    if case .cutOut = members[number]!.role { true } else { false }
  }

  private func isFixed(_ number: Int) -> Bool {
    if case .cutOut(let cutOut) = members[number]!.role { return cutOut < ground.fixedCutOuts }
    return false
  }

  private func isSliver(_ number: Int) -> Bool {
    let member = members[number]!
    let perimeter = member.borders.values.reduce(0) { $0 + $1.all }
    return member.squareMetres < drawing.rules.sliverArea
      || 2 * member.squareMetres < drawing.rules.sliverWidth * perimeter
  }

  private mutating func join(_ a: Int, _ b: Int) {
    let (kept, gone) = (min(a, b), max(a, b))
    guard var member = members[kept], let other = members.removeValue(forKey: gone) else { return }
    sets.join(kept, gone)
    member.households += other.households
    member.squareMetres += other.squareMetres
    member.splitHome = member.splitHome == other.splitHome ? member.splitHome : nil
    member.borders[gone] = nil
    for (number, border) in other.borders where number != kept {
      member.borders[number, default: (0, 0)].all += border.all
      member.borders[number, default: (0, 0)].open += border.open
      members[number]?.borders[gone] = nil
      members[number]?.borders[kept, default: (0, 0)].all += border.all
      members[number]?.borders[kept, default: (0, 0)].open += border.open
    }
    members[kept] = member
  }

  /// The blocks in the order of their first faces, with their borders.
  private mutating func numbered() -> BlockMap {
    let roots = (0..<faces.faceCount).map { sets.root(of: $0) }
    var numbers: [Int: Int] = [:]
    var blocks: [BlockMap.Block] = []
    var moments: [(x: Double, y: Double, area: Double)] = []
    let origin = ground.region.box.center
    for (face, root) in roots.enumerated() {
      if numbers[root] == nil {
        numbers[root] = blocks.count
        var block = BlockMap.Block(
          households: 0, squareMetres: members[root]?.squareMetres ?? 0, place: origin, buildings: [])
        switch members[root]?.role {
        case .cutOut(let number): block.cutOut = number
        case .whole(let number): block.whole = number
        default: break
        }
        blocks.append(block)
        moments.append((0, 0, 0))
      }
      guard let number = numbers[root], let point = faces.interiors[face] else { continue }
      moments[number].x += (point.x - origin.x) * faces.areas[face]
      moments[number].y += (point.y - origin.y) * faces.areas[face]
      moments[number].area += faces.areas[face]
    }
    for (number, moment) in moments.enumerated() where moment.area > 0 {
      blocks[number].place = Point(origin.x + moment.x / moment.area, origin.y + moment.y / moment.area)
    }
    let blockOf = roots.map { numbers[$0] ?? 0 }
    for (building, face) in buildingFaces.enumerated() {
      guard let face else { continue }
      blocks[blockOf[face]].buildings.append(building)
      blocks[blockOf[face]].households += ground.buildings[building].households
    }
    return BlockMap(
      blocks: blocks, borders: borders(blockOf), looseEnds: drawing.coarse.looseEnds, subdivision: faces,
      blockOf: blockOf)
  }

  private mutating func borders(_ blockOf: [Int]) -> [BlockMap.Border] {
    var borders: [BlockMap.Border] = []
    var longest: [Double] = []
    var position: [Int: Int] = [:]
    for edge in faces.edges where edge.left >= 0 && edge.right >= 0 {
      let (a, b) = (min(blockOf[edge.left], blockOf[edge.right]), max(blockOf[edge.left], blockOf[edge.right]))
      guard a != b, let kind = drawing.labels.kind(edge.label) else { continue }
      let key = a << 32 | b
      let length = ground.metric.distance(from: edge.a, to: edge.b)
      if position[key] == nil {
        position[key] = borders.count
        borders.append(
          BlockMap.Border(a: a, b: b, metres: 0, streetMetres: 0, cost: 0, openMetres: 0, place: edge.a))
        longest.append(-1)
      }
      guard let number = position[key] else { continue }
      borders[number].metres += length
      borders[number].cost += length * kind.costPerMetre
      if kind.isStreet { borders[number].streetMetres += length }
      if isOpen(edge) { borders[number].openMetres += length }
      if length > longest[number] {
        longest[number] = length
        borders[number].place = Point((edge.a.x + edge.b.x) / 2, (edge.a.y + edge.b.y) / 2)
      }
    }
    return borders
  }
}

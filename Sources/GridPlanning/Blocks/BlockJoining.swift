import CoverageTopology
import SpatialPrimitives

/// Blocks that become larger: small pieces of split blocks together, slivers and water to a neighbour.
struct BlockJoining {
  let faces: Subdivision
  let drawing: BlockDrawing
  /// The block of each face, by its first face.
  var sets: DisjointSets
  var members: [Int: Member] = [:]
  private var bridges: AreaLocator
  var buildingFaces: [Int?] = []

  struct Member {
    var role: BlockDrawing.Role
    /// The split block that it is a piece of.
    var splitHome: Int?
    var households = 0.0
    var squareMetres = 0.0
    /// Whether nobody lives where one can walk to from here.
    var isUnpeopled = false
    /// Metres of border with each neighbour: all of it, and what can be crossed.
    var borders: [Int: (all: Double, open: Double)] = [:]

    func amount(_ measure: GridMeasure) -> Double { measure == .households ? households : squareMetres }

    func needsNeighbour(_ rules: BlockRules) -> Bool {
      switch role {
      case .barred: true
      case .plain: households == 0 && (isUnpeopled || isSliver(rules))
      case .whole: isUnpeopled
      case .cutOut: false
      }
    }

    private func isSliver(_ rules: BlockRules) -> Bool {
      let perimeter = borders.values.reduce(0) { $0 + $1.all }
      return squareMetres < rules.sliverArea || 2 * squareMetres < rules.sliverWidth * perimeter
    }
  }

  var ground: BlockGround { drawing.ground }

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

  mutating func isOpen(_ edge: Subdivision.Edge) -> Bool {
    guard edge.label == BorderLabels.barrier else { return true }
    let middle = Point((edge.a.x + edge.b.x) / 2, (edge.a.y + edge.b.y) / 2)
    return !bridges.areas(at: middle).isEmpty
  }

  mutating func map() -> BlockMap {
    joinSmallPieces()
    joinWherePeopleAreNot()
    return numbered()
  }

  /// Joins pieces of one split block until each has as much as is wanted, the smallest first, each with the neighbour that
  /// it shares most border with for its size.
  private mutating func joinSmallPieces() {
    let (least, measure) = (drawing.rules.leastPiece, drawing.rules.measure)
    joinInRounds { number, member in
      let amount = member.amount(measure)
      return member.splitHome != nil && amount < least ? (amount, number) : nil
    } with: { pieces, small in
      let neighbours = pieces.members[small]!.borders.filter { other, border in
        border.open > 0 && pieces.members[other]?.splitHome == pieces.members[small]!.splitHome
      }
      let rated = neighbours.map { ($0.value.open / (1 + pieces.members[$0.key]!.amount(measure)), $0.key) }
      return rated.max { ($0.0, $1.1) < ($1.0, $0.1) }?.1
    }
  }

  /// Gives slivers, ground within barriers, and ground from which no way leads to people, to a neighbour.
  private mutating func joinWherePeopleAreNot() {
    markUnpeopled()
    let area = drawing.rules.sliverArea
    joinInRounds { [rules = drawing.rules] number, member in
      member.needsNeighbour(rules) ? (member.squareMetres / area, number) : nil
    } with: { pieces, next in
      let best = pieces.members[next]!.borders.max { a, b in
        let (p, q) = (pieces.rank(a.key, a.value), pieces.rank(b.key, b.value))
        return p == q ? a.key > b.key : p < q
      }?.key
      return best.flatMap { pieces.isFixed($0) ? nil : $0 }
    }
  }

  /// Joins members with the neighbour that is chosen for each, those with the lowest order first, until none is left
  /// that asks for one and gets one. What was joined in a round waits for the next.
  ///
  /// - Parameters:
  ///   - order: of one that is to be joined; `nil` for others.
  ///   - choice: whom it is joined with.
  private mutating func joinInRounds(
    _ order: (Int, Member) -> (Double, Int)?, with choice: (BlockJoining, Int) -> Int?
  ) {
    while true {
      let waiting = members.compactMap { order($0.key, $0.value) }.sorted { $0 < $1 }
      var touched: Set<Int> = []
      for (_, number) in waiting where !touched.contains(number) {
        guard let other = choice(self, number) else { continue }
        touched.insert(number)
        touched.insert(other)
        join(number, other)
      }
      if touched.isEmpty { return }
    }
  }

  /// Finds the ground that can be walked to from nowhere where people live.
  private mutating func markUnpeopled() {
    guard drawing.rules.measure == .households else { return }
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

  /// Ground that can be reached before ground that cannot, cut-outs last; then the longer border.
  private func rank(_ number: Int, _ border: (all: Double, open: Double)) -> (Int, Double) {
    switch members[number]!.role {
    case .cutOut: (isFixed(number) ? 0 : 1, border.all)
    case .barred: (2, border.all)
    case .plain, .whole: (border.open > 0 ? 4 : 3, border.all)
    }
  }

  private func isCutOut(_ number: Int) -> Bool { isCutOut(members[number]!) }

  private func isCutOut(_ member: Member) -> Bool {
    if case .cutOut = member.role { true } else { false }
  }

  private func isFixed(_ number: Int) -> Bool {
    if case .cutOut(let cutOut) = members[number]!.role { return cutOut < ground.fixedCutOuts }
    return false
  }

  private mutating func join(_ a: Int, _ b: Int) {
    let (kept, gone) = (min(a, b), max(a, b))
    guard var member = members[kept], let other = members.removeValue(forKey: gone) else { return }
    sets.join(kept, gone)
    if other.role.strength > member.role.strength { member.role = other.role }
    member.isUnpeopled = member.isUnpeopled && other.isUnpeopled
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
}

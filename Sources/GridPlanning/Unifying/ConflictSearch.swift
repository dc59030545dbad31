import CoverageTopology
import SpatialPrimitives

/// Finds the places where departments disagree.
///
/// Two schemes agree about an element where its grid in the one is the main counterpart of its grid in the other, this way
/// or that: a grid that lies in a larger one of another department is no dispute, only finer. What is left is where one
/// says that the place goes with its one neighbour, and the other that it goes with another. Counterparts are by area, in
/// the community.
struct ConflictSearch {
  private let faces: ElementFaces
  private let elements: [Unification.Element]
  private let grids: [Unification.Grid]
  private let elementOf: [Int32]
  private let schemeCount: Int
  /// For each pair of schemes (a, b) the main counterpart in b of each grid of a; the unified net is scheme `schemeCount`.
  private var counterparts: [[Pair: Int]] = []

  private struct Pair: Hashable {
    var community: Int
    var grid: Int
  }

  init(
    _ faces: ElementFaces, _ elements: [Unification.Element], _ grids: [Unification.Grid], elementOf: [Int32]
  ) {
    self.faces = faces
    self.elements = elements
    self.grids = grids
    self.elementOf = elementOf
    schemeCount = faces.schemeCount
    for a in 0...schemeCount {
      for b in 0...schemeCount { counterparts.append(a == b ? [:] : counterpart(a, b)) }
    }
  }

  private func grid(_ element: Int, _ scheme: Int) -> Int? {
    scheme == schemeCount ? elements[element].grid : elements[element].grids[scheme]
  }

  private func counterpart(_ a: Int, _ b: Int) -> [Pair: Int] {
    var areas: [Pair: [Int: Double]] = [:]
    for element in elements.indices {
      guard let one = grid(element, a), let other = grid(element, b) else { continue }
      let pair = Pair(community: elements[element].community, grid: one)
      areas[pair, default: [:]][other, default: 0] += elements[element].squareMetres
    }
    return areas.mapValues { others in
      others.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? -1
    }
  }

  /// Whether the grids that two schemes have at an element are each other's main counterpart, one way at least.
  private func agree(_ element: Int, _ a: Int, _ b: Int) -> Bool {
    guard let one = grid(element, a), let other = grid(element, b) else { return false }
    let community = elements[element].community
    return counterparts[a * (schemeCount + 1) + b][Pair(community: community, grid: one)] == other
      || counterparts[b * (schemeCount + 1) + a][Pair(community: community, grid: other)] == one
  }

  private func kinds(_ element: Int, overlapping: Set<Int>) -> [Conflict.Kind] {
    var kinds: [Conflict.Kind] = []
    let present = (0..<schemeCount).filter { grid(element, $0) != nil }
    for (position, a) in present.enumerated() where kinds.isEmpty {
      if present[(position + 1)...].contains(where: { !agree(element, a, $0) }) { kinds.append(.disputed) }
    }
    if !present.isEmpty, present.count < schemeCount { kinds.append(.uncovered) }
    if overlapping.contains(element) { kinds.append(.overlap) }
    return kinds
  }

  /// The places, the one with the most cases first, then households, then square metres.
  func conflicts(_ graphs: [ElementGraph]) -> [Conflict] {
    let overlapping = Set(faces.overlaps.map { Int(elementOf[$0.face]) }.filter { $0 >= 0 })
    var conflicts: [Conflict] = []
    for graph in graphs {
      let kinds = graph.elements.map { self.kinds($0, overlapping: overlapping) }
      for kind in Conflict.Kind.allCases {
        let places = graph.components { position in
          kinds[position].contains(kind) ? elements[graph.elements[position]].grid : nil
        }
        conflicts += places.map { conflict(kind, $0.map { graph.elements[$0] }) }
      }
    }
    withShapes(&conflicts)
    return conflicts.sorted { a, b in
      let (one, other) = ((a.cases, a.households, a.squareMetres), (b.cases, b.households, b.squareMetres))
      return one != other ? one > other : a.elements.lexicographicallyPrecedes(b.elements)
    }
  }

  private func conflict(_ kind: Conflict.Kind, _ members: [Int]) -> Conflict {
    let unified = elements[members[0]].grid
    var claims: [[Int]] = []
    for scheme in 0..<schemeCount {
      var areas: [Int: Double] = [:]
      for element in members {
        if let grid = grid(element, scheme) { areas[grid, default: 0] += elements[element].squareMetres }
      }
      claims.append(areas.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key))
    }
    let keeps = (0..<schemeCount).filter { scheme in
      members.contains { agree($0, scheme, schemeCount) }
    }
    let present = (0..<schemeCount).filter { !claims[$0].isEmpty }
    let ground: Conflict.Ground =
      keeps.isEmpty
      ? .balance : keeps.first == present.first ? .priority : keeps.count * 2 > present.count ? .majority : .minority
    func sum(_ value: (Unification.Element) -> Double) -> Double { members.reduce(0) { $0 + value(elements[$1]) } }
    return Conflict(
      kind: kind, community: elements[members[0]].community, elements: members, grid: unified, claims: claims,
      keeps: keeps, ground: ground, squareMetres: sum(\.squareMetres), households: sum(\.households),
      cases: sum(\.cases),
      geometry: MultiPolygon([]))
  }

  /// The unions of the elements: kind by kind, for a place may be a conflict of several kinds.
  private func withShapes(_ conflicts: inout [Conflict]) {
    for kind in Conflict.Kind.allCases {
      let own = conflicts.indices.filter { conflicts[$0].kind == kind }
      guard !own.isEmpty else { continue }
      var places = [Int32](repeating: -1, count: elements.count)
      for (number, index) in own.enumerated() {
        for element in conflicts[index].elements { places[element] = Int32(number) }
      }
      let groups = elementOf.map { $0 < 0 ? -1 : places[Int($0)] }
      for (number, shape) in faces.overlay.unions(of: groups, count: own.count).enumerated() {
        conflicts[own[number]].geometry = shape
      }
    }
  }
}

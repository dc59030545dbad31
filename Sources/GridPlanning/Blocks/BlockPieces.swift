import CoverageTopology
import SpatialPrimitives

/// The faces of a ground put together into blocks: buildings whole, each block connected, no slivers.
struct BlockPieces {
  private let drawing: BlockDrawing
  private let faces: Subdivision
  /// Of each face, the block of the coarse subdivision that it is counted to.
  private var home: [Int]
  private let split: Set<Int>
  /// Of each face, the building in it, joined with those that it overlaps; −1 for open ground.
  private var buildingOf: [Int]
  private var buildingSets: DisjointSets
  /// The block of each face; −1 while it is not known.
  private var unit: [Int]
  private var units = 0

  private var ground: BlockGround { drawing.ground }

  init(_ drawing: BlockDrawing, _ faces: Subdivision, parents: [Int], split: Set<Int>) {
    self.drawing = drawing
    self.faces = faces
    self.split = split
    home = parents.map { drawing.homes[$0] }
    buildingSets = DisjointSets(count: drawing.ground.buildings.count)
    buildingOf = Array(repeating: -1, count: faces.faceCount)
    unit = Array(repeating: -1, count: faces.faceCount)
    locateBuildings()
    settleHairlines()
    bringHome()
    seed()
    grow()
  }

  func map() -> BlockMap {
    var joining = BlockJoining(faces, connected(), drawing)
    joining.attach(attachment(), homes: home, split: split)
    return joining.map()
  }

  /// Finds which building each face lies in. Two that overlap by more than a square decimetre are one: a line between
  /// them would cut one of the two.
  private mutating func locateBuildings() {
    let outlines = ground.buildings.map(\.outline)
    var locator = AreaLocator(outlines)
    let squareMetres = ground.metric.metresPerX * ground.metric.metresPerY
    let sizes = outlines.map(\.planarArea)
    for face in home.indices {
      guard let point = faces.interiors[face] else { continue }
      let held = locator.areas(at: point)
      guard let first = held.first else { continue }
      buildingOf[face] = first
      for other in held.dropFirst()
      where faces.areas[face] * squareMetres > 0.01 || faces.areas[face] > 0.001 * min(sizes[first], sizes[other]) {
        buildingSets.join(first, other)
      }
    }
    for face in home.indices where buildingOf[face] >= 0 {
      buildingOf[face] = buildingSets.root(of: buildingOf[face])
    }
  }

  /// Counts a face that is too thin for a double to the neighbour with which it shares most border, a building's first:
  /// left to itself, it could part one.
  private mutating func settleHairlines() {
    var best: [Int: (isBuilding: Bool, length: Double, other: Int)] = [:]
    for edge in faces.edges where edge.left >= 0 && edge.right >= 0 {
      for (thin, other) in [(edge.left, edge.right), (edge.right, edge.left)]
      where faces.interiors[thin] == nil && faces.interiors[other] != nil {
        let found = (buildingOf[other] >= 0, length(edge), other)
        if let known = best[thin],
          (known.isBuilding && !found.0) || known.isBuilding == found.0 && known.length >= found.1
        {
          continue
        }
        best[thin] = found
      }
    }
    for (thin, found) in best {
      home[thin] = home[found.other]
      buildingOf[thin] = buildingOf[found.other]
    }
  }

  /// Counts all of a building to the block in which most of it lies. A grid that stays as it is keeps its line.
  private mutating func bringHome() {
    func isFixed(_ home: Int) -> Bool {
      if case .cutOut(let number) = drawing.roles[home] { return number < ground.fixedCutOuts }
      return false
    }
    var shares: [Int: [Int: Double]] = [:]
    for (face, building) in buildingOf.enumerated() where building >= 0 {
      if isFixed(home[face]) {
        buildingOf[face] = -1
      } else {
        shares[building, default: [:]][home[face], default: 0] += faces.areas[face]
      }
    }
    let main = shares.mapValues { share in
      share.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
    }
    for (face, building) in buildingOf.enumerated() where building >= 0 { home[face] = main[building] ?? home[face] }
  }

  /// Gives each block that is not split one number, and each site of those that are.
  private mutating func seed() {
    var numbers: [Int: Int] = [:]
    var isSite = [Bool](repeating: false, count: ground.buildings.count)
    for (number, building) in ground.buildings.enumerated()
    where !building.outline.isEmpty && drawing.rules.isSite(building) {
      isSite[buildingSets.root(of: number)] = true
    }
    for face in home.indices {
      let key: Int
      if !split.contains(home[face]) {
        key = home[face]
      } else if buildingOf[face] >= 0, isSite[buildingOf[face]] {
        key = faces.faceCount + buildingOf[face]
      } else {
        continue
      }
      unit[face] = number(of: key, &numbers)
    }
    let points = ground.buildings.indices.filter { ground.buildings[$0].outline.isEmpty }
    guard !points.isEmpty, !split.isEmpty else { return }
    var locator = AreaLocator(faces.faces())
    for building in points where drawing.rules.isSite(ground.buildings[building]) {
      let place = ground.buildings[building].place
      guard place.isFinite, let face = locator.areas(at: place).first, unit[face] < 0 else { continue }
      unit[face] = number(of: faces.faceCount + ground.buildings.count + face, &numbers)
    }
  }

  private mutating func number(of key: Int, _ numbers: inout [Int: Int]) -> Int {
    if let known = numbers[key] { return known }
    numbers[key] = units
    units += 1
    return units - 1
  }

  /// Gives what lies between the buildings of a split block to the piece with the longest border, outward from the
  /// buildings; a building without households as a whole.
  private mutating func grow() {
    var clumps = DisjointSets(count: home.count)
    let inner = faces.edges.filter { edge in
      edge.left >= 0 && edge.right >= 0 && home[edge.left] == home[edge.right] && edge.label != BorderLabels.barrier
        && split.contains(home[edge.left])
    }
    for edge in inner where buildingOf[edge.left] >= 0 && buildingOf[edge.left] == buildingOf[edge.right] {
      clumps.join(edge.left, edge.right)
    }
    while true {
      var borders: [Int: [Int: Double]] = [:]
      for edge in inner where (unit[edge.left] < 0) != (unit[edge.right] < 0) {
        let (open, known) = unit[edge.left] < 0 ? (edge.left, edge.right) : (edge.right, edge.left)
        borders[clumps.root(of: open), default: [:]][unit[known], default: 0] += length(edge)
      }
      if borders.isEmpty { break }
      let chosen = borders.mapValues { $0.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0 }
      for face in home.indices where unit[face] < 0 {
        if let found = chosen[clumps.root(of: face)] { unit[face] = found }
      }
    }
    // What no piece reaches is a block of its own.
    for face in home.indices where unit[face] < 0 {
      unit[face] = units
      units += 1
    }
  }

  private func length(_ edge: Subdivision.Edge) -> Double { ground.metric.distance(from: edge.a, to: edge.b) }

  /// The unit of each face, those in several pieces divided into these; what was cut out may be in several.
  private func connected() -> [Int] {
    var sets = DisjointSets(count: home.count)
    for edge in faces.edges where edge.left >= 0 && edge.right >= 0 && unit[edge.left] == unit[edge.right] {
      sets.join(edge.left, edge.right)
    }
    var firsts: [Int: Int] = [:]
    for face in home.indices {
      guard case .cutOut = drawing.roles[home[face]] else { continue }
      if let first = firsts[home[face]] { sets.join(first, face) } else { firsts[home[face]] = face }
    }
    return home.indices.map { sets.root(of: $0) }
  }

  /// The face that each building is counted at: the largest in it, or the one that holds its place.
  private func attachment() -> [Int?] {
    var result = [Int?](repeating: nil, count: ground.buildings.count)
    var sets = buildingSets
    var largest: [Int: Int] = [:]
    for (face, building) in buildingOf.enumerated() where building >= 0 {
      if largest[building].map({ faces.areas[face] > faces.areas[$0] }) ?? true { largest[building] = face }
    }
    var homeless: [Int] = []
    for number in result.indices {
      result[number] = largest[sets.root(of: number)]
      // A neighbour's building that lies outside is nowhere here.
      let building = ground.buildings[number]
      if result[number] == nil, building.place.isFinite, building.households > 0 || building.outline.isEmpty {
        homeless.append(number)
      }
    }
    guard !homeless.isEmpty else { return result }
    var locator = AreaLocator(faces.faces())
    for number in homeless { result[number] = locator.areas(at: ground.buildings[number].place).first }
    return result
  }
}

import CoverageTopology
import SpatialPrimitives

extension BlockJoining {
  /// The blocks in the order of their first faces, with their borders.
  mutating func numbered() -> BlockMap {
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

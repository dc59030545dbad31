/// The rings of areas, walked along the streets that divide them.
extension GeneratedCity {
  /// A street left at a crossing with the area on its left hand.
  private struct Step: Hashable {
    var crossing: Int
    var heading: StreetMesh.Heading
  }

  /// The rings of every area of a level: the outer one first, counter-clockwise, then holes, clockwise; closed.
  public func rings(of level: GeneratedLevel) -> [[[Vertex]]] {
    var rings = [[[Vertex]]](repeating: [], count: level.areas.count)
    var walked = [Bool](repeating: false, count: 4 * (mesh.size + 1) * (mesh.size + 1))
    for block in mesh.blocks where level.areaOfBlock[block] >= 0 {
      let corner = mesh.corner(of: block)
      let area = level.areaOfBlock[block]
      for step in [
        Step(crossing: corner, heading: .east), Step(crossing: corner + 1, heading: .north),
        Step(crossing: corner + mesh.size + 2, heading: .west), Step(crossing: corner + mesh.size + 1, heading: .south),
      ] where !walked[index(step)] && isBorder(step, of: area, level) {
        let ring = walk(from: step, round: area, level, &walked)
        if isCounterClockwise(ring) {
          rings[Int(area)].insert(ring, at: 0)
        } else {
          rings[Int(area)].append(ring)
        }
      }
    }
    guard let hand = level.hand else { return rings }
    return rings.map { $0.map { $0.map { $0.traced(by: hand) } } }
  }

  /// The streets on the borders between areas of a level and round them, each once, in a fixed order.
  func borders(of level: GeneratedLevel) -> [(crossing: Int, heading: StreetMesh.Heading)] {
    var borders: [(Int, StreetMesh.Heading)] = []
    for crossing in 0..<((mesh.size + 1) * (mesh.size + 1)) {
      for heading in [StreetMesh.Heading.east, .north] where mesh.isStreet(from: crossing, heading) {
        let sides = mesh.sides(from: crossing, heading)
        if area(sides.left, level) != area(sides.right, level) { borders.append((crossing, heading)) }
      }
    }
    return borders
  }

  private func index(_ step: Step) -> Int { 4 * step.crossing + step.heading.rawValue }

  private func area(_ block: Int?, _ level: GeneratedLevel) -> Int32 { block.map { level.areaOfBlock[$0] } ?? -1 }

  private func isBorder(_ step: Step, of area: Int32, _ level: GeneratedLevel) -> Bool {
    let sides = mesh.sides(from: step.crossing, step.heading)
    return self.area(sides.left, level) == area && self.area(sides.right, level) != area
  }

  /// Walks on until the ring closes. Where an area meets itself at a crossing the walk turns right, away from
  /// the block it came along: the ring then touches another ring there and never itself, which is lawful.
  private func walk(from start: Step, round area: Int32, _ level: GeneratedLevel, _ walked: inout [Bool]) -> [Vertex] {
    var ring: [Vertex] = []
    var step = start
    repeat {
      walked[index(step)] = true
      ring.append(mesh.vertex(at: step.crossing))
      mesh.forEachBend(from: step.crossing, step.heading) { ring.append($0) }
      let crossing = mesh.crossing(from: step.crossing, step.heading)
      let next = [3, 0, 1].lazy
        .map { Step(crossing: crossing, heading: StreetMesh.Heading(rawValue: (step.heading.rawValue + $0) % 4)!) }
        .first { isBorder($0, of: area, level) }
      step = next!
    } while step != start
    ring.append(ring[0])
    return ring
  }

  private func isCounterClockwise(_ ring: [Vertex]) -> Bool {
    var doubled = 0.0
    for (a, b) in zip(ring, ring.dropFirst()) {
      doubled += Double(a.x - ring[0].x) * Double(b.y - ring[0].y) - Double(b.x - ring[0].x) * Double(a.y - ring[0].y)
    }
    return doubled > 0
  }
}

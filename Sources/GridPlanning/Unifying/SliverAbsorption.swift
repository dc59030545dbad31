import CoverageTopology
import SpatialPrimitives

/// Gives each sliver to a face beside it in its community, so that lines that were drawn twice do not make elements.
///
/// Of the faces beside it, those come first that lie in the same grid of the scheme of the highest priority, then of the
/// next scheme, and so on; among these the one with the longest border in common; then the first. A sliver beside
/// slivers only waits until one of them has found its place. One with nothing beside it in its community (a strip of
/// shore that a neighbour's border cut off) goes to the face of its community that lies nearest, apart from it: to give
/// it to what it touches would carry ground from one community to another. Where all of a community is narrower than the
/// tolerance its largest face leads, and stays a sliver.
struct SliverAbsorption {
  /// For each face the face whose element it is a part of; itself for those that stay, −1 outside the communities.
  private(set) var homes: [Int32]
  /// The slivers that joined a face which they do not touch.
  private(set) var apart: Set<Int> = []
  /// The slivers that are elements themselves: one for each community that has nothing wider.
  private(set) var left: Set<Int> = []

  /// O(borders × rounds); there are as many rounds as slivers lie behind one another. Each that lies apart costs its
  /// vertices times those of the faces near it.
  init(_ faces: ElementFaces) {
    homes = (0..<faces.count).map { face in
      faces.communities[face] < 0 ? -1 : faces.isSliver[face] ? Int32.max : Int32(face)
    }
    var beside: [Int: [(face: Int, metres: Double)]] = [:]
    for border in faces.borders {
      let (first, second) = (Int(border.first), Int(border.second))
      guard faces.communities[first] == faces.communities[second], faces.communities[first] >= 0 else { continue }
      if faces.isSliver[first] { beside[first, default: []].append((second, border.metres)) }
      if faces.isSliver[second] { beside[second, default: []].append((first, border.metres)) }
    }
    var waiting = faces.isSliver.indices.filter { homes[$0] == Int32.max }
    while !waiting.isEmpty {
      var found: [(sliver: Int, home: Int32)] = []
      var rest: [Int] = []
      for sliver in waiting {
        // What borders in several stretches, through other slivers too, counts with all of them.
        var metres: [Int32: Double] = [:]
        for (face, length) in beside[sliver] ?? [] where homes[face] != Int32.max {
          metres[homes[face], default: 0] += length
        }
        guard let home = metres.keys.max(by: { SliverAbsorption.isBehind($0, $1, sliver, metres, faces) }) else {
          rest.append(sliver)
          continue
        }
        found.append((sliver, home))
      }
      if found.isEmpty {
        settleApart(rest, faces)
        return
      }
      for (sliver, home) in found { homes[sliver] = home }
      waiting = rest
    }
  }

  private mutating func settleApart(_ slivers: [Int], _ faces: ElementFaces) {
    var members: [Int32: [Int]] = [:]
    for face in homes.indices where homes[face] == Int32(face) {
      members[faces.communities[face], default: []].append(face)
    }
    for (community, slivers) in Dictionary(grouping: slivers, by: { faces.communities[$0] }) {
      var hosts = members[community] ?? []
      if hosts.isEmpty, let largest = slivers.max(by: { faces.squareMetres[$0] < faces.squareMetres[$1] }) {
        homes[largest] = Int32(largest)
        left.insert(largest)
        hosts = [largest]
      }
      let shapes = hosts.map { faces.overlay.polygon(of: $0) }
      for sliver in slivers where !left.contains(sliver) {
        let nearest = SliverAbsorption.nearest(to: faces.overlay.polygon(of: sliver), among: shapes)
        homes[sliver] = Int32(hosts[nearest])
        apart.insert(sliver)
      }
    }
  }

  /// The first of the shapes one of whose vertices lies nearest to one of the polygon's. In units of the coordinates: a
  /// degree of longitude is shorter than one of latitude, but nothing else hangs on which of two is taken.
  private static func nearest(to polygon: Polygon, among shapes: [Polygon]) -> Int {
    var best = (shape: 0, square: Double.infinity)
    let box = polygon.box
    func squaredGap(_ x: Double, _ y: Double) -> Double {
      let dx = max(0, box.minX - x, x - box.maxX)
      let dy = max(0, box.minY - y, y - box.maxY)
      return dx * dx + dy * dy
    }
    for (number, shape) in shapes.enumerated() {
      let nearby = box.expanded(by: best.square.squareRoot())
      guard shape.box.intersects(nearby) else { continue }
      for ring in shape.rings {
        for point in ring.points where squaredGap(point.x, point.y) < best.square {
          for other in polygon.exterior.points {
            let (x, y) = (other.x - point.x, other.y - point.y)
            if x * x + y * y < best.square { best = (number, x * x + y * y) }
          }
        }
      }
    }
    return best.shape
  }

  private static func isBehind(
    _ a: Int32, _ b: Int32, _ sliver: Int, _ metres: [Int32: Double], _ faces: ElementFaces
  ) -> Bool {
    for scheme in 0..<faces.schemeCount {
      let own = faces.label(sliver, scheme)
      let (first, second) = (faces.label(Int(a), scheme) == own, faces.label(Int(b), scheme) == own)
      if first != second { return second }
    }
    let (first, second) = (metres[a] ?? 0, metres[b] ?? 0)
    return first != second ? first < second : a > b
  }
}

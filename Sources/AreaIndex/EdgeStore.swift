import SpatialPrimitives

/// The edges of all areas, each once however many areas have it, while an index is built. Edge `i` goes from vertex `i`
/// to vertex `i + 1`; edges that follow each other in a ring mostly follow each other here.
struct EdgeStore: Sendable {
  private(set) var vertices: [Point] = []
  /// By edge; `none` at the last vertex of a chain, where no edge begins.
  private(set) var labels: [UInt32] = []
  /// What crossing an edge with a label means: the areas that have the edge, as `rank << 1 | changes`, ascending. An
  /// area that has it an even number of times does not change, though the edge is a border of it.
  private(set) var areasOfLabels = ListInterner()
  /// By position in the ring store: the edge that begins there.
  let edgeNumbers: [UInt32]

  static let none = UInt32.max

  init(_ rings: RingStore, threads: Int) {
    let first = EdgeMatching.first(rings, threads: threads)
    var numbers = [UInt32](repeating: Self.none, count: first.count)
    vertices.reserveCapacity(first.count / 2)
    /// How many positions have the edge.
    var counts: [UInt32] = []
    counts.reserveCapacity(first.count / 2)
    var isOpen = false
    for position in first.indices {
      if rings.endsRing[position] {
        isOpen = false
        continue
      }
      if first[position] < position {
        numbers[position] = numbers[Int(first[position])]
        counts[Int(numbers[position])] += 1
        isOpen = false
        continue
      }
      if !isOpen {
        vertices.append(rings.points[position])
        counts.append(0)
      }
      numbers[position] = UInt32(vertices.count - 1)
      counts[vertices.count - 1] = 1
      vertices.append(rings.points[position + 1])
      counts.append(0)
      isOpen = true
    }
    edgeNumbers = numbers
    label(rings, counts)
  }

  @inline(__always)
  func ends(of edge: UInt32) -> (Point, Point) { (vertices[Int(edge)], vertices[Int(edge) + 1]) }

  /// Gathers the areas of each edge, in ascending rank because positions are.
  private mutating func label(_ rings: RingStore, _ counts: [UInt32]) {
    var ends: [UInt32] = []
    ends.reserveCapacity(counts.count)
    var sum: UInt32 = 0
    for count in counts {
      ends.append(sum)
      sum += count
    }
    var ranks = [UInt32](repeating: 0, count: Int(sum))
    for rank in rings.boxes.indices {
      for position in rings.pointRange(of: rank) where edgeNumbers[position] != Self.none {
        let edge = Int(edgeNumbers[position])
        ranks[Int(ends[edge])] = UInt32(rank)
        ends[edge] += 1
      }
    }
    labels = [UInt32](repeating: Self.none, count: counts.count)
    var previous: [UInt32] = []
    var label = Self.none
    var list: [UInt32] = []
    var start = 0
    for edge in counts.indices where counts[edge] > 0 {
      list.removeAll(keepingCapacity: true)
      for index in start..<Int(ends[edge]) {
        if let last = list.last, last >> 1 == ranks[index] {
          list[list.count - 1] = last ^ 1
        } else {
          list.append(ranks[index] << 1 | 1)
        }
      }
      start = Int(ends[edge])
      if label == Self.none || list != previous {
        label = areasOfLabels.id(of: list)
        swap(&previous, &list)
      }
      labels[edge] = label
    }
  }
}

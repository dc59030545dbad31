extension BlockLine {
  /// Appends x and y of the vertices, and the changes, filled up to whole groups.
  /// - Parameter change: that of a mask, as a position in the table.
  /// - Returns: the number of groups.
  func write(
    to halves: inout FixedList<UInt16>, _ scratch: inout LineScratch, change: (_ mask: UInt64) -> UInt16
  ) -> Int {
    scratch.clear()
    var index = 0
    while index < segments.count {
      let segment = segments[index]
      let own = change(segment.mask)
      // Which way an edge goes does not matter.
      let isReversed = scratch.last == segment.b
      if !isReversed && scratch.last != segment.a { scratch.extend(to: segment.a, 0) }
      scratch.extend(to: isReversed ? segment.a : segment.b, own)
      index += 1
    }
    let groups = (scratch.changes.count + 3) / 4
    scratch.fill(4 * groups)
    for index in 0...4 * groups { halves.append(UInt16(truncatingIfNeeded: scratch.vertices[index].x)) }
    for index in 0...4 * groups { halves.append(UInt16(truncatingIfNeeded: scratch.vertices[index].y)) }
    var first = 0
    while first < 4 * groups {
      let changes = (scratch.changes[first], scratch.changes[first + 1], scratch.changes[first + 2])
      halves.append(changes.0 | changes.1 << 4 | changes.2 << 8 | scratch.changes[first + 3] << 12)
      first += 4
    }
    return groups
  }
}

/// Space that writing a line uses again and again.
struct LineScratch: ~Copyable {
  // Each segment may need an edge that leads to it.
  private static let most = 2 * CellBlock.mostSegments + 4
  fileprivate var vertices = FixedList<BlockLine.Vertex>(capacity: most + 1)
  /// By edge.
  fileprivate var changes = FixedList<UInt16>(capacity: most)

  fileprivate var last: BlockLine.Vertex? { vertices.count > 0 ? vertices[vertices.count - 1] : nil }

  fileprivate mutating func clear() {
    vertices.clear()
    changes.clear()
  }

  fileprivate mutating func extend(to vertex: BlockLine.Vertex, _ change: UInt16) {
    if vertices.count > 0 { changes.append(change) }
    vertices.append(vertex)
  }

  /// Repeats the last vertex until there are so many edges.
  fileprivate mutating func fill(_ edges: Int) {
    changes.append(0, times: edges - changes.count)
    vertices.append(last ?? BlockLine.Vertex(x: 0, y: 0), times: edges + 1 - vertices.count)
  }
}

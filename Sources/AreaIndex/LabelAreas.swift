import SystemFiles

/// The areas that have the edges with a label: those on whose border a stretch of a chain lies, from where an area's border
/// joins the chain or leaves it to where the next one does.
struct LabelAreas: Sendable {
  /// Label by label `rank << 1 | changes`, ascending. An area that has an edge an even number of times does not change where
  /// that is crossed, though the edge is a border of it.
  private(set) var items: [UInt32]
  private let starts: [UInt32]
  private let ends: [UInt32]

  var count: Int { starts.count }

  /// Where the areas of a label lie in `items`.
  @inline(__always)
  func range(of label: UInt32) -> Range<Int> { Int(starts[Int(label)])..<Int(ends[Int(label)]) }

  /// Gives edges their labels.
  ///
  /// - Parameters:
  ///   - begins: by vertex, whether an edge begins there.
  ///   - stretches: of the areas, first edge `<< 32 |` number of edges.
  ///   - areaStarts: where those of each rank begin, and the last ones end.
  static func label(
    _ begins: Section<UInt8>, _ stretches: [UInt64], _ areaStarts: [Int]
  ) -> (labels: [UInt32], areas: LabelAreas) {
    // Labels change where a stretch begins or has ended.
    var labels = [UInt32](repeating: 0, count: begins.count + 1)
    for stretch in stretches {
      labels[Int(stretch >> 32)] = 1
      labels[Int(stretch >> 32) + Int(stretch & 0xFFFF_FFFF)] = 1
    }
    var last: UInt32 = 0
    for edge in labels.indices {
      last += labels[edge]
      labels[edge] = last
    }
    var starts = [UInt32](repeating: 0, count: Int(last) + 2)
    forEach(stretches[...], labels) { starts[$0 + 1] += 1 }
    for label in 1..<starts.count { starts[label] += starts[label - 1] }
    starts.removeLast()
    var ends = starts
    var items = [UInt32](repeating: 0, count: stretches.isEmpty ? 0 : Int(starts[starts.count - 1]))
    for rank in 0..<areaStarts.count - 1 {
      let rankWord = UInt32(rank) << 1
      forEach(stretches[areaStarts[rank]..<areaStarts[rank + 1]], labels) { label in
        let end = Int(ends[label])
        if end > starts[label], items[end - 1] >> 1 == rank {
          items[end - 1] ^= 1
        } else {
          items[end] = rankWord | 1
          ends[label] += 1
        }
      }
    }
    labels.removeLast()
    for edge in labels.indices where begins[edge] == 0 { labels[edge] = EdgeStore.none }
    return (labels, LabelAreas(items: items, starts: starts, ends: ends))
  }

  /// Calls `body` with the labels on each of the stretches.
  @inline(__always)
  private static func forEach(_ stretches: ArraySlice<UInt64>, _ labels: [UInt32], _ body: (Int) -> Void) {
    for stretch in stretches {
      let first = Int(stretch >> 32)
      let last = Int(labels[first + Int(stretch & 0xFFFF_FFFF) - 1])
      var label = Int(labels[first])
      while label <= last {
        body(label)
        label += 1
      }
    }
  }
}

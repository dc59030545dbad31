package import SpatialPrimitives

/// Tells which areas hold a place: by the even-odd rule over all rings, exactly on the doubles.
///
/// A place on a border counts as if it stood an infinitesimal step above and right of it, for every area alike
/// (simulation of simplicity), so that areas that share the border never both hold it. Areas are found by a grid of
/// their boxes, large ones are cut into strips when they are first asked.
package struct AreaLocator {
  private let edges: CoverageEdges
  private let boxes: [Box]
  private let grid: BoxCells
  private var strips: [Int: Strips] = [:]

  package init(_ areas: [MultiPolygon]) { self.init(CoverageEdges(areas)) }

  init(_ edges: CoverageEdges) {
    self.edges = edges
    boxes = edges.ranges.map { range in Box(around: edges.points[range]) }
    grid = BoxCells(boxes)
  }

  /// The areas that hold `point`, ascending.
  package mutating func areas(at point: Point) -> [Int] {
    var found: [Int] = []
    for area in grid.items(at: point) {
      let area = Int(area)
      guard boxes[area].contains(point), holds(area, point) else { continue }
      found.append(area)
    }
    return found
  }

  private mutating func holds(_ area: Int, _ point: Point) -> Bool {
    let range = edges.ranges[area]
    if range.count <= 48 {
      var isInside = false
      for edge in range where edges.owners[edge] != CoverageEdges.none {
        if crosses(edge, point) { isInside.toggle() }
      }
      return isInside
    }
    if strips[area] == nil { strips[area] = cut(range) }
    var isInside = false
    for edge in strips[area]?.items(at: point.y) ?? [] where crosses(Int(edge), point) { isInside.toggle() }
    return isInside
  }

  private func cut(_ range: Range<Int>) -> Strips {
    Strips(
      range.filter { edges.owners[$0] != CoverageEdges.none }.map { edge in
        let (a, b) = (edges.points[edge].y, edges.points[edge + 1].y)
        return (min(a, b), max(a, b), UInt32(edge))
      })
  }

  /// Whether the ray to the right of the point, moved up and right by infinitesimals, crosses the edge.
  private func crosses(_ edge: Int, _ point: Point) -> Bool {
    let (a, b) = (edges.points[edge], edges.points[edge + 1])
    guard (a.y > point.y) != (b.y > point.y) else { return false }
    if a.x > point.x, b.x > point.x { return true }
    if a.x < point.x, b.x < point.x { return false }
    return a.y < b.y ? Orientation.isLeftPerturbed(a, b, point) : Orientation.isLeftPerturbed(b, a, point)
  }
}

/// Boxes by the cells of a square grid that they reach into, as many cells as boxes.
package struct BoxCells: Sendable {
  private let buckets: Buckets<Int32>
  private let frame: Box
  private let side: Int

  package init(_ boxes: [Box]) {
    var frame = Box.empty
    for box in boxes where !box.isEmpty { frame.formUnion(box) }
    let side = max(1, Int(Double(boxes.count).squareRoot()))
    var items: [(Int, Int32)] = []
    for (number, box) in boxes.enumerated() where !box.isEmpty {
      let left = BoxCells.cell(box.minX, frame.minX, frame.width, side)
      let right = BoxCells.cell(box.maxX, frame.minX, frame.width, side)
      let top = BoxCells.cell(box.maxY, frame.minY, frame.height, side)
      var row = BoxCells.cell(box.minY, frame.minY, frame.height, side)
      while row <= top {
        var column = left
        while column <= right {
          items.append((row * side + column, Int32(number)))
          column += 1
        }
        row += 1
      }
    }
    buckets = Buckets(count: side * side, items: items)
    self.frame = frame
    self.side = side
  }

  private static func cell(_ value: Double, _ start: Double, _ extent: Double, _ side: Int) -> Int {
    guard extent > 0 else { return 0 }
    return min(max(Int((value - start) / extent * Double(side)), 0), side - 1)
  }

  /// The boxes that may hold the point, ascending.
  package func items(at point: Point) -> ArraySlice<Int32> {
    guard frame.contains(point) else { return [] }
    let row = BoxCells.cell(point.y, frame.minY, frame.height, side)
    return buckets[row * side + BoxCells.cell(point.x, frame.minX, frame.width, side)]
  }

  /// The boxes that may meet `box`, ascending, each once.
  package func items(meeting box: Box) -> [Int32] {
    guard !frame.isEmpty, frame.intersects(box) else { return [] }
    let left = BoxCells.cell(box.minX, frame.minX, frame.width, side)
    let right = BoxCells.cell(box.maxX, frame.minX, frame.width, side)
    let top = BoxCells.cell(box.maxY, frame.minY, frame.height, side)
    var row = BoxCells.cell(box.minY, frame.minY, frame.height, side)
    var found: [Int32] = []
    while row <= top {
      var column = left
      while column <= right {
        found += buckets[row * side + column]
        column += 1
      }
      row += 1
    }
    found.sort()
    var last: Int32?
    found.removeAll { item in
      defer { last = item }
      return item == last
    }
    return found
  }
}

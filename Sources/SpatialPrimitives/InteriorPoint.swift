extension MultiPolygon {
  /// A point well inside: the middle of the widest stretch that a horizontal line through the middle of the largest
  /// polygon has in it. `nil` where no polygon encloses anything. O(n log n).
  package var interiorPoint: Point? {
    guard let largest = polygons.max(by: { $0.planarArea < $1.planarArea }), largest.planarArea > 0 else { return nil }
    let box = largest.box
    let middle = box.center.y
    // Halfway between the nearest vertices above and below, so that the line runs through no vertex.
    var above = box.maxY
    var below = box.minY
    for ring in largest.rings {
      for point in ring.points {
        if point.y > middle { above = min(above, point.y) } else { below = max(below, point.y) }
      }
    }
    let y = below + (above - below) / 2
    var crossings: [Double] = []
    for ring in largest.rings {
      for (a, b) in zip(ring.points, ring.points.dropFirst()) where (a.y > y) != (b.y > y) {
        crossings.append(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
      }
    }
    crossings.sort()
    var widest: (left: Double, right: Double)?
    for start in stride(from: 0, to: crossings.count - 1, by: 2) {
      let stretch = (left: crossings[start], right: crossings[start + 1])
      if stretch.right - stretch.left > (widest.map { $0.right - $0.left } ?? 0) { widest = stretch }
    }
    return widest.map { Point($0.left + ($0.right - $0.left) / 2, y) }
  }
}

extension BlockLine {
  /// The set at a place, in quanta from the apron's corner, as a mask of what differs from the reference. Exact where
  /// no edge is nearer than a quantum.
  func mask(x: Double, y: Double, besides skipped: Int? = nil) -> UInt64 {
    var mask: UInt64 = 0
    for index in segments.indices where index != skipped {
      let (a, b) = (segments[index].a, segments[index].b)
      guard (Double(a.y) > y) != (Double(b.y) > y) else { continue }
      let slope = Double(b.x - a.x) / Double(b.y - a.y)
      if Double(a.x) + (y - Double(a.y)) * slope < x { mask ^= segments[index].mask }
    }
    return mask
  }

  /// Calls `body` with the sets on both sides of every segment, between each two crossings with others, as masks.
  /// Computed on segments that points could be near to: a set may be wrong, or missing.
  ///
  /// Where one goes on from the segment before it, with the same change, and no other comes to the vertex between them, the
  /// sets are the same as before. Beside what lies far out of the cell they are not known.
  /// - Parameter cuts: space to use again and again.
  func forEachMaskBesideSegments(_ cuts: inout [Double], _ body: (UInt64) -> Void) {
    for index in segments.indices where !segments[index].isClosing {
      let own = segments[index]
      guard let known = own.known else { continue }
      let before = segments[max(index - 1, 0)]
      var goesOn = known.from == 0 && before.b == own.a && before.mask == own.mask && !before.isClosing
      cuts.removeAll(keepingCapacity: true)
      for other in segments.indices where own.isNear(segments[other]) {
        guard other != index, !segments[other].isClosing, let t = Self.meeting(own, segments[other]) else { continue }
        if t > known.from, t < known.to { cuts.append(t) }
        if t == 0, other != index - 1 { goesOn = false }
      }
      if goesOn && cuts.isEmpty { continue }
      if cuts.count > 1 { cuts.sort() }
      cuts.append(known.to)
      var low = known.from
      for high in cuts where high > low {
        let t = (low + high) / 2
        low = high
        if goesOn {
          goesOn = false
          continue
        }
        let beside = mask(
          x: Double(own.a.x) + t * Double(own.b.x - own.a.x), y: Double(own.a.y) + t * Double(own.b.y - own.a.y),
          besides: index)
        body(beside)
        body(beside ^ own.mask)
      }
    }
  }

  /// Where on `first`, as a part of its length, another one that is near crosses it.
  private static func meeting(_ first: Segment, _ second: Segment) -> Double? {
    let (dx, dy) = (Double(first.b.x - first.a.x), Double(first.b.y - first.a.y))
    let (ex, ey) = (Double(second.b.x - second.a.x), Double(second.b.y - second.a.y))
    let cross = dx * ey - dy * ex
    guard cross != 0 else { return nil }
    let (fx, fy) = (Double(second.a.x - first.a.x), Double(second.a.y - first.a.y))
    let t = (fx * ey - fy * ex) / cross
    let u = (fx * dy - fy * dx) / cross
    return 0..<1 ~= t && 0...1 ~= u ? t : nil
  }
}

extension BlockLine {
  /// The set at a place, in quanta from the apron's corner, as a mask of what differs from the reference. Exact where
  /// no edge is nearer than a quantum.
  @inline(__always)
  func mask(x: Double, y: Double, besides skipped: Int = -1) -> UInt64 {
    var mask: UInt64 = 0
    var index = 0
    while index < segments.count {
      let segment = segments[index]
      let (ax, ay) = (Double(segment.a.x), Double(segment.a.y))
      let by = Double(segment.b.y)
      if (ay > y) != (by > y), index != skipped {
        let (along, across) = ((y - ay) * (Double(segment.b.x) - ax), (x - ax) * (by - ay))
        if by > ay ? along < across : along > across { mask ^= segment.mask }
      }
      index += 1
    }
    return mask
  }

  /// Lists the sets on both sides of every segment, between each two crossings with others, as masks.
  /// Computed on segments that points could be near to: a set may be wrong, or missing.
  ///
  /// Where one goes on from the segment before it, with the same change, and no other comes to the vertex between them, the
  /// sets are the same as before. Beside what lies far out of the cell they are not known.
  /// - Parameter cuts: space to use again and again.
  func listMasksBesideSegments(_ cuts: inout FixedList<Double>, into masks: inout FixedList<UInt64>) {
    masks.clear()
    var index = -1
    while index + 1 < segments.count {
      index += 1
      let own = segments[index]
      guard !own.isClosing, let known = own.known else { continue }
      let before = segments[max(index - 1, 0)]
      var goesOn = known.from == 0 && before.b == own.a && before.mask == own.mask && !before.isClosing
      cuts.clear()
      var second = 0
      while second < segments.count {
        let other = segments[second]
        if own.isNear(other), second != index, !other.isClosing, let t = Self.meeting(own, other) {
          if t > known.from, t < known.to { cuts.insert(t) }
          if t == 0, second != index - 1 { goesOn = false }
        }
        second += 1
      }
      if goesOn && cuts.count == 0 { continue }
      cuts.append(known.to)
      var low = known.from
      for cut in 0..<cuts.count where cuts[cut] > low {
        let high = cuts[cut]
        let t = (low + high) / 2
        low = high
        if goesOn {
          goesOn = false
          continue
        }
        let beside = mask(
          x: Double(own.a.x) + t * Double(own.b.x - own.a.x), y: Double(own.a.y) + t * Double(own.b.y - own.a.y),
          besides: index)
        masks.append(beside)
        masks.append(beside ^ own.mask)
      }
    }
  }

  /// How many masks there may be: between each two crossings of one segment, on both sides.
  static let mostMasks = 2 * (CellBlock.mostSegments + 2) * (CellBlock.mostSegments + 3)
  static let mostCuts = CellBlock.mostSegments + 3

  /// Where on `first`, as a part of its length, another one that is near crosses it.
  @inline(__always)
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

extension FixedList<Double> {
  /// Puts a number into its place among those that are there, which ascend.
  fileprivate mutating func insert(_ number: Double) {
    append(number)
    var place = count - 1
    while place > 0, self[place - 1] > number {
      self[place] = self[place - 1]
      place -= 1
    }
    self[place] = number
  }
}

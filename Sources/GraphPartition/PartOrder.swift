import SpatialPrimitives

/// The order in which parts are numbered.
enum PartOrder {
  /// In rows from north to south, and in each row from west to east. There are as many rows as make the parts about as
  /// wide as they are high.
  ///
  /// - Returns: for each part its number.
  static func rows(_ middles: [Point]) -> [Int] {
    let box = Box(around: middles)
    let ratio = box.width > 0 ? box.height / box.width : Double(middles.count)
    let rows = max(1, min((Double(middles.count) * ratio).squareRoot(), Double(middles.count)).rounded())
    func row(_ point: Point) -> Double {
      box.height > 0 ? min(rows - 1, ((box.maxY - point.y) / box.height * rows).rounded(.down)) : 0
    }
    let order = middles.indices.sorted { first, second in
      let (a, b) = (middles[first], middles[second])
      return (row(a), a.x, -a.y, first) < (row(b), b.x, -b.y, second)
    }
    return inverse(order)
  }

  /// By the first node of each.
  static func byFirstNode(_ part: [Int], count: Int) -> [Int] {
    var number = [Int](repeating: -1, count: count)
    var next = 0
    for part in part where number[part] < 0 {
      number[part] = next
      next += 1
    }
    return number
  }

  private static func inverse(_ order: [Int]) -> [Int] {
    var number = [Int](repeating: 0, count: order.count)
    for (place, part) in order.enumerated() { number[part] = place }
    return number
  }
}

import SpatialPrimitives

/// What the parts of a division should weigh, and what it costs when they do not look as they should.
struct Rules {
  /// What each part should weigh, and by how much it may miss that.
  var aims: [Double]
  var slacks: [Double]
  /// By how much it may bearably miss that.
  var limits: [Double]
  /// How many nodes each part must have at least.
  var leastSizes: [Int]
  /// What misses are measured in.
  var unit: Double
  var compactness = 0.0
  var balanceCost = 0.0
  var changeCost = 0.0

  /// - Parameter bearable: `nil`: as much as the tolerance.
  init(parts: Int, target: Double, tolerance: Double, bearable: Double? = nil) {
    aims = Array(repeating: target, count: parts)
    slacks = Array(repeating: target * tolerance, count: parts)
    limits = Array(repeating: target * max(tolerance, bearable ?? tolerance), count: parts)
    leastSizes = Array(repeating: 1, count: parts)
    unit = target
  }

  /// How far a part is beyond its tolerance, in units; a miss as small as rounding is none.
  @inline(__always) func excess(_ part: Int, _ weight: Double) -> Double {
    let excess = ((weight - aims[part]).magnitude - slacks[part]) / unit
    return excess > 1e-9 ? excess : 0
  }

  @inline(__always) func isUnbearable(_ part: Int, _ weight: Double) -> Bool {
    (weight - aims[part]).magnitude - limits[part] > 1e-9 * unit
  }

  /// What it costs that a part does not weigh just what it should.
  @inline(__always) func imbalance(_ part: Int, _ weight: Double) -> Double {
    let miss = (weight - aims[part]) / unit
    return balanceCost * miss * miss
  }

  /// What a part adds to the strain that a search lowers first: the square of its excess, so that a great one is shared
  /// out among neighbours; and where parts are counted (`isCounting`), one for each that is more than bearable.
  @inline(__always) func strain(_ part: Int, _ weight: Double, isCounting: Bool) -> Double {
    let excess = excess(part, weight)
    return isCounting && isUnbearable(part, weight) ? 1 + excess * excess : excess * excess
  }
}

/// Sums over the nodes of a part, of which its radius is made.
struct Moments {
  var count = 0.0
  var x = 0.0
  var y = 0.0
  var squares = 0.0

  /// The root of the mean squared distance from the middle.
  var radius: Double {
    guard count > 1.5 else { return 0 }
    let (x, y) = (x / count, y / count)
    let square = squares / count - x * x - y * y
    return square > 1e-13 * squares ? square.squareRoot() : 0
  }

  /// - Parameter sign: 1 adds the point, −1 takes it away.
  func adding(_ point: Point, _ sign: Double) -> Moments {
    Moments(
      count: count + sign, x: x + sign * point.x, y: y + sign * point.y,
      squares: squares + sign * (point.x * point.x + point.y * point.y))
  }
}

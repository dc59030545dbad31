import CBoxScan
public import Diagnostics
public import SpatialPrimitives
import SystemFiles

/// An item and how far it is.
public struct Neighbor: Sendable, Hashable, Comparable {
  public var item: Int
  /// The square of the distance, in squared units of the coordinates.
  public var squared: Double

  public init(item: Int, squared: Double) {
    self.item = item
    self.squared = squared
  }

  public var distance: Double { squared.squareRoot() }

  /// The nearer one first; of equally near ones, the smaller number.
  public static func < (a: Neighbor, b: Neighbor) -> Bool {
    a.squared < b.squared || (a.squared == b.squared && a.item < b.item)
  }
}

extension BoxTree {
  /// The `most` items whose boxes are nearest to `point`, nearest first, ties by number; none farther than `limit`.
  /// A point inside a box is at distance 0 from it.
  public func nearest(to point: Point3, most: Int, within limit: Double = .infinity) throws(Fault) -> [Neighbor] {
    var found: [Neighbor] = []
    try nearest(to: point, most: most, within: limit, into: &found)
    return found
  }

  /// The same for many questions: the neighbours replace what `found` held.
  public func nearest(to point: Point3, most: Int, within limit: Double = .infinity, into found: inout [Neighbor])
    throws(Fault)
  {
    try nearest(to: point, most: most, within: limit, into: &found) { _, squared in squared }
  }

  /// The `most` items nearest to `point` as `measure` has it.
  ///
  /// - Parameter measure: the squared distance of an item, given that of its box; never less than that. `nil` leaves the item
  ///   out. It is asked only for items whose boxes are near enough, and what it throws ends the search.
  public func nearest(
    to point: Point3, most: Int, within limit: Double = .infinity,
    measure: (_ item: Int, _ boxSquared: Double) throws(Fault) -> Double?
  ) throws(Fault) -> [Neighbor] {
    var found: [Neighbor] = []
    try nearest(to: point, most: most, within: limit, into: &found, measure)
    return found
  }

  /// Depth first, the nearer child first; what is farther than the farthest of the best is left out (Roussopoulos, Kelley &
  /// Vincent, "Nearest neighbor queries", 1995). The bounds of nodes come from steps less a slack.
  @inline(__always)
  private func nearest(
    to point: Point3, most: Int, within limit: Double, into found: inout [Neighbor],
    _ measure: (Int, Double) throws(Fault) -> Double?
  ) throws(Fault) {
    found.removeAll(keepingCapacity: true)
    guard count > 0, most > 0, limit >= 0, point.isFinite else { return }
    var best = Best(most: most, limit: limit * limit, found: found)
    found = []
    try descend(frame.place(point), point, &best, measure)
    found = best.found
    found.sort()
  }

  @inline(__always)
  private func descend(
    _ place: SIMD3<Double>, _ point: Point3, _ best: inout Best, _ measure: (Int, Double) throws(Fault) -> Double?
  ) throws(Fault) {
    let fan = TreeTiers.fan
    let leaves = tiers.leafCount
    try unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: fan) { squared throws(Fault) in
      try unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: fan * TreeTiers.mostTiers) {
        stack throws(Fault) in
        // A node's bound in the upper half, its number in the lower: floats that are not negative order as their bits do.
        unsafe stack[0] = UInt64(tiers.root)
        var depth = 1
        while depth > 0 {
          depth &-= 1
          let top = unsafe stack[depth]
          guard Double(Float(bitPattern: UInt32(truncatingIfNeeded: top >> 32))) <= best.worst else { continue }
          let current = Int(truncatingIfNeeded: top & 0xFFFF_FFFF)
          try trust?.confirm(current)
          let (first, count) = tiers.children(of: current)
          let frame = frame(of: current)
          let at = frame.narrowed(place)
          let slack = max(0x1p15, max(at.x.magnitude, max(at.y.magnitude, at.z.magnitude))) * 0x1p-21
          unsafe boxscan_distances(node(current), at.x, at.y, at.z, slack, squared.baseAddress!)
          // Less by more than the sum's own rounding and that which follows.
          let unit = frame.width * self.frame.step
          let unitSquared = unit * unit * (1 - 0x1p-20)
          let base = depth
          for slot in 0..<count {
            let bound = unsafe Double(squared[slot]) * unitSquared
            guard bound <= best.worst else { continue }
            if current < leaves {
              let box = unsafe items.base[first &+ slot].squaredDistance(to: point)
              guard box <= best.worst else { continue }
              let item = Int(number(first &+ slot))
              if let exact = try measure(item, box) { best.offer(Neighbor(item: item, squared: exact)) }
            } else {
              let entry = UInt64(Self.low(bound).bitPattern) << 32 | UInt64(truncatingIfNeeded: first &+ slot)
              var hole = depth
              while hole > base, unsafe stack[hole &- 1] < entry {
                unsafe stack[hole] = stack[hole &- 1]
                hole &-= 1
              }
              unsafe stack[hole] = entry
              depth &+= 1
            }
          }
        }
      }
    }
  }

  /// A bound in single precision, where that ends in both directions what is less.
  @inline(__always) private static func low(_ bound: Double) -> Float {
    bound < 0x1p-100 ? 0 : Float(min(bound, 0x1p127))
  }
}

/// The best so far, the worst of them on top of a heap once there are enough.
private struct Best {
  let most: Int
  /// Nothing farther is wanted any more.
  private(set) var worst: Double
  private(set) var found: [Neighbor]

  init(most: Int, limit: Double, found: [Neighbor]) {
    self.most = most
    worst = limit
    self.found = found
  }

  @inline(__always) mutating func offer(_ neighbor: Neighbor) {
    guard neighbor.squared <= worst else { return }
    if found.count < most {
      found.append(neighbor)
      rise(found.count - 1)
    } else if neighbor < found[0] {
      found[0] = neighbor
      sink()
    }
    if found.count == most { worst = found[0].squared }
  }

  private mutating func rise(_ start: Int) {
    var place = start
    while place > 0, found[(place - 1) / 2] < found[place] {
      found.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private mutating func sink() {
    var place = 0
    while true {
      var child = 2 * place + 1
      guard child < found.count else { return }
      if child + 1 < found.count, found[child] < found[child + 1] { child += 1 }
      guard found[place] < found[child] else { return }
      found.swapAt(place, child)
      place = child
    }
  }
}

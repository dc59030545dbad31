import CBoxScan
public import Diagnostics
public import SpatialPrimitives
import SystemFiles

/// A half-line: all places `origin + t · direction` with t ≥ 0.
public struct Ray3: Sendable, Hashable {
  public var origin: Point3
  public var direction: Point3

  public init(from origin: Point3, towards direction: Point3) {
    self.origin = origin
    self.direction = direction
  }

  /// The least t ≥ 0 up to `limit` at which the ray is in `box`, borders included; `nil` where it never is.
  ///
  /// In double precision, with the far sides taken two units in the last place farther (Ize, "Robust BVH ray traversal",
  /// 2013): a box that the ray touches is never missed, one that it passes within rounding may be reported.
  @inlinable public func entry(into box: Box3, upTo limit: Double = .infinity) -> Double? {
    var (near, far) = (0.0, limit)
    func meets(_ start: Double, _ way: Double, _ low: Double, _ high: Double) -> Bool {
      if way == 0 { return low <= start && start <= high }
      let (a, b) = ((low - start) / way, (high - start) / way)
      near = max(near, min(a, b))
      far = min(far, max(a, b) * (1 + 0x1p-51))
      return near <= far
    }
    guard origin.isFinite, direction.isFinite, meets(origin.x, direction.x, box.minX, box.maxX),
      meets(origin.y, direction.y, box.minY, box.maxY), meets(origin.z, direction.z, box.minZ, box.maxZ)
    else { return nil }
    return near <= far ? near : nil
  }
}

extension BoxTree {
  /// The items whose boxes a ray enters by `limit` (in lengths of its direction), in the order in which it does, ties by number.
  public func items(along ray: Ray3, upTo limit: Double = .infinity) throws(Fault) -> [(item: Int, entry: Double)] {
    guard count > 0, limit >= 0 else { return [] }
    let corner = Point3(extent.minX, extent.minY, extent.minZ)
    let origin = Point3(ray.origin.x - corner.x, ray.origin.y - corner.y, ray.origin.z - corner.z)
    let local = Ray3(from: origin, towards: ray.direction)
    let way = max(Double(frame.size), max(origin.x.magnitude, max(origin.y.magnitude, origin.z.magnitude)))
    // More than all roundings together.
    let slack = min(way, .greatestFiniteMagnitude) * 0x1p-40
    var found: [(item: Int, entry: Double)] = []
    var stack = [tiers.root]
    while let current = stack.popLast() {
      try trust?.confirm(current)
      let (first, count) = tiers.children(of: current)
      for slot in 0..<count {
        if current < tiers.leafCount {
          let place = first + slot
          if let entry = unsafe ray.entry(into: items.base[place], upTo: limit) {
            found.append((Int(number(place)), entry))
          }
        } else if local.entry(into: around(current, slot).expanded(by: slack), upTo: limit) != nil {
          stack.append(first + slot)
        }
      }
    }
    return found.sorted { ($0.entry, $0.item) < ($1.entry, $1.item) }
  }

  /// What a child's steps stand for, relative to the corner of the extent: at least its box.
  private func around(_ current: Int, _ slot: Int) -> Box3 {
    let sides = unsafe node(current) + slot
    let frame = frame(of: current)
    let (corner, width, step) = (SIMD3<Double>(frame.place), frame.width, self.frame.step)
    func side(_ side: Int, _ more: Double) -> Double {
      (corner[side % 3] + (unsafe Double(sides[TreeTiers.fan * side]) + more) * width) * step
    }
    return Box3(
      minX: side(0, 0), minY: side(1, 0), minZ: side(2, 0), maxX: side(3, 1), maxY: side(4, 1), maxZ: side(5, 1))
  }
}

import CBoxScan
import SpatialPrimitives

/// Takes coordinates to whole numbers of steps from a corner, the same along all axes. What is not above another before is not
/// above it afterwards, and where steps differ, coordinates do.
struct BoxFrame: Sendable {
  let extent: Box3
  /// The longest side of the extent.
  let size: Float
  /// How many steps make a unit of the coordinates.
  let scale: Double
  /// How long a step is, rounding aside.
  let step: Double

  /// All of the tree, in 15 bits.
  static var whole: boxscan_frame { boxscan_frame(corner: (0, 0, 0), shift: 15) }

  /// So that the farthest coordinate, whatever was rounded on the way, is before `boxscan_behind`.
  private static var steps: Double { 0x1.fffp29 }

  init(_ extent: Box3) {
    self.extent = extent
    let size =
      extent.isEmpty
      ? 0 : max(extent.maxX - extent.minX, max(extent.maxY - extent.minY, extent.maxZ - extent.minZ))
    self.size = Float(size)
    let length = Double(self.size)
    // Of boxes that are one point, any: all are at its first step.
    scale = length > 0 ? Self.steps / length : 1
    step = length / Self.steps
  }

  @inline(__always) func steps(_ box: Box3) -> BoxSteps {
    BoxSteps(
      low: SIMD3(
        boxscan_steps(box.minX, extent.minX, scale), boxscan_steps(box.minY, extent.minY, scale),
        boxscan_steps(box.minZ, extent.minZ, scale)),
      high: SIMD3(
        boxscan_steps(box.maxX, extent.minX, scale), boxscan_steps(box.maxY, extent.minY, scale),
        boxscan_steps(box.maxZ, extent.minZ, scale)))
  }

  /// A place in steps that are no whole numbers.
  @inline(__always) func place(_ point: Point3) -> SIMD3<Double> {
    SIMD3(point.x - extent.minX, point.y - extent.minY, point.z - extent.minZ) * scale
  }
}

/// A box in steps of a tree.
struct BoxSteps {
  var low: SIMD3<Int32>
  var high: SIMD3<Int32>

  /// What a node keeps where it has no child.
  static var nothing: (low: SIMD3<Int16>, high: SIMD3<Int16>) { (SIMD3(repeating: .max), SIMD3(repeating: -1)) }

  /// Of no box: what any other is added to.
  static var none: BoxSteps { BoxSteps(low: SIMD3(repeating: .max), high: SIMD3(repeating: .min)) }

  @inline(__always) mutating func formUnion(_ other: BoxSteps) {
    low = pointwiseMin(low, other.low)
    high = pointwiseMax(high, other.high)
  }
}

extension boxscan_frame {
  /// As fine as 15 bits a side allow, the last number of them left for what is nowhere.
  init(around box: BoxSteps) {
    let side = (box.high &- box.low).max()
    var shift: UInt32 = 0
    while side &>> Int32(shift) >= Int32(Int16.max) { shift += 1 }
    self.init(corner: (box.low.x, box.low.y, box.low.z), shift: shift)
  }

  @inline(__always) var place: SIMD3<Int32> { SIMD3(corner.0, corner.1, corner.2) }

  /// How many steps of the tree a step of the frame is.
  @inline(__always) var width: Double { Double(UInt32(1) &<< (shift & 15)) }

  /// A box that lies in this frame, in its steps.
  @inline(__always) func narrowed(_ box: BoxSteps) -> (low: SIMD3<Int16>, high: SIMD3<Int16>) {
    let bits = SIMD3<Int32>(repeating: Int32(truncatingIfNeeded: shift))
    return (
      SIMD3(truncatingIfNeeded: (box.low &- place) &>> bits), SIMD3(truncatingIfNeeded: (box.high &- place) &>> bits)
    )
  }

  /// A place of the tree in steps of this frame; what is so far outside that squares would overflow, nearer than it is.
  @inline(__always) func narrowed(_ place: SIMD3<Double>) -> SIMD3<Float> {
    let way = (place - SIMD3<Double>(self.place)) / width
    return SIMD3<Float>(way.clamped(lowerBound: SIMD3(repeating: -1e17), upperBound: SIMD3(repeating: 1e17)))
  }
}

import JSONWriting
import SpatialPrimitives

extension JSONValue {
  /// `[minX, minY, maxX, maxY]`; `null` where the box holds nothing.
  init(_ box: Box?) {
    guard let box, !box.isEmpty else {
      self = .null
      return
    }
    self = .array([box.minX, box.minY, box.maxX, box.maxY].map { .number($0) })
  }
}

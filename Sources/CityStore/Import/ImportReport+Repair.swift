import Diagnostics
import JSONWriting
import SpatialPrimitives

extension ImportReport.Repair {
  init(_ repair: AreaShaping.Repair, code: String, at place: Place) {
    self.init(
      place: place, code: code, reason: repair.reason, point: repair.point,
      squareMetresBefore: repair.squareMetresBefore, squareMetresAfter: repair.squareMetresAfter)
  }

  /// The repair's line for people.
  var notice: Notice {
    let (before, after) = (hundredths(squareMetresBefore), hundredths(squareMetresAfter))
    return Notice(
      .warning, code: "geometry-repaired",
      Text(
        "\(code): \(reason) at \(point.x) \(point.y); \(before) m² before, \(after) m² after",
        zh: "\(code)：\(reason)，位于 \(point.x) \(point.y)；修复前 \(before) 平方米，修复后 \(after) 平方米"),
      at: place)
  }

  private func hundredths(_ area: Double) -> String { JSONValue.numberText((area * 100).rounded() / 100) }
}

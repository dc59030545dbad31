import AreaIndex
package import Diagnostics
package import JSONWriting
import SpatialPrimitives

extension CheckResult {
  /// The result as `check --json` prints it: longitudes and latitudes to a hundredth of a millimetre, measures to seven
  /// digits; what a finding has no measure of is null.
  package func json(_ language: Language) -> JSONValue {
    [
      "checked": .string(title(language)), "edition": JSONValue(editionID.map(Int.init)), "areas": JSONValue(areas),
      "errors": JSONValue(errors), "notes": JSONValue(notes),
      "counts": .object(
        counts.map { JSONValue.Member(key: $0.kind.rawValue, value: JSONValue($0.count)) }),
      "limits": [
        "gap_width_m": .number(limits.gapWidth), "min_width_m": .number(limits.leastWidth),
        "min_area_m2": .number(limits.leastArea), "sliver_width_m": .number(limits.sliverWidth),
      ],
      "findings": .array(findings.map { $0.json(language) }),
    ]
  }
}

extension Finding {
  fileprivate func json(_ language: Language) -> JSONValue {
    func codes(_ names: [Name]) -> JSONValue { .array(names.map { .string($0.code) }) }
    var members: [JSONValue.Member] = []
    func add(_ key: String, _ value: JSONValue) { members.append(JSONValue.Member(key: key, value: value)) }
    add("kind", .string(kind.rawValue))
    add("severity", .string(severity.rawValue))
    add("level", JSONValue(level?.name))
    add("codes", codes(areas))
    add("names", .array(areas.map { .string($0.name) }))
    if areas.contains(where: { $0.row != nil }) { add("rows", .array(areas.map { JSONValue($0.row) })) }
    add("along", .array((roads + along.map(\.code)).map { .string($0) }))
    if !streets.isEmpty { add("street", codes(streets)) }
    add("lon", JSONValue(place.map { Rounding.degrees($0.x) }))
    add("lat", JSONValue(place.map { Rounding.degrees($0.y) }))
    add("area_m2", JSONValue(squareMetres.map(Rounding.measure)))
    add("width_m", JSONValue(greatestWidth.map(Rounding.measure)))
    add("mean_width_m", JSONValue(meanWidth.map(Rounding.measure)))
    add("length_m", JSONValue(length.map(Rounding.measure)))
    add("pieces", JSONValue(pieces))
    add("message", .string(message(language)))
    if let allowedBecause { add("allowed", .string(allowedBecause)) }
    return .object(members)
  }
}

/// Numbers without the digits that say nothing.
enum Rounding {
  static func degrees(_ value: Double) -> Double { (value * 1e10).rounded() / 1e10 }

  /// Seven digits that count.
  static func measure(_ value: Double) -> Double {
    guard value.isFinite, value != 0 else { return value }
    var scale = 1.0
    while value.magnitude * scale < 1e6 { scale *= 10 }
    return (value * scale).rounded() / scale
  }
}

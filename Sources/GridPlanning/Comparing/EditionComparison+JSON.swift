import AreaIndex
package import CityStore
package import Diagnostics
package import JSONWriting
import SpatialPrimitives

extension EditionComparison {
  /// The result as `edition diff --json` prints it: longitudes and latitudes to a hundredth of a millimetre, measures to
  /// seven digits; what is not known is null.
  package func json(of edition: Edition, against base: Edition, _ language: Language) -> JSONValue {
    [
      "edition": .integer(edition.id), "against": .integer(base.id), "scheme": .string(edition.scheme),
      "tolerance_m": .number(tolerance), "officers": JSONValue(officers),
      "counts": .object(counts.map { JSONValue.Member(key: $0.kind.rawValue, value: JSONValue($0.count)) }),
      "changes": .array(changes.map { $0.json(language) }), "lineage": .array(lineage.map(\.json)),
    ]
  }
}

extension EditionChange {
  fileprivate func json(_ language: Language) -> JSONValue {
    func list(_ areas: [Finding.Name], _ key: KeyPath<Finding.Name, String>) -> JSONValue {
      .array(areas.map { .string($0[keyPath: key]) })
    }
    return [
      "kind": .string(kind.rawValue), "level": .string(level.name), "from": list(from, \.code), "to": list(to, \.code),
      "from_names": list(from, \.name), "to_names": list(to, \.name),
      "area_m2": .number(Rounding.measure(squareMetres)),
      "households": JSONValue(households.map(Rounding.measure)), "open_cases": JSONValue(openCases),
      "officers": JSONValue(officers),
      "width_m": JSONValue(greatestWidth.map(Rounding.measure)),
      "lon": JSONValue(place.map { Rounding.degrees($0.x) }), "lat": JSONValue(place.map { Rounding.degrees($0.y) }),
      "message": .string(message(language)),
    ]
  }
}

extension LineageEdge {
  /// One edge with its shares, as everything prints it that shows lineage.
  package var json: JSONValue {
    [
      "level": .string(level.name), "from": JSONValue(from), "to": JSONValue(to),
      "area_share": .number(Rounding.measure(areaShare)),
      "household_share": JSONValue(householdShare.map(Rounding.measure)),
      "case_share": JSONValue(caseShare.map(Rounding.measure)),
    ]
  }
}

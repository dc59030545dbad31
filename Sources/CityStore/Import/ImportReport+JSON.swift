import AreaIndex
import Diagnostics
package import JSONWriting
import SpatialPrimitives

extension ImportReport {
  /// The report as `import --json` prints it.
  package var json: JSONValue {
    [
      "edition": .integer(editionID), "scheme": .string(scheme), "level": .string(level.name),
      "mode": .string(mode.rawValue), "active": .bool(isActive), "rows": JSONValue(rows), "areas": JSONValue(areas),
      "rejected": JSONValue(rejected), "updated": JSONValue(updated), "areas_in_level": JSONValue(areasInLevel),
      "rejects_file": JSONValue(rejectsPath), "files": .array(files.map(\.json)),
      "repairs": .array(repairs.map(\.json)),
      "duplicate_codes": .array(
        codeFindings.filter { !$0.isBlank }.map { ["code": .string($0.code), "areas": JSONValue($0.areas)] }),
      "blank_codes": JSONValue(codeFindings.first(where: \.isBlank)?.areas ?? 0),
      "parents": .array(parents.map(\.json)),
    ]
  }
}

extension ImportReport.File {
  fileprivate var json: JSONValue {
    [
      "file": .string(path), "sha256": .string(sha256), "layer": .string(layer), "crs": .string(crs),
      "encoding": JSONValue(encoding),
      "fields": .object(
        FieldRole.allCases.compactMap { role in
          fields[role].map { JSONValue.Member(key: role.rawValue, value: .string($0)) }
        }),
      "rows": JSONValue(rows), "areas": JSONValue(areas), "rejected": JSONValue(rejected),
      "repaired": JSONValue(repaired), "points_added": JSONValue(pointsAdded),
    ]
  }
}

extension ImportReport.Repair {
  fileprivate var json: JSONValue {
    [
      "file": .string(place.file), "row": JSONValue(place.row), "code": .string(code), "reason": .string(reason),
      "x": .number(point.x), "y": .number(point.y), "area_m2_before": .number(squareMetresBefore),
      "area_m2_after": .number(squareMetresAfter),
    ]
  }
}

extension ParentSummary {
  fileprivate var json: JSONValue {
    [
      "level": .string(level.name), "by_field": JSONValue(byField), "by_prefix": JSONValue(byPrefix),
      "by_geometry": JSONValue(byGeometry), "without": JSONValue(without), "ignores_field": .bool(ignoresField),
      "ignores_prefix": .bool(ignoresPrefix), "disagreements": .array(disagreements.map(\.json)),
    ]
  }
}

extension ParentDisagreement {
  fileprivate var json: JSONValue {
    [
      "code": .string(code), "name": .string(name), "by_field": JSONValue(byField), "by_prefix": JSONValue(byPrefix),
      "by_geometry": JSONValue(byGeometry), "chosen": .string(chosen),
    ]
  }
}

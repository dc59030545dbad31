import Diagnostics
import JSONWriting
import SpatialPrimitives

/// The first pass over a CSV: what its columns hold, where its geometries are, how many records there are.
struct CSVSurvey {
  private var records: CSVRecords
  private let names: [String]
  private(set) var geometry: CSVGeometryColumn?
  private(set) var geometryKind: String?
  private(set) var crs: DeclaredCRS?
  private(set) var count = 0
  private(set) var extent = Box.empty
  /// The types of the columns; `nil` where there is no value.
  private(set) var types: [FieldDescription.FieldType?]

  init(_ records: CSVRecords, names: [String]) {
    self.records = records
    self.names = names
    types = Array(repeating: nil, count: names.count)
  }

  /// - Throws: `open-quote` (65).
  mutating func run() throws(Fault) {
    var firstValues = Array(repeating: "", count: names.count)
    var looking = records
    _ = try looking.next()  // the header
    for _ in 0..<100 where try looking.next() {
      for (column, field) in looking.fields.prefix(names.count).enumerated() where firstValues[column].isEmpty {
        firstValues[column] = looking.text(field)
      }
    }
    geometry = CSVGeometryColumn(names: names, firstValues: firstValues)
    if case .text(let column) = geometry { crs = CSVSurvey.declaredCRS(firstValues[column]) }
    _ = try records.next()
    while try records.next() {
      count += 1
      for (column, field) in records.fields.prefix(names.count).enumerated() where types[column] != .text {
        merge(records.text(field), into: column)
      }
      guard let shape = try? CSVSource.geometry(records, geometry) else { continue }
      extent.formUnion(shape.box)
      let kind = shape.kindName
      let single = kind.hasPrefix("Multi") ? String(kind.dropFirst(5)) : kind
      if geometryKind == nil || geometryKind == kind {
        geometryKind = kind
      } else {
        geometryKind = geometryKind == single || geometryKind == "Multi" + single ? "Multi" + single : "Geometry"
      }
    }
  }

  private mutating func merge(_ text: String, into column: Int) {
    if text.isEmpty { return }
    let type: FieldDescription.FieldType
    if text.utf8.count <= 18, let whole = Int64(text), String(whole) == text {
      type = .integer
    } else if text.utf8.count <= 24, let value = Double(text), JSONValue.numberText(value) == text {
      type = .real
    } else {
      type = .text
    }
    switch (types[column], type) {
    case (nil, _): types[column] = type
    case (.integer, .real), (.real, .integer): types[column] = .real
    case (let known, let new) where known != new: types[column] = .text
    default: break
    }
  }

  /// What an EWKT's `SRID=4490;` says.
  private static func declaredCRS(_ text: String) -> DeclaredCRS? {
    guard text.uppercased().hasPrefix("SRID="), let number = Int(text.dropFirst(5).prefix { $0.isNumber }) else {
      return nil
    }
    return DeclaredCRS(
      text: "EPSG:\(number)", evidence: Text("the first geometry says SRID=\(number)", zh: "首个几何标明 SRID=\(number)"))
  }
}

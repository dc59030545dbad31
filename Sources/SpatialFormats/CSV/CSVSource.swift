import Diagnostics
import JSONWriting
import SpatialPrimitives
import SystemFiles

/// Reads CSV whose geometries are WKT (or hexadecimal WKB), or points in two columns.
///
/// The text is read twice: once for count, types and extent, once for the features. A column is of numbers only where
/// every value is written in the shortest way, so that codes such as `007` or `1.10` stay as they are.
final class CSVSource: FeatureSource {
  let layer: LayerDescription
  private let file: FileBytes
  private let path: String
  private var records: CSVRecords
  private let geometry: CSVGeometryColumn?
  /// The columns that are fields: all but the one with WKT.
  private let columns: [Int]
  private var ragged = 0
  private let columnCount: Int
  private let notice: (Notice) -> Void

  /// - Throws: `bad-bytes`, `open-quote`, `empty-file` (65).
  init(_ path: String, encoding: TextEncoding?, notice: @escaping (Notice) -> Void) throws(Fault) {
    let (file, verdict) = try CSVSource.decoded(path, encoding: encoding, notice: notice)
    self.file = file
    self.path = path
    self.notice = notice
    records = unsafe CSVRecords(file.bytes, file: path)
    guard try records.next() else { throw FileBytes.empty(path) }
    let names = CSVSource.names(records)
    var survey = unsafe CSVSurvey(CSVRecords(file.bytes, file: path), names: names)
    try survey.run()
    geometry = survey.geometry
    columnCount = names.count
    if case .text(let column) = survey.geometry {
      columns = names.indices.filter { $0 != column }
    } else {
      columns = Array(names.indices)
    }
    layer = LayerDescription(
      name: FileFacts.withoutExtension(FileFacts.name(of: path)), geometryKind: survey.geometryKind,
      count: survey.count, extent: survey.extent.isEmpty ? nil : survey.extent, crs: survey.crs,
      encoding: verdict.described,
      fields: columns.map { FieldDescription(name: names[$0], type: survey.types[$0] ?? .text) })
  }

  private static func decoded(
    _ path: String, encoding: TextEncoding?, notice: (Notice) -> Void
  ) throws(Fault) -> (FileBytes, EncodingVerdict) {
    let file = try FileBytes(mapping: path)
    let verdict: EncodingVerdict
    if let encoding {
      verdict = EncodingVerdict(encoding: encoding, evidence: EncodingVerdict.asAsked, certain: true)
    } else if let mark = unsafe TextEncoding.byteOrderMark(file.bytes) {
      verdict = EncodingVerdict(encoding: mark.encoding, evidence: EncodingVerdict.byteOrderMark, certain: true)
    } else {
      var sample = EncodingSample()
      unsafe sample.add(linesOf: file.bytes)
      verdict = try EncodingVerdict.weigh(sample, declared: nil)
      if let doubt = verdict.notice(at: Place(path)) { notice(doubt) }
    }
    // UTF-8 goes through the decoder too: its bytes may be wrong.
    return (try FileBytes(decoding: file, from: verdict.encoding, file: path), verdict)
  }

  /// The header's names, made different where they are not.
  private static func names(_ header: CSVRecords) -> [String] {
    var taken: Set<String> = []
    return header.fields.enumerated().map { position, field in
      let given = header.text(field)
      let base = given.isEmpty ? "field_\(position + 1)" : given
      var name = base
      var number = 2
      while !taken.insert(name.lowercased()).inserted {
        name = "\(base)_\(number)"
        number += 1
      }
      return name
    }
  }

  func next() throws(Fault) -> Feature? {
    guard try records.next() else {
      if ragged > 0 {
        notice(
          Notice(
            .warning, code: "ragged-rows",
            Text(
              "\(Text.counted(ragged, "row has", "rows have")) more or fewer fields than the header",
              zh: "\(ragged) 行的字段数与表头不同"), at: Place(path)))
        ragged = 0
      }
      return nil
    }
    if records.fields.count != columnCount { ragged += 1 }
    var feature = Feature(row: records.row, geometry: nil, values: [])
    do throws(Fault) {
      feature.geometry = try CSVSource.geometry(records, geometry)
    } catch {
      feature.geometryProblem = error
      feature.geometryProblem?.place = Place(path, row: records.row)
    }
    feature.values.reserveCapacity(columns.count)
    for (position, column) in columns.enumerated() {
      guard column < records.fields.count else {
        feature.values.append(.null)
        continue
      }
      let text = records.text(records.fields[column])
      feature.values.append(CSVSource.value(text, layer.fields[position].type))
    }
    return feature
  }

  private static func value(_ text: String, _ type: FieldDescription.FieldType) -> Value {
    if text.isEmpty { return .null }
    switch type {
    case .integer: return Int64(text).map(Value.integer) ?? .text(text)
    case .real: return Double(text).map(Value.real) ?? .text(text)
    default: return .text(text)
    }
  }

  /// The geometry of the record in hand; `nil` where there is none.
  static func geometry(_ records: CSVRecords, _ column: CSVGeometryColumn?) throws(Fault) -> Geometry? {
    switch column {
    case .none: return nil
    case .text(let column):
      guard column < records.fields.count else { return nil }
      let field = records.fields[column]
      let text = unsafe records.bytes(field)
      if unsafe text.allSatisfy({ $0 == 0x20 }) { return nil }
      if unsafe text[0] == UInt8(ascii: "0") {
        return try CSVGeometryColumn.geometry(hexadecimal: records.text(field))
      }
      return try unsafe WKT.parse(text)
    case .coordinates(let x, let y):
      guard x < records.fields.count, y < records.fields.count else { return nil }
      let east = unsafe DecimalParser.parse(records.bytes(records.fields[x]))
      let north = unsafe DecimalParser.parse(records.bytes(records.fields[y]))
      guard let east, let north else { return nil }
      return .point(Point(east, north))
    }
  }
}

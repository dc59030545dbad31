import Diagnostics
import SpatialPrimitives

/// Lays out a DBF table: columns as wide as their widest value.
final class DBFWriter {
  private let encoder: TextEncoder
  private let encoding: TextEncoding
  private let fields: [FieldDescription]
  private let path: String
  private var rows: [[[UInt8]]] = []
  /// Texts that are too long for a DBF, by field.
  private var cut: [Int: Int] = [:]
  /// Whether every value of a date field is a plain day.
  private var areDays: [Bool]

  private static let longestText = 254
  private static let longestName = 10
  /// The longest that a double's shortest decimal can be.
  private static let numberWidth = 24

  init(_ fields: [FieldDescription], encoding: TextEncoding, path: String) throws(Fault) {
    encoder = try TextEncoder(encoding)
    self.encoding = encoding
    self.fields = fields
    self.path = path
    areDays = fields.map { $0.type == .date }
  }

  /// - Throws: `not-encodable` (65) for a character that the encoding lacks.
  func add(_ values: [Value]) throws(Fault) {
    var row: [[UInt8]] = []
    row.reserveCapacity(values.count)
    for (position, value) in values.enumerated() {
      if fields[position].type == .boolean {
        row.append(value == .boolean(true) ? [0x54] : value == .boolean(false) ? [0x46] : [0x3F])
        continue
      }
      var bytes = try encoded(value.text ?? "", field: position)
      if bytes.count > DBFWriter.longestText {
        bytes = shortened(value.text ?? "")
        cut[position, default: 0] += 1
      }
      if areDays[position], !bytes.isEmpty, !DBFWriter.isDay(bytes) { areDays[position] = false }
      row.append(bytes)
    }
    rows.append(row)
  }

  private func encoded(_ text: String, field: Int) throws(Fault) -> [UInt8] {
    guard let bytes = encoder.bytes(of: text) else {
      throw Fault(
        .data, code: "not-encodable",
        Text("“\(text)” has a character that \(encoding) lacks", zh: "“\(text)”中有 \(encoding) 没有的字符"),
        at: Place(path, row: rows.count + 1, field: fields[field].name),
        hint: Text("write UTF-8 or GB18030", zh: "请写为 UTF-8 或 GB18030"))
    }
    return bytes
  }

  /// As many whole characters as fit.
  private func shortened(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard let more = encoder.bytes(of: String(scalar)), bytes.count + more.count <= DBFWriter.longestText else {
        break
      }
      bytes += more
    }
    return bytes
  }

  /// `2025-03-01`
  private static func isDay(_ bytes: [UInt8]) -> Bool {
    bytes.count == 10
      && bytes.enumerated().allSatisfy { position, byte in
        position == 4 || position == 7 ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte)
      }
  }

  /// Names of at most ten bytes, all different.
  private func names() throws(Fault) -> [[UInt8]] {
    var taken: Set<[UInt8]> = []
    var names: [[UInt8]] = []
    for (position, field) in fields.enumerated() {
      _ = try encoded(field.name, field: position)
      var name = prefix(of: field.name, bytes: DBFWriter.longestName)
      var number = 2
      while name.isEmpty || !taken.insert(name.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }).inserted {
        let tail = Array("_\(number)".utf8)
        name = prefix(of: field.name, bytes: DBFWriter.longestName - tail.count) + tail
        number += 1
      }
      names.append(name)
    }
    return names
  }

  private func prefix(of text: String, bytes limit: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard let more = encoder.bytes(of: String(scalar)), bytes.count + more.count <= limit else { break }
      bytes += more
    }
    return bytes
  }

  /// The whole table, and what is to be told of it.
  ///
  /// - Throws: `too-wide` (65) where a record would not fit.
  func finish() throws(Fault) -> (bytes: [UInt8], notices: [Notice]) {
    let names = try names()
    let columns = fields.indices.map(column)
    let recordSize = columns.reduce(1) { $0 + $1.width }
    let headerSize = 33 + 32 * fields.count
    guard recordSize <= 65_535, headerSize <= 65_535 else {
      throw Fault(
        .data, code: "too-wide",
        Text("a record of \(recordSize) bytes does not fit into a DBF", zh: "\(recordSize) 字节的记录放不进 DBF"),
        at: Place(path),
        hint: Text("export a GeoPackage instead", zh: "请改用 GeoPackage 导出"))
    }
    var bytes: [UInt8] = [3, 70, 1, 1]  // the same file for the same input: no date of today
    bytes.append(littleEndian: UInt32(rows.count))
    bytes.append(littleEndian: UInt16(headerSize))
    bytes.append(littleEndian: UInt16(recordSize))
    bytes += [UInt8](repeating: 0, count: 17)
    bytes += [encoding == .gbk ? 0x4D : 0, 0, 0]
    for (name, column) in zip(names, columns) {
      bytes += name + [UInt8](repeating: 0, count: 11 - name.count)
      bytes += [column.type, 0, 0, 0, 0, UInt8(column.width), column.decimals] + [UInt8](repeating: 0, count: 14)
    }
    bytes.append(0x0D)
    for row in rows {
      bytes.append(0x20)
      for (value, column) in zip(row, columns) {
        let text = column.type == UInt8(ascii: "D") ? value.filter { $0 != UInt8(ascii: "-") } : value
        let padding = [UInt8](repeating: 0x20, count: column.width - text.count)
        bytes += column.isNumber ? padding + text : text + padding
      }
    }
    bytes.append(0x1A)
    return (bytes, notices(names))
  }

  private struct Column {
    var type: UInt8
    var width: Int
    var decimals: UInt8 = 0
    var isNumber = false
  }

  private func column(_ position: Int) -> Column {
    let widest = max(1, rows.lazy.map { $0[position].count }.max() ?? 1)
    switch fields[position].type {
    case .integer where widest <= 20: return Column(type: UInt8(ascii: "N"), width: widest, isNumber: true)
    case .real where widest <= DBFWriter.numberWidth:
      return Column(type: UInt8(ascii: "N"), width: DBFWriter.numberWidth, decimals: 15, isNumber: true)
    case .boolean: return Column(type: UInt8(ascii: "L"), width: 1)
    case .date where areDays[position]: return Column(type: UInt8(ascii: "D"), width: 8)
    default: return Column(type: UInt8(ascii: "C"), width: widest)
    }
  }

  private func notices(_ names: [[UInt8]]) -> [Notice] {
    var notices: [Notice] = []
    var renamed: [String] = []
    for (field, name) in zip(fields, names) where encoder.bytes(of: field.name) != name {
      // A name in GBK is shown by its beginning, from which it was made.
      let shown = encoding == .utf8 ? String(decoding: name, as: UTF8.self) : "\(name.count) bytes"
      renamed.append("\(field.name) → \(shown)")
    }
    if !renamed.isEmpty {
      let list = renamed.joined(separator: ", ")
      notices.append(
        Notice(
          .warning, code: "fields-renamed",
          Text("a shapefile's field names have at most 10 bytes: \(list)", zh: "shapefile 字段名最多 10 字节：\(list)"),
          at: Place(path)))
    }
    for (position, count) in cut.sorted(by: { $0.key < $1.key }) {
      let name = fields[position].name
      notices.append(
        Notice(
          .warning, code: "text-too-long",
          Text(
            "\(Text.counted(count, "text")) of “\(name)” cut at 254 bytes: a GeoPackage holds them whole",
            zh: "“\(name)”有 \(count) 个文本超过 254 字节，已截断；GeoPackage 可完整保存"), at: Place(path, field: name)))
    }
    return notices
  }
}

extension [UInt8] {
  mutating func append(littleEndian value: some FixedWidthInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) { append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  mutating func append(bigEndian value: Int32) {
    for shift in stride(from: 24, through: 0, by: -8) { append(UInt8(truncatingIfNeeded: value >> shift)) }
  }
}

import Diagnostics
import SpatialPrimitives

/// Turns the bytes of a DBF's fields into values.
final class DBFValues {
  private var decoder: TextDecoder
  private let path: String
  /// Texts whose last character was cut by the field's end, and was left off.
  private(set) var cutTexts = 0
  /// Numbers that their writer had no room for, and wrote as asterisks.
  private(set) var overflows = 0

  init(_ encoding: TextEncoding, path: String) throws(Fault) {
    decoder = try TextDecoder(encoding)
    self.path = path
  }

  /// The fields' names and types. Names are made different where they are not.
  ///
  /// - Throws: `bad-bytes` (65).
  func fields(_ columns: [DBFTable.Column]) throws(Fault) -> [FieldDescription] {
    var fields: [FieldDescription] = []
    var taken: Set<String> = []
    for (position, column) in columns.enumerated() {
      let decoded = unsafe column.name.withUnsafeBytes { unsafe decoder.text(of: $0) }
      var name: String
      switch decoded {
      case .text(let text), .cut(let text, _): name = text
      case .invalid(let offset):
        throw TextDecoder.badBytes(
          decoder.encoding, column.name.dropFirst(offset).prefix(4), offset: offset,
          at: Place(path, field: "#\(position + 1)"))
      }
      while name.last == " " { name.removeLast() }
      if name.isEmpty { name = "field_\(position + 1)" }
      let base = name
      var number = 2
      while !taken.insert(name.lowercased()).inserted {
        name = "\(base)_\(number)"
        number += 1
      }
      fields.append(
        FieldDescription(
          name: name, type: DBFValues.type(column), width: column.width,
          decimals: column.type == UInt8(ascii: "N") || column.type == UInt8(ascii: "F") ? column.decimals : nil))
    }
    return fields
  }

  private static func type(_ column: DBFTable.Column) -> FieldDescription.FieldType {
    switch column.type {
    case UInt8(ascii: "C"): .text
    case UInt8(ascii: "N"), UInt8(ascii: "F"): column.decimals == 0 ? .integer : .real
    case UInt8(ascii: "I"), UInt8(ascii: "+"): .integer
    case UInt8(ascii: "O"): .real
    case UInt8(ascii: "B") where column.width == 8: .real
    case UInt8(ascii: "D"): .date
    case UInt8(ascii: "L"): .boolean
    default: .binary
    }
  }

  /// - Parameter record: counts from 0.
  /// - Throws: `bad-bytes` (65) with record, field and offset.
  func value(
    _ table: DBFTable, _ record: Int, _ column: DBFTable.Column, name: String
  ) throws(Fault) -> Value {
    let field = unsafe table.bytes(record, column)
    switch column.type {
    case UInt8(ascii: "C"): return try text(table, record, column, name: name)
    case UInt8(ascii: "N"), UInt8(ascii: "F"): return unsafe number(field, decimals: column.decimals)
    case UInt8(ascii: "D"): return unsafe date(field)
    case UInt8(ascii: "L"):
      switch unsafe field.first.map({ $0 | 0x20 }) {
      case UInt8(ascii: "t"), UInt8(ascii: "y"): return .boolean(true)
      case UInt8(ascii: "f"), UInt8(ascii: "n"): return .boolean(false)
      default: return .null
      }
    case UInt8(ascii: "I") where column.width == 4, UInt8(ascii: "+") where column.width == 4:
      return unsafe .integer(Int64(Int32(littleEndian: field.loadUnaligned(as: Int32.self))))
    case UInt8(ascii: "O") where column.width == 8, UInt8(ascii: "B") where column.width == 8:
      return unsafe .real(Double(bitPattern: UInt64(littleEndian: field.loadUnaligned(as: UInt64.self))))
    default: return .null
    }
  }

  private func text(
    _ table: DBFTable, _ record: Int, _ column: DBFTable.Column, name: String
  ) throws(Fault) -> Value {
    let value = unsafe table.text(record, column)
    if unsafe value.bytes.isEmpty { return .null }
    switch unsafe decoder.text(of: value.bytes) {
    case .text(let text): return .text(text)
    case .cut(let text, _) where unsafe value.fillsField:
      cutTexts += 1
      return text.isEmpty ? .null : .text(text)
    case .cut(_, let offset), .invalid(let offset):
      throw unsafe TextDecoder.badBytes(
        decoder.encoding, value.bytes.dropFirst(offset).prefix(4), offset: offset,
        at: Place(path, row: record + 1, field: name))
    }
  }

  private func number(_ field: UnsafeRawBufferPointer, decimals: Int) -> Value {
    guard let first = unsafe field.firstIndex(where: { $0 != 0x20 && $0 != 0 }),
      let last = unsafe field.lastIndex(where: { $0 != 0x20 && $0 != 0 })
    else { return .null }
    let digits = unsafe UnsafeRawBufferPointer(rebasing: field[first...last])
    if unsafe digits[0] == UInt8(ascii: "*") {
      overflows += 1
      return .null
    }
    let text = unsafe String(decoding: digits, as: UTF8.self)
    if decimals == 0, let whole = Int64(text) { return .integer(whole) }
    guard let value = unsafe DecimalParser.parse(digits), value.isFinite else { return .text(text) }
    // Digits that a double cannot hold are kept as text.
    if decimals == 0 {
      if unsafe digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) { return .text(text) }
      if value.magnitude < 9e15, value == value.rounded() { return .integer(Int64(value)) }
    }
    return .real(value)
  }

  /// `20250301` as `2025-03-01`.
  private func date(_ field: UnsafeRawBufferPointer) -> Value {
    let digits = unsafe Array(field.filter { $0 != 0x20 && $0 != 0 })
    if digits.isEmpty || digits.allSatisfy({ $0 == UInt8(ascii: "0") }) { return .null }
    let text = String(decoding: digits, as: UTF8.self)
    guard digits.count == 8, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return .text(text) }
    return .text("\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))")
  }

  /// What is to be told at the end.
  func notices() -> [Notice] {
    var notices: [Notice] = []
    if cutTexts > 0 {
      notices.append(
        Notice(
          .warning, code: "text-cut",
          Text(
            "\(Text.counted(cutTexts, "text ends", "texts end")) in the middle of a character, which was left off: their field is too short",
            zh: "\(cutTexts) 个文本在字符中间被截断，残缺字符已去掉：字段太短"), at: Place(path)))
    }
    if overflows > 0 {
      notices.append(
        Notice(
          .warning, code: "number-overflow",
          Text(
            "\(Text.counted(overflows, "number is", "numbers are")) asterisks: their field is too narrow",
            zh: "\(overflows) 个数值为星号：字段太窄"),
          at: Place(path)))
    }
    return notices
  }
}

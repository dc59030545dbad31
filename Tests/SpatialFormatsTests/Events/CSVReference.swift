@testable import SpatialFormats

/// RFC 4180 read one byte at a time, as plainly as it can be: what the fast scanners are held against.
enum CSVReference {
  /// The records of `bytes`, each with its fields as they stand, quotes and all.
  static func records(_ bytes: [UInt8], _ dialect: CSVDialect = .comma) -> (records: [[[UInt8]]], isClosed: Bool) {
    var records: [[[UInt8]]] = []
    var fields: [[UInt8]] = []
    var field: [UInt8] = []
    var isQuoted = false
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if isQuoted {
        field.append(byte)
        if byte == 0x22 {
          if index + 1 < bytes.count, bytes[index + 1] == 0x22 {
            field.append(0x22)
            index += 1
          } else {
            isQuoted = false
          }
        }
      } else if byte == 0x22, field.isEmpty {
        isQuoted = true
        field.append(byte)
      } else if byte == dialect.delimiter || byte == dialect.terminator {
        fields.append(field)
        field = []
        if byte == dialect.terminator {
          records.append(fields)
          fields = []
        }
      } else {
        field.append(byte)
      }
      index += 1
    }
    return (records, !isQuoted && field.isEmpty && fields.isEmpty)
  }

  /// A record without the CR that stands before its line end.
  static func withoutReturn(_ record: [[UInt8]]) -> [[UInt8]] {
    var record = record
    if record[record.count - 1].last == 0x0D { record[record.count - 1].removeLast() }
    return record
  }

  /// Bytes that are rich in what matters.
  static func noise(_ count: Int, using random: inout some RandomNumberGenerator, quotes: Bool) -> [UInt8] {
    let letters: [UInt8] = quotes ? Array("ab1,,\"\"\n\r,\"x".utf8) : Array("abc12,,\n\r;".utf8)
    return (0..<count).map { _ in letters.randomElement(using: &random)! }
  }
}

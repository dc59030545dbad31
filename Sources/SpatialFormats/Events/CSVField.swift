/// One field of a delimited record, as bytes.
package enum CSVField {
  /// Calls `body` with the field's value: the bytes within the quotes, doubled quotes made single.
  ///
  /// What follows a closing quote is kept, as every reader does.
  @inline(__always)
  package static func withValue<Result>(
    _ field: UnsafeRawBufferPointer, scratch: ByteBuffer, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    guard let first = unsafe field.first, first == CSVDialect.quote else { return unsafe body(field) }
    scratch.removeAll()
    unsafe appendUnquoted(field, to: scratch)
    return unsafe body(scratch.bytes)
  }

  @inline(never)
  private static func appendUnquoted(_ field: UnsafeRawBufferPointer, to target: ByteBuffer) {
    var index = 1
    var isQuoted = true
    while index < field.count {
      let byte = unsafe field[index]
      if isQuoted, byte == CSVDialect.quote {
        if unsafe index + 1 < field.count && field[index + 1] == CSVDialect.quote {
          target.append(byte)
          index += 2
          continue
        }
        isQuoted = false
      } else {
        target.append(byte)
      }
      index += 1
    }
  }

  /// The field's value as a string.
  package static func text(_ field: UnsafeRawBufferPointer) -> String {
    let scratch = ByteBuffer(capacity: field.count)
    return unsafe withValue(field, scratch: scratch) { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// Writes a value, in quotes where it needs them.
  ///
  /// - Parameter isText: writes an empty text as `""`, so that it can be told from nothing.
  package static func append(_ value: String, to target: ByteBuffer, dialect: CSVDialect, isText: Bool = false) {
    var value = value
    value.withUTF8 { unsafe append(UnsafeRawBufferPointer($0), to: target, dialect: dialect, isText: isText) }
  }

  /// Writes a value, in quotes where it needs them.
  package static func append(
    _ value: UnsafeRawBufferPointer, to target: ByteBuffer, dialect: CSVDialect, isText: Bool = false
  ) {
    let needsQuotes = unsafe value.isEmpty ? isText : value.contains { mustBeQuoted($0, dialect) }
    guard needsQuotes else { return unsafe target.append(value) }
    target.append(CSVDialect.quote)
    for index in 0..<value.count {
      let byte = unsafe value[index]
      if byte == CSVDialect.quote { target.append(byte) }
      target.append(byte)
    }
    target.append(CSVDialect.quote)
  }

  /// The bytes of a value, in quotes where it needs them.
  package static func bytes(of value: String, dialect: CSVDialect) -> [UInt8] {
    let target = ByteBuffer(capacity: value.utf8.count + 2)
    append(value, to: target, dialect: dialect)
    return unsafe [UInt8](target.bytes)
  }

  private static func mustBeQuoted(_ byte: UInt8, _ dialect: CSVDialect) -> Bool {
    byte == dialect.delimiter || byte == CSVDialect.quote || byte == 0x0A || byte == 0x0D
  }
}

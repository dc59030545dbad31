import CityStore
import SpatialFormats
import SpatialPrimitives

/// Reads one coordinate from a field.
enum CoordinateField {
  @inline(__always)
  static func read(_ field: UnsafeRawBufferPointer, scratch: ByteBuffer) -> Result<Double, RejectReason> {
    if let value = unsafe DecimalParser.parse(field), value.isFinite { return .success(value) }
    if let value = unsafe DecimalParser.parse(bare(field)), value.isFinite { return .success(value) }
    return unsafe readUnusual(field, scratch: scratch)
  }

  /// Without quotes around, then without spaces and tabs around.
  private static func bare(_ field: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var field = unsafe field[...]
    if unsafe field.count > 1 && field.first == UInt8(ascii: "\"") && field.last == UInt8(ascii: "\"") {
      unsafe field = field.dropFirst().dropLast()
    }
    while let byte = unsafe field.first, byte == 0x20 || byte == 0x09 { unsafe field.removeFirst() }
    while let byte = unsafe field.last, byte == 0x20 || byte == 0x09 { unsafe field.removeLast() }
    return unsafe UnsafeRawBufferPointer(rebasing: field)
  }

  /// With doubled quotes, other blanks or full-width digits, or no number at all.
  @inline(never)
  private static func readUnusual(
    _ field: UnsafeRawBufferPointer, scratch: ByteBuffer
  ) -> Result<Double, RejectReason> {
    unsafe CSVField.withValue(field, scratch: scratch) { bytes in
      let text = unsafe normalized(String(decoding: bytes, as: UTF8.self))
      if text.isEmpty { return .failure(.empty) }
      var utf8 = text
      let value = utf8.withUTF8 { unsafe DecimalParser.parse(UnsafeRawBufferPointer($0)) }
      if let value { return value.isFinite ? .success(value) : .failure(.notFinite) }
      let word = text.lowercased().drop { $0 == "+" || $0 == "-" }
      return .failure(["nan", "inf", "infinity", "∞"].contains(word) ? .notFinite : .notANumber)
    }
  }

  /// Without blanks around, and with full-width digits, points and signs made plain.
  private static func normalized(_ text: String) -> String {
    let scalars = text.narrowed.unicodeScalars
    let isBlank: (UnicodeScalar) -> Bool = { $0.properties.isWhitespace || $0 == "\u{FEFF}" }
    return String(
      String.UnicodeScalarView(scalars.drop(while: isBlank).reversed().drop(while: isBlank).reversed()))
  }
}

/// Tells what lies within quotes, 64 bytes at a time: whether a byte does follows from how many quotes stand before it
/// (after Langdale & Lemire, "Parsing Gigabytes of JSON per Second", 2019). A doubled quote closes and opens at once.
///
/// That holds for as long as quotes open fields and nothing else. A quote in the middle of a field is a letter: where
/// one is found, the bytes must be read with care, one quote after the other.
struct QuoteMask {
  /// All ones where the bytes before lie within quotes.
  private var inside: UInt64 = 0
  /// Bit 0: whether the byte before ends a field.
  private var atFieldStart: UInt64 = 1
  /// Bit 0: whether the byte before is a quote.
  private var behindQuote: UInt64 = 0

  var isInside: Bool { inside != 0 }

  /// Takes in the next bytes.
  ///
  /// - Parameters:
  ///   - quotes: the bytes that are quotes.
  ///   - separators: the bytes that end a field where they are not quoted.
  ///   - width: how many bytes, 1…64; no higher bit is set in either mask.
  /// - Returns: the separators that end a field; `nil` where a quote stands that opens none.
  @inline(__always)
  mutating func step(quotes: UInt64, separators: UInt64, width: Int) -> UInt64? {
    let quoted = QuoteMask.parity(quotes) ^ inside
    let ends = separators & ~quoted
    let mayOpen = ends &<< 1 | atFieldStart | quotes &<< 1 | behindQuote
    guard quotes & quoted & ~mayOpen == 0 else { return nil }
    inside = UInt64(bitPattern: Int64(bitPattern: quoted) &>> 63)
    atFieldStart = ends &>> UInt64(width &- 1) & 1
    behindQuote = quotes &>> UInt64(width &- 1) & 1
    return ends
  }

  /// The lowest `width` bits, 1…64.
  @inline(__always) static func low(_ width: Int) -> UInt64 { UInt64.max &>> UInt64(64 &- width) }

  /// Bit i: whether the number of bits set among 0…i is odd.
  @inline(__always) private static func parity(_ bits: UInt64) -> UInt64 {
    var bits = bits
    bits ^= bits &<< 1
    bits ^= bits &<< 2
    bits ^= bits &<< 4
    bits ^= bits &<< 8
    bits ^= bits &<< 16
    bits ^= bits &<< 32
    return bits
  }
}

/// Questions that are asked of every byte of a stream: sixteen bytes at a time.
enum ByteCounting {
  /// What one pass over bytes tells.
  struct Survey {
    /// How many physical lines end there.
    var terminators = 0
    var hasQuotes = false
    var isASCII = true
  }

  /// - Complexity: linear; some 15 GB/s within the caches.
  static func survey(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, terminator: UInt8) -> Survey {
    var survey = Survey()
    var quotes = SIMD16<UInt8>.zero
    var all = SIMD16<UInt8>.zero
    let quotePattern = SIMD16(repeating: CSVDialect.quote)
    survey.terminators = unsafe count(terminator, in: bytes, range) { chunk in
      all |= chunk
      quotes |= equal(chunk, quotePattern)
    }
    survey.hasQuotes = quotes != .zero
    survey.isASCII = all & SIMD16(repeating: 0x80) == .zero
    return survey
  }

  /// How often `byte` stands in a part of `bytes`.
  static func count(_ byte: UInt8, in bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int {
    unsafe count(byte, in: bytes, range) { _ in }
  }

  /// Whether every byte is ASCII.
  static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    unsafe survey(bytes, 0..<bytes.count, terminator: 0).isASCII
  }

  /// Counts, and shows every chunk to `visit`; what lies behind the range in the last one is shown as zeros.
  @inline(__always)
  private static func count(
    _ byte: UInt8, in bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ visit: (SIMD16<UInt8>) -> Void
  ) -> Int {
    guard let base = bytes.baseAddress, !range.isEmpty else { return 0 }
    assert(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    let pattern = SIMD16(repeating: byte)
    var total = 0
    var index = range.lowerBound
    while index &+ 16 <= range.upperBound {
      // Each lane counts in a byte, which holds 255.
      let end = min(index &+ 16 &* 255, range.upperBound)
      var lanes = SIMD16<UInt8>.zero
      while index &+ 64 <= end {
        for part in 0..<4 {
          let chunk = unsafe base.loadUnaligned(fromByteOffset: index &+ 16 &* part, as: SIMD16<UInt8>.self)
          visit(chunk)
          lanes &-= equal(chunk, pattern)
        }
        index &+= 64
      }
      while index &+ 16 <= end {
        let chunk = unsafe base.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
        visit(chunk)
        lanes &-= equal(chunk, pattern)
        index &+= 16
      }
      for lane in 0..<16 { total &+= Int(lanes[lane]) }
    }
    var last = SIMD16<UInt8>.zero
    for lane in 0..<(range.upperBound - index) {
      unsafe last[lane] = bytes[index + lane]
      if last[lane] == byte { total += 1 }
    }
    visit(last)
    return total
  }

  /// 0xFF where two chunks are equal, 0 elsewhere.
  @inline(__always)
  private static func equal(_ a: SIMD16<UInt8>, _ b: SIMD16<UInt8>) -> SIMD16<UInt8> {
    unsafe unsafeBitCast(a .== b, to: SIMD16<UInt8>.self)
  }
}

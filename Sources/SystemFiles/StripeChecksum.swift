/// A 64-bit checksum over stripes of 64 bytes, fast enough (a few cycles a stripe) that a file is checked at each opening.
///
/// Eight lanes each take one word of every stripe: `lane = (rotate(lane, 31) ^ word) * odd`. Each step is a bijection of the
/// lane and of the word, so that a change within any one word is always seen; anything else escapes with a chance of 2⁻⁶⁴.
/// The lanes begin unlike each other, so that words which change places are seen too. It guards against damage, not
/// against a forger. The shape is that of Collet's xxHash64 with one multiplication less.
struct StripeChecksum {
  static let stripe = 64
  private typealias Words = (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)
  private static let odd: UInt64 = 0x9e37_79b9_7f4a_7c15  // 2⁶⁴ / golden ratio
  private var lanes = SIMD8<UInt64>(0, 1, 2, 3, 4, 5, 6, 7) &* SIMD8(repeating: odd) &+ 0x2545_f491_4f6c_dd1d
  private var stripes: UInt64 = 0

  /// Takes whole stripes: `bytes.count` must be a multiple of 64.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count % StripeChecksum.stripe == 0, "whole stripes")
    guard let base = bytes.baseAddress else { return }
    var (a, b, c, d) = (lanes[0], lanes[1], lanes[2], lanes[3])
    var (e, f, g, h) = (lanes[4], lanes[5], lanes[6], lanes[7])
    var position = unsafe base
    let end = unsafe base + bytes.count
    while unsafe position < end {
      let w = unsafe position.loadUnaligned(as: Words.self)
      a = StripeChecksum.step(a, w.0)
      b = StripeChecksum.step(b, w.1)
      c = StripeChecksum.step(c, w.2)
      d = StripeChecksum.step(d, w.3)
      e = StripeChecksum.step(e, w.4)
      f = StripeChecksum.step(f, w.5)
      g = StripeChecksum.step(g, w.6)
      h = StripeChecksum.step(h, w.7)
      unsafe position += StripeChecksum.stripe
    }
    lanes = SIMD8(a, b, c, d, e, f, g, h)
    stripes &+= UInt64(bytes.count / StripeChecksum.stripe)
  }

  /// The checksum of all stripes so far and of their number.
  func finish() -> UInt64 {
    var sum = stripes
    for lane in lanes.indices { sum = StripeChecksum.step(sum, lanes[lane]) }
    sum ^= sum >> 29
    sum &*= StripeChecksum.odd
    return sum ^ (sum >> 32)
  }

  /// The checksum of bytes that are followed by zeros up to a whole stripe.
  static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var checksum = StripeChecksum()
    let whole = bytes.count / stripe * stripe
    unsafe checksum.update(UnsafeRawBufferPointer(rebasing: bytes[..<whole]))
    if whole < bytes.count {
      unsafe withUnsafeTemporaryAllocation(byteCount: stripe, alignment: 8) { last in
        unsafe last.initializeMemory(as: UInt8.self, repeating: 0)
        unsafe last.copyBytes(from: bytes[whole...])
        unsafe checksum.update(UnsafeRawBufferPointer(last))
      }
    }
    return checksum.finish()
  }

  /// The checksum of a section: that of the checksums of its pieces, so that several threads can verify it.
  static func ofPieces(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    combine(
      stride(from: 0, to: bytes.count, by: piece).map { start in
        unsafe of(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + piece, bytes.count)]))
      })
  }

  /// Bytes in a piece.
  static let piece = 1 << 20

  static func combine(_ pieces: [UInt64]) -> UInt64 { unsafe pieces.withUnsafeBytes { unsafe of($0) } }

  @inline(__always) private static func step(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    (((lane &<< 31) | (lane &>> 33)) ^ word) &* odd
  }
}

/// Questions that are asked of every byte of a stream.
enum ByteCounting {
  /// How often `byte` stands in a part of `bytes`, 16 bytes at a time.
  static func count(_ byte: UInt8, in bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int {
    var total = 0
    var index = range.lowerBound
    let pattern = SIMD16<UInt8>(repeating: byte)
    while index + 16 <= range.upperBound {
      // A lane that is equal is all ones, −1: each counts up to 255 steps before it would wrap.
      var lanes = SIMD16<UInt8>.zero
      let stop = min(range.upperBound, index + 16 * 255)
      while index + 16 <= stop {
        let chunk = unsafe bytes.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
        lanes &-= unsafe unsafeBitCast(chunk .== pattern, to: SIMD16<UInt8>.self)
        index += 16
      }
      for lane in 0..<16 { total += Int(lanes[lane]) }
    }
    while index < range.upperBound {
      if unsafe bytes[index] == byte { total += 1 }
      index += 1
    }
    return total
  }

  /// Whether every byte is ASCII.
  static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    var bits: UInt64 = 0
    while index + 32 <= bytes.count {
      for step in stride(from: 0, to: 32, by: 8) {
        bits |= unsafe bytes.loadUnaligned(fromByteOffset: index + step, as: UInt64.self)
      }
      if bits & 0x8080_8080_8080_8080 != 0 { return false }
      index += 32
    }
    while index < bytes.count {
      if unsafe bytes[index] >= 0x80 { return false }
      index += 1
    }
    return true
  }
}

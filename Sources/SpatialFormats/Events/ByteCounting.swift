/// Questions that are asked of every byte of a stream.
enum ByteCounting {
  /// How often `byte` stands in a part of `bytes`, eight bytes at a time.
  static func count(_ byte: UInt8, in bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int {
    let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    var total = 0
    var index = range.lowerBound
    while index &+ 8 <= range.upperBound {
      // The high bit of each byte of `others` is set where that byte differs from the one looked for.
      let difference = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ pattern
      let others = ((difference & low) &+ low) | difference
      total &+= (~others & ~low).nonzeroBitCount
      index &+= 8
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

/// Questions that are asked of every byte of a stream.
enum ByteCounting {
  /// How often `byte` stands in a part of `bytes`, 64 bytes at a time.
  static func count(_ byte: UInt8, in bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int {
    var total = 0
    var index = range.lowerBound
    let pattern = SIMD64<UInt8>(repeating: byte)
    let one = SIMD64<UInt8>(repeating: 1)
    while index + 64 <= range.upperBound {
      // Each lane counts up to 255 steps before it would wrap.
      var lanes = SIMD64<UInt8>.zero
      let stop = min(range.upperBound, index + 64 * 255)
      while index + 64 <= stop {
        let chunk = unsafe bytes.loadUnaligned(fromByteOffset: index, as: SIMD64<UInt8>.self)
        lanes &+= SIMD64<UInt8>.zero.replacing(with: one, where: chunk .== pattern)
        index += 64
      }
      total += sum(lanes)
    }
    while index < range.upperBound {
      if unsafe bytes[index] == byte { total += 1 }
      index += 1
    }
    return total
  }

  private static func sum(_ lanes: SIMD64<UInt8>) -> Int {
    var total = 0
    for lane in 0..<64 { total += Int(lanes[lane]) }
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

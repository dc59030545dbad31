import Testing

@testable import SpatialFormats

@Suite struct ByteBufferTests {
  @Test func keepsWhatItHasAsItGrows() {
    let buffer = ByteBuffer(capacity: 16)
    var expected: [UInt8] = []
    for number in 0..<1000 {
      let bytes = [UInt8](repeating: UInt8(number & 0xFF), count: number % 7)
      bytes.withUnsafeBytes { buffer.append($0) }
      buffer.append(UInt8(number >> 2 & 0xFF))
      expected += bytes + [UInt8(number >> 2 & 0xFF)]
    }
    #expect(Array(buffer.bytes) == expected)
    buffer.removeByte(at: 100)
    expected.remove(at: 100)
    buffer.removeLast(10)
    #expect(Array(buffer.bytes) == expected.dropLast(10))
    buffer.removeAll()
    buffer.append("anew")
    #expect(Array(buffer.bytes) == Array("anew".utf8))
  }
}

import TestSupport
import Testing

@testable import SystemFiles

@Suite struct StripeChecksumTests {
  private func checksum(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes { StripeChecksum.of($0) } }

  private func bytes(_ count: Int, seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  @Test func piecesMakeTheSumOfTheWhole() {
    let data = bytes(64 * 50, seed: 1)
    for cut in stride(from: 0, through: data.count, by: 64) {
      var pieces = StripeChecksum()
      data[..<cut].withUnsafeBytes { pieces.update($0) }
      data[cut...].withUnsafeBytes { pieces.update($0) }
      #expect(pieces.finish() == checksum(data))
    }
  }

  @Test func everyBitCounts() {
    var data = bytes(64 * 5, seed: 2)
    let whole = checksum(data)
    for bit in 0..<(8 * data.count) {
      data[bit / 8] ^= 1 << (bit % 8)
      #expect(checksum(data) != whole, "bit \(bit)")
      data[bit / 8] ^= 1 << (bit % 8)
    }
  }

  /// Two changes of the topmost bits of a lane would hide each other in a sum without rotation.
  @Test func pairsOfBitsCount() {
    var data = bytes(64 * 5, seed: 3)
    let whole = checksum(data)
    for first in stride(from: 7, to: 64 * 5, by: 8) {
      for second in stride(from: first + 8, to: 64 * 5, by: 8) {
        data[first] ^= 0x80
        data[second] ^= 0x80
        #expect(checksum(data) != whole, "bytes \(first), \(second)")
        data[first] ^= 0x80
        data[second] ^= 0x80
      }
    }
  }

  @Test func orderAndLengthCount() {
    let zeros = [UInt8](repeating: 0, count: 64 * 3)
    #expect(Set((0...3).map { checksum(Array(zeros[..<(64 * $0)])) }).count == 4)
    var data = bytes(128, seed: 4)
    let whole = checksum(data)
    for first in 0..<16 {
      for second in 0..<first {
        for byte in 0..<8 { data.swapAt(8 * first + byte, 8 * second + byte) }
        #expect(checksum(data) != whole, "words \(first), \(second)")
        for byte in 0..<8 { data.swapAt(8 * first + byte, 8 * second + byte) }
      }
    }
  }
}

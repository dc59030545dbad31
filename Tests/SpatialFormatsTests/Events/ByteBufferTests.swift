import Testing

@testable import SpatialFormats

@Suite struct ByteBufferTests {
  private final class Lender {
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 256, alignment: 16)
    init() { for index in bytes.indices { bytes[index] = UInt8(index) } }
    deinit { bytes.deallocate() }
  }

  @Test func leavesWhatItBorrowedAsItIs() {
    let lender = Lender()
    let buffer = ByteBuffer(capacity: 16)
    buffer.append("own")
    buffer.borrow(UnsafeRawBufferPointer(rebasing: lender.bytes[10..<20]), from: lender)
    #expect(Array(buffer.bytes) == Array(10..<20))
    buffer.append(99)
    #expect(Array(buffer.bytes) == Array(10..<20) + [99])
    #expect(lender.bytes[20] == 20)
    buffer.removeAll()
    buffer.append("own again")
    #expect(Array(buffer.bytes) == Array("own again".utf8))
    #expect(Array(lender.bytes) == Array(0...255))
  }

  @Test func keepsTheLenderForAsLongAsItBorrows() {
    weak var lender: Lender?
    let buffer = ByteBuffer()
    do {
      let own = Lender()
      lender = own
      buffer.borrow(UnsafeRawBufferPointer(rebasing: own.bytes[..<100]), from: own)
    }
    #expect(lender != nil)
    buffer.removeAll()
    #expect(lender == nil)
  }
}

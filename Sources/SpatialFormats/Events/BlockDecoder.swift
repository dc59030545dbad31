package import Diagnostics

/// Turns the blocks of a stream into UTF-8, and finds what cannot be. One per thread.
package final class BlockDecoder {
  private var decoder: TextDecoder?

  package init() {}

  /// Makes `block.bytes` UTF-8. Bytes that mean nothing become U+FFFD, and `block.damage` tells where.
  package func decode(_ block: EventBlock) throws(Fault) {
    guard let encoding = block.encoding, !block.isASCII else { return }
    if encoding == .utf8, unsafe BlockDecoder.isUTF8(block.raw.bytes) { return }
    if decoder?.encoding != encoding { decoder = try TextDecoder(encoding) }
    unsafe convert(block.raw.bytes, into: block)
    block.isDecoded = true
    block.terminators = nil
  }

  private func convert(_ source: UnsafeRawBufferPointer, into block: EventBlock) {
    var rest = unsafe source
    while unsafe !rest.isEmpty {
      let room = unsafe block.decoded.room(rest.count * 3 + 16)
      guard let step = unsafe decoder?.decode(rest, into: room) else { return }
      block.decoded.advance(step.produced)
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(step.consumed))
      if step.end == .invalid || step.end == .incomplete {
        // One byte is given up, so that a separator behind it keeps its meaning.
        block.damage.append(block.decoded.count)
        block.decoded.append("\u{FFFD}")
        unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst())
      }
    }
  }

  private static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
    do {
      _ = try unsafe UTF8Span(validating: bytes.bindMemory(to: UInt8.self).span)
      return true
    } catch {
      return false
    }
  }
}

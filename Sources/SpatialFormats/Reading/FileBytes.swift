import Diagnostics
import SystemFiles

/// A whole text file: mapped as it lies, or in memory where it had to be decoded.
@safe final class FileBytes: Sendable {
  @safe private struct Buffer: ~Copyable, @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer
    deinit { unsafe bytes.deallocate() }
  }

  private enum Storage: ~Copyable, Sendable {
    case mapped(MappedFile)
    case decoded(Buffer)
  }

  private let storage: Storage

  /// - Throws: `missing-file`, `is-directory`, `unreadable-file` (66), `empty-file` (65).
  init(mapping path: String) throws(Fault) {
    let file = try MappedFile(path: path)
    guard file.count > 0 else { throw FileBytes.empty(path) }
    storage = .mapped(file)
  }

  /// The UTF-8 of `source`.
  /// - Throws: `bad-bytes` (65).
  init(decoding source: FileBytes, from encoding: TextEncoding, file: String) throws(Fault) {
    var decoder = try TextDecoder(encoding)
    let skipped = unsafe TextEncoding.byteOrderMark(source.bytes).map { $0.encoding == encoding ? $0.length : 0 } ?? 0
    let from = unsafe UnsafeRawBufferPointer(rebasing: source.bytes.dropFirst(skipped))
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: from.count * 3, alignment: 1)
    let step = unsafe decoder.decode(from, into: buffer)
    guard step.end == .sourceEmpty else {
      unsafe buffer.deallocate()
      let row = unsafe from.prefix(step.consumed).count { $0 == 0x0A } + 1
      throw unsafe TextDecoder.badBytes(
        encoding, from.dropFirst(step.consumed).prefix(4), offset: step.consumed + skipped, at: Place(file, row: row))
    }
    unsafe storage = .decoded(Buffer(bytes: UnsafeMutableRawBufferPointer(rebasing: buffer[..<step.produced])))
  }

  var bytes: UnsafeRawBufferPointer {
    switch storage {
    case .mapped(let file): unsafe file.bytes
    case .decoded(let buffer): unsafe UnsafeRawBufferPointer(buffer.bytes)
    }
  }

  static func empty(_ path: String) -> Fault {
    Fault(
      .data, code: "empty-file", Text("“\(path)” is empty", zh: "“\(path)”是空文件"), at: Place(path),
      hint: Text("it was not written or copied whole: get it again", zh: "文件不完整，请重新获取"))
  }
}

import Diagnostics
import Glibc
import SystemFiles

/// The bytes of a file or of a pipe, read once from the beginning to the end.
@safe final class ByteStream {
  let path: String
  /// Bytes; `nil` for a pipe.
  let size: Int?
  private let descriptor: Int32
  /// Bytes that were looked at before they were asked for.
  private var pending: [UInt8] = []

  /// - Parameter path: `-` is standard input.
  /// - Throws: `missing-file`, `is-directory`, `unreadable-file` (66).
  init(path: String) throws(Fault) {
    self.path = path
    guard path != "-" else {
      descriptor = STDIN_FILENO
      size = nil
      widen()
      return
    }
    if FileFacts.kind(of: path) == .directory { throw SystemFault.reading(path, EISDIR) }
    let opened = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { throw SystemFault.reading(path) }
    descriptor = opened
    size = FileFacts.size(of: path)
    if size == nil { widen() } else { posix_fadvise(opened, 0, 0, POSIX_FADV_SEQUENTIAL) }
  }

  /// Asks for a pipe that holds a whole block, so that its two ends wait for each other less often. What is no pipe,
  /// or may not be that wide, stays as it is.
  private func widen() { _ = fcntl(descriptor, ByteStream.setPipeSize, 1 << 20) }

  /// `F_SETPIPE_SZ` of Linux, which the C headers give as an expression.
  private static let setPipeSize: Int32 = 1031

  deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

  /// The first bytes of what is still to be read; fewer than `count` at the end only.
  func peek(_ count: Int) throws(Fault) -> [UInt8] {
    guard pending.count < count else { return Array(pending[..<count]) }
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { unsafe room.deallocate() }
    pending = try unsafe Array(room[..<read(into: room)])
    return pending
  }

  /// Reads until `target` is full or the stream ends.
  ///
  /// A file is read like a pipe, not mapped: a copy into memory that is at hand takes no longer than the page faults of a
  /// mapping, and a file that becomes shorter meanwhile ends early instead of ending the process.
  /// - Returns: how many bytes came; fewer than `target` holds at the end only.
  func read(into target: UnsafeMutableRawBufferPointer) throws(Fault) -> Int {
    var filled = min(pending.count, target.count)
    if filled > 0 {
      unsafe target.copyBytes(from: pending[..<filled])
      pending.removeFirst(filled)
    }
    while filled < target.count {
      let got = unsafe Glibc.read(descriptor, target.baseAddress! + filled, target.count - filled)
      if got < 0 {
        if errno == EINTR { continue }
        throw SystemFault.reading(path)
      }
      if got == 0 { break }
      filled += got
    }
    return filled
  }

  /// Whether the first byte that says anything opens a JSON object or, in GeoJSONSeq, a record.
  func beginsWithJSON() throws(Fault) -> Bool {
    let head = try peek(64)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let first = head.dropFirst(head.starts(with: mark) ? 3 : 0).first { $0 > 0x20 || $0 == 0x1E }
    return first == UInt8(ascii: "{") || first == 0x1E
  }
}

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
  /// The whole file, once it has been asked for in place.
  private var mapping: MappedFile?
  /// Up to where its memory was given back.
  private var released = 0

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

  // MARK: in place

  /// The next `count` bytes where they lie in the file, to be passed over by `skip`; `nil` where that cannot be: of a pipe,
  /// and near the end, where fewer than `ByteBuffer.padding` bytes follow. They stay there as long as the stream lives.
  ///
  /// Reading them costs a third of the time of having them copied. A file that has become shorter is found out here and
  /// read to its new end; should it shrink while a block of it is in hand, the system would end the process (SIGBUS).
  func inPlace(_ count: Int, at position: Int) -> UnsafeRawBufferPointer? {
    guard let size, pending.isEmpty, position + count + ByteBuffer.padding <= size else { return nil }
    if mapping == nil { mapping = try? MappedFile(descriptor, path: path) }
    guard let bytes = unsafe mapping?.bytes, bytes.count >= size, holds(size) else { return nil }
    if position - released >= ByteStream.window {
      mapping?.release(first: position)
      released = position
    }
    return unsafe UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }

  /// Whether the file is still as long.
  private func holds(_ size: Int) -> Bool {
    var facts = stat()
    return unsafe fstat(descriptor, &facts) == 0 && Int(facts.st_size) >= size
  }

  /// How much of a file's memory may be in use, about, before it is given back.
  private static let window = 8 << 20

  /// Moves forward, or back over what has been read.
  func skip(_ count: Int) throws(Fault) {
    guard lseek(descriptor, count, SEEK_CUR) >= 0 else { throw SystemFault.reading(path) }
  }

  /// Whether the first byte that says anything opens a JSON object or, in GeoJSONSeq, a record.
  func beginsWithJSON() throws(Fault) -> Bool {
    let head = try peek(64)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let first = head.dropFirst(head.starts(with: mark) ? 3 : 0).first { $0 > 0x20 || $0 == 0x1E }
    return first == UInt8(ascii: "{") || first == 0x1E
  }
}

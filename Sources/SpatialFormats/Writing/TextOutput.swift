import Diagnostics
import SystemFiles

/// Text gathered to large writes.
struct TextOutput: ~Copyable {
  private var file: OutputFile
  private var waiting: [UInt8] = []

  private static let blockSize = 256 << 10

  init(path: String, force: Bool) throws(Fault) {
    file = try OutputFile(path: path, force: force)
    waiting.reserveCapacity(TextOutput.blockSize * 2)
  }

  mutating func append(_ text: String) { waiting.append(contentsOf: text.utf8) }

  mutating func append(_ byte: UInt8) { waiting.append(byte) }

  /// The shortest decimal that reads back as the same double.
  mutating func append(_ number: Double) { append("\(number)") }

  /// Writes what waits, if it is much.
  mutating func flushIfLarge() throws(Fault) {
    if waiting.count >= TextOutput.blockSize { try flush() }
  }

  private mutating func flush() throws(Fault) {
    try file.write(bytes: waiting)
    waiting.removeAll(keepingCapacity: true)
  }

  consuming func commit() throws(Fault) {
    try flush()
    try file.commit()
  }
}

extension OutputFile {
  mutating func write(bytes: [UInt8]) throws(Fault) {
    var fault: Fault?
    unsafe bytes.withUnsafeBytes { bytes in
      do throws(Fault) { try unsafe write(bytes) } catch { fault = error }
    }
    if let fault { throw fault }
  }
}

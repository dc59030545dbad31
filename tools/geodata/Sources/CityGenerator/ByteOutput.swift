import Glibc

/// Why a file could not be written.
public struct OutputError: Error, CustomStringConvertible {
  public var description: String
}

/// A file written through a buffer.
struct ByteOutput: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  init(_ path: String) throws(OutputError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else {
      throw OutputError(description: "cannot create \(path): \(String(cString: strerror(errno)))")
    }
    buffer.reserveCapacity(1 << 20)
  }

  deinit { close(descriptor) }

  mutating func write(_ text: String) throws(OutputError) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count > 1 << 19 { try flush() }
  }

  mutating func write(_ bytes: [UInt8]) throws(OutputError) {
    buffer.append(contentsOf: bytes)
    if buffer.count > 1 << 19 { try flush() }
  }

  /// A whole number, with zeros in front up to `digits`.
  mutating func write(_ number: Int, digits: Int = 1) {
    var rest = number.magnitude
    if number < 0 { buffer.append(UInt8(ascii: "-")) }
    let start = buffer.count
    repeat {
      buffer.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0 || buffer.count - start < digits
    buffer[start...].reverse()
  }

  /// A number rounded to `decimals` places.
  mutating func write(_ value: Double, decimals: Int) {
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((value.magnitude * Double(scale)).rounded())
    if value < 0 { buffer.append(UInt8(ascii: "-")) }
    write(scaled / scale)
    buffer.append(UInt8(ascii: "."))
    write(scaled % scale, digits: decimals)
  }

  /// Writes what is left; the file is whole only after this.
  mutating func finish() throws(OutputError) { try flush() }

  private mutating func flush() throws(OutputError) {
    var start = 0
    while start < buffer.count {
      let written = buffer.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + start, $0.count - start) }
      guard written > 0 else {
        throw OutputError(description: "cannot write \(path): \(String(cString: strerror(errno)))")
      }
      start += written
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

import Diagnostics
import Foundation
import Glibc
import TestSupport
import Testing

@testable import SystemFiles

@Suite struct OutputPumpTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// Portions are 1 MiB: files that end within the first, at its end, and behind several.
  @Test(arguments: [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, (13 << 20) + 12_345])
  func writesEveryByteInOrder(size: Int) throws {
    var random = SeededGenerator(seed: UInt64(size))
    var bytes = [UInt8](repeating: 0, count: size)
    for position in stride(from: 0, to: size, by: 1000) { bytes[position] = UInt8.random(in: 0...255, using: &random) }
    // Memory file systems have no way past the page cache.
    for path in [scratch.file("long.bin"), "/dev/shm/onegrid-pump-\(getpid())-\(size)"] {
      defer { unlink(path) }
      var output = try OutputFile(path: path, force: false, isLong: true)
      var start = 0
      while start < size {
        let end = min(size, start + Int.random(in: 1...3_000_000, using: &random))
        try bytes[start..<end].withUnsafeBytes { try output.write($0) }
        start = end
      }
      try output.commit()
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(bytes))
    }
  }

  @Test func leavesNothingWhenAbandoned() throws {
    do {
      var output = try OutputFile(path: scratch.file("lost.bin"), force: false, isLong: true)
      let bytes = [UInt8](repeating: 7, count: 9 << 20)
      try bytes.withUnsafeBytes { try output.write($0) }
    }
    #expect(try FileFacts.entries(of: scratch.path).isEmpty)
  }

  /// The thread's fault reaches whoever writes next, or ends the file.
  @Test func tellsOfADiskThatIsFull() {
    let descriptor = open("/dev/full", O_WRONLY)
    defer { close(descriptor) }
    let bytes = [UInt8](repeating: 7, count: 5 << 20)
    let pump = OutputPump(descriptor)
    _ = bytes.withUnsafeBytes { pump.write($0) }
    #expect(pump.finish() == ENOSPC)
    let other = OutputPump(descriptor)
    var failure: Int32 = 0
    for _ in 0..<4 where failure == 0 { failure = bytes.withUnsafeBytes { other.write($0) } }
    #expect(failure == ENOSPC)
    other.stop()
  }
}

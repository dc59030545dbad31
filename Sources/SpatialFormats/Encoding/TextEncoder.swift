import Diagnostics
import Glibc

/// Turns text into bytes of another encoding, strictly.
@safe struct TextEncoder: ~Copyable {
  private let converter: iconv_t?

  /// - Throws: `unknown-encoding` (70).
  init(_ encoding: TextEncoding) throws(Fault) {
    guard encoding != .utf8 else {
      unsafe converter = nil
      return
    }
    let made = unsafe iconv_open(encoding.name, "UTF-8")
    guard let made = unsafe made, Int(bitPattern: made) != -1 else {
      throw Fault(
        .software, code: "unknown-encoding",
        Text("this system cannot convert to \(encoding)", zh: "本系统无法转换为编码 \(encoding)"))
    }
    unsafe converter = made
  }

  deinit {
    if let converter = unsafe converter { unsafe iconv_close(converter) }
  }

  /// - Returns: `nil` where a character does not exist in the encoding.
  func bytes(of text: String) -> [UInt8]? {
    guard let converter = unsafe converter else { return Array(text.utf8) }
    var source = Array(text.utf8).map { CChar(bitPattern: $0) }
    var left = source.count
    var isWhole = true
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: left * 2) { target, count in
      unsafe source.withUnsafeMutableBufferPointer { buffer in
        var from = buffer.baseAddress
        var room = target.count
        var to = unsafe UnsafeMutableRawPointer(target.baseAddress)?.assumingMemoryBound(to: CChar.self)
        // A positive answer counts characters that were replaced.
        isWhole = unsafe left == 0 || iconv(converter, &from, &left, &to, &room) == 0
        unsafe iconv(converter, nil, nil, nil, nil)
        count = target.count - room
      }
    }
    return isWhole ? bytes : nil
  }
}

package import Diagnostics
import Glibc

/// Turns bytes of one encoding into UTF-8, strictly: bytes that mean nothing are found out, never replaced.
///
/// Made for streams: `decode` works from buffer to buffer and allocates nothing. Not to be shared between threads.
@safe package struct TextDecoder: ~Copyable {
  package let encoding: TextEncoding
  private let converter: iconv_t
  /// Of GB18030, once there is enough text for it.
  private var table: DoubleByteTable?

  /// - Throws: `unknown-encoding` (70) where the C library does not know the encoding.
  package init(_ encoding: TextEncoding) throws(Fault) {
    let converter = unsafe iconv_open("UTF-8", encoding.decodingName)
    guard let converter = unsafe converter, Int(bitPattern: converter) != -1 else {
      throw Fault(
        .software, code: "unknown-encoding",
        Text("this system cannot convert \(encoding)", zh: "本系统无法转换编码 \(encoding)"),
        hint: Text("install the C library's converters (libc-bin, locales)", zh: "请安装 C 库的编码转换组件（libc-bin、locales）"))
    }
    self.encoding = encoding
    unsafe self.converter = converter
  }

  deinit { unsafe iconv_close(converter) }

  /// What one call of `decode` did.
  package struct Step: Sendable, Hashable {
    package enum End: Sendable, Hashable {
      /// All of the source was decoded.
      case sourceEmpty
      /// The target has no room for the next character.
      case targetFull
      /// The source ends within a character: hand the rest in again with what follows it.
      case incomplete
      /// The bytes at `consumed` mean nothing in this encoding.
      case invalid
    }
    package var consumed: Int
    package var produced: Int
    package var end: End
  }

  /// Decodes as much of `source` as is whole and fits.
  ///
  /// - Parameter target: for every encoding here, three times the size of `source` always suffices.
  /// - Complexity: linear; some 2 GB/s for GBK, 300 MB/s for others.
  package mutating func decode(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Step {
    if table == nil, source.count >= TextDecoder.manyBytes, encoding.decodingName == TextEncoding.gb18030.decodingName {
      table = DoubleByteTable.gb18030
    }
    guard let table else { return unsafe convert(source, into: target) }
    var step = Step(consumed: 0, produced: 0, end: .sourceEmpty)
    while step.consumed < source.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: source[step.consumed...])
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: target[step.produced...])
      let (consumed, produced) = unsafe table.decode(rest, into: room)
      step.consumed += consumed
      step.produced += produced
      if consumed == rest.count { break }
      // One character that is not in the table, or what is left of a target that is nearly full.
      let isFull = room.count - produced < TextDecoder.nearlyFull
      let count = isFull ? rest.count - consumed : min(TextDecoder.longest, rest.count - consumed)
      let other = unsafe convert(
        UnsafeRawBufferPointer(rebasing: rest[consumed..<consumed + count]),
        into: UnsafeMutableRawBufferPointer(rebasing: room[produced...]))
      step.consumed += other.consumed
      step.produced += other.produced
      let isCut = other.end == .incomplete && other.consumed > 0 && consumed + count < rest.count
      if other.end != .sourceEmpty, !isCut {
        step.end = other.end
        break
      }
    }
    return step
  }

  /// Making the table takes as long as converting so much, about.
  private static let manyBytes = 1 << 16
  /// Of a character, in bytes.
  private static let longest = 4
  private static let nearlyFull = 32

  /// The same by the C library.
  private mutating func convert(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Step {
    // iconv does not write to its input; the parameter's type is older than `const`.
    var from = unsafe UnsafeMutablePointer(mutating: source.assumingMemoryBound(to: CChar.self).baseAddress)
    var to = unsafe target.assumingMemoryBound(to: CChar.self).baseAddress
    var left = source.count
    var room = target.count
    guard left > 0 else { return Step(consumed: 0, produced: 0, end: .sourceEmpty) }
    let code = unsafe iconv(converter, &from, &left, &to, &room)
    let reason = errno
    var end = Step.End.sourceEmpty
    if code == -1 {
      switch reason {
      case E2BIG: end = .targetFull
      case EINVAL: end = .incomplete
      default: end = .invalid
      }
      unsafe iconv(converter, nil, nil, nil, nil)  // back to the initial state after a failure
    }
    return Step(consumed: source.count - left, produced: target.count - room, end: end)
  }

  /// The text of a whole value.
  ///
  /// - Returns: the text, or how many bytes could be decoded before the first that could not, and whether
  ///   that is only an end in the middle of a character.
  package mutating func text(of bytes: UnsafeRawBufferPointer) -> Decoded {
    // Checked by Swift's own decoder, which costs less than a converter's call for one short value.
    if unsafe encoding == .utf8 || (!encoding.isWide && bytes.allSatisfy { $0 < 0x80 }) {
      if let text = unsafe String(validating: bytes, as: UTF8.self) { return .text(text) }
    }
    return unsafe withUnsafeTemporaryAllocation(byteCount: bytes.count * 3 + 8, alignment: 1) { target in
      let step = unsafe decode(bytes, into: target)
      let text = unsafe String(decoding: target[..<step.produced], as: UTF8.self)
      switch step.end {
      case .sourceEmpty: return .text(text)
      case .incomplete: return .cut(text, at: step.consumed)
      case .targetFull, .invalid: return .invalid(at: step.consumed)
      }
    }
  }

  package enum Decoded: Sendable, Hashable {
    case text(String)
    /// The bytes end in the middle of a character, which is left off.
    case cut(String, at: Int)
    case invalid(at: Int)
  }

  /// The whole of a text in one call.
  /// - Throws: `bad-bytes` (65) with the offset of the first byte that means nothing; the caller adds the place.
  package mutating func utf8(of source: UnsafeRawBufferPointer) throws(Fault) -> [UInt8] {
    var step = Step(consumed: 0, produced: 0, end: .sourceEmpty)
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: source.count * 3) { target, count in
      step = unsafe decode(source, into: UnsafeMutableRawBufferPointer(target))
      count = step.produced
    }
    guard step.end == .sourceEmpty else {
      throw unsafe TextDecoder.badBytes(encoding, source.dropFirst(step.consumed).prefix(4), offset: step.consumed)
    }
    return bytes
  }

  /// The fault for bytes that mean nothing in `encoding`.
  /// - Parameter offset: where they begin, in bytes from the beginning of the field or file.
  package static func badBytes(
    _ encoding: TextEncoding, _ bytes: some Sequence<UInt8>, offset: Int, at place: Place? = nil
  ) -> Fault {
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
    return Fault(
      .data, code: "bad-bytes",
      Text(
        "the bytes \(digits) at offset \(offset) are no \(encoding) text",
        zh: "偏移 \(offset) 处的字节 \(digits) 不是 \(encoding) 文本"),
      at: place, hint: Text("name the right encoding with --encoding", zh: "请用 --encoding 指明正确的编码"))
  }
}

extension TextEncoding {
  /// Whether even plain letters take more than one byte.
  var isWide: Bool { self == .utf16LittleEndian || self == .utf16BigEndian }
}

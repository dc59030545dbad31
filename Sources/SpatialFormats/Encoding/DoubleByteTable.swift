import Glibc

/// The characters of one and two bytes of GB18030, which GBK is, looked up instead of converted: ten times as fast as the C
/// library, from which the table comes. What is longer, cut off or no character is left to that.
@safe final class DoubleByteTable: Sendable {
  /// By lead and trail byte: up to three bytes of UTF-8, the first lowest; 0 for what is not here.
  nonisolated(unsafe) private let characters: UnsafeMutablePointer<UInt32>

  private static let leads = 0x81...0xFE
  private static let trails = 0x40...0xFE

  /// Made once, when it is first used; `nil` where the C library has no such converter.
  static let gb18030 = DoubleByteTable()

  private init?() {
    let converter = unsafe iconv_open("UTF-8", TextEncoding.gb18030.decodingName)
    guard let converter = unsafe converter, Int(bitPattern: converter) != -1 else { return nil }
    defer { unsafe iconv_close(converter) }
    let count = Self.leads.count << 8
    unsafe characters = .allocate(capacity: count)
    unsafe characters.initialize(repeating: 0, count: count)
    for lead in Self.leads {
      for trail in Self.trails {
        var pair = [CChar(truncatingIfNeeded: lead), CChar(truncatingIfNeeded: trail)]
        var text = [CChar](repeating: 0, count: 8)
        let length = unsafe pair.withUnsafeMutableBufferPointer { pair in
          unsafe text.withUnsafeMutableBufferPointer { text in
            var (from, to) = (pair.baseAddress, text.baseAddress)
            var (left, room) = (pair.count, text.count)
            let code = unsafe iconv(converter, &from, &left, &to, &room)
            if code == -1 || left > 0 { unsafe iconv(converter, nil, nil, nil, nil) }
            return code == 0 && left == 0 ? text.count - room : 0
          }
        }
        guard 2...3 ~= length else { continue }
        var word: UInt32 = 0
        for position in 0..<length { word |= UInt32(UInt8(bitPattern: text[position])) << UInt32(8 * position) }
        unsafe characters[(lead - 0x81) << 8 | trail] = word
      }
    }
  }

  deinit { unsafe characters.deallocate() }

  /// Decodes from the beginning as far as characters are here.
  /// - Parameter target: where it may become full, nothing is decoded any more.
  /// - Returns: how many bytes were taken and given.
  func decode(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) -> (consumed: Int, produced: Int) {
    guard let from = source.baseAddress, let to = target.baseAddress else { return (0, 0) }
    var (index, place) = (0, 0)
    while index < source.count, place &+ 16 <= target.count {
      if index &+ 16 <= source.count {
        // Sixteen bytes are copied at once; those behind the first that is no ASCII are written over.
        let chunk = unsafe from.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
        unsafe to.storeBytes(of: chunk, toByteOffset: place, as: SIMD16<UInt8>.self)
        let plain = Self.plainBytes(chunk)
        index &+= plain
        place &+= plain
        if plain == 16 { continue }
      }
      let lead = unsafe from.load(fromByteOffset: index, as: UInt8.self)
      if lead < 0x80 {
        unsafe to.storeBytes(of: lead, toByteOffset: place, as: UInt8.self)
        index &+= 1
        place &+= 1
        continue
      }
      guard place &+ 4 <= target.count, index &+ 1 < source.count, lead >= 0x81, lead <= 0xFE else { break }
      let trail = unsafe from.load(fromByteOffset: index &+ 1, as: UInt8.self)
      let word = unsafe characters[(Int(lead) &- 0x81) << 8 | Int(trail)]
      if word == 0 { break }
      unsafe to.storeBytes(of: word.littleEndian, toByteOffset: place, as: UInt32.self)
      index &+= 2
      place &+= word >> 16 == 0 ? 2 : 3
    }
    return (index, place)
  }

  /// How many bytes stand before the first that is no ASCII.
  @inline(__always)
  private static func plainBytes(_ chunk: SIMD16<UInt8>) -> Int {
    let words = unsafe unsafeBitCast(chunk, to: SIMD2<UInt64>.self) & SIMD2(repeating: 0x8080_8080_8080_8080)
    if words[0] != 0 { return UInt64(littleEndian: words[0]).trailingZeroBitCount >> 3 }
    return words[1] == 0 ? 16 : 8 + UInt64(littleEndian: words[1]).trailingZeroBitCount >> 3
  }
}

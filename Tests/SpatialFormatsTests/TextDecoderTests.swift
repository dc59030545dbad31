import Diagnostics
import SpatialFormats
import TestSupport
import Testing

@Suite struct TextDecoderTests {
  @Test(arguments: [
    ("utf-8\r\n", "UTF-8"), ("\u{FEFF}UTF8", "UTF-8"), ("65001", "UTF-8"), ("936", "GBK"), ("cp936", "GBK"),
    ("GB2312", "GBK"), ("gb18030", "GB18030"), ("Big-5", "Big5"), ("ANSI 1252", "CP1252"), ("ISO 8859-1", "ISO-8859-1"),
    ("88591", "ISO-8859-1"), ("8859-15", "ISO-8859-15"), ("windows-1251", "CP1251"), ("EUC-KR", "CP949"),
  ])
  func labelsAreRecognised(label: String, name: String) {
    #expect(TextEncoding(label: label)?.name == name)
  }

  @Test func unknownLabelsAreRefused() {
    for label in ["", "klingon", "cp1", "8859-12", "utf"] { #expect(TextEncoding(label: label) == nil) }
  }

  @Test(arguments: [
    (TextEncoding.gbk, [0xB5, 0xC7, 0xB7, 0xE2] as [UInt8], "登封"),
    (.gbk, [0x82, 0x30, 0xAB, 0x33, 0x95, 0x34, 0xB2, 0x35, 0xE9, 0x46], "㙍𠮷镕"),
    (.big5, [0xA5, 0x78, 0xA5, 0x5F], "台北"),
    (.windows1252, [0x53, 0xE3, 0x6F, 0x80], "São€"),
    (.utf16LittleEndian, [0x41, 0x00, 0x6B, 0x61], "A慫"),
  ])
  func valuesAreDecoded(encoding: TextEncoding, bytes: [UInt8], text: String) throws {
    var decoder = try TextDecoder(encoding)
    #expect(bytes.withUnsafeBytes { unsafe decoder.text(of: $0) } == .text(text))
  }

  @Test func badBytesAndCutCharactersAreTold() throws {
    var gbk = try TextDecoder(.gbk)
    #expect(([0x41, 0xB5, 0xC7, 0xB7] as [UInt8]).withUnsafeBytes { unsafe gbk.text(of: $0) } == .cut("A登", at: 3))
    #expect(([0x41, 0xFF, 0xFF] as [UInt8]).withUnsafeBytes { unsafe gbk.text(of: $0) } == .invalid(at: 1))
    var utf8 = try TextDecoder(.utf8)
    let name = Array("登封".utf8)
    #expect(name.dropLast().withUnsafeBytes { unsafe utf8.text(of: $0) } == .cut("登", at: 3))
    #expect(([0x61, 0xC0, 0x80] as [UInt8]).withUnsafeBytes { unsafe utf8.text(of: $0) } == .invalid(at: 1))
    // The decoder is as good as new after a failure.
    #expect(name.withUnsafeBytes { unsafe utf8.text(of: $0) } == .text("登封"))
  }

  /// A stream handed in by pieces of every size gives the same text as the whole.
  @Test(arguments: 1...9) func piecesGiveTheWhole(size: Int) throws {
    let text = "登封市,1号㙍𠮷镕\n" + String(repeating: "郑州a", count: 40)
    let bytes = try #require(gb18030(text))
    var decoder = try TextDecoder(.gb18030)
    var decoded: [UInt8] = []
    var waiting: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      waiting += bytes[start..<min(start + size, bytes.count)]
      let step = withUnsafeTemporaryAllocation(byteCount: waiting.count * 3, alignment: 1) { target in
        let step = waiting.withUnsafeBytes { unsafe decoder.decode($0, into: target) }
        unsafe decoded.append(contentsOf: target[..<step.produced])
        return step
      }
      #expect(step.end == .sourceEmpty || step.end == .incomplete)
      waiting.removeFirst(step.consumed)
    }
    #expect(waiting.isEmpty)
    #expect(String(decoding: decoded, as: UTF8.self) == text)
  }

  /// Long texts go by the table, short ones by the C library alone: the same text, and the same bytes found to mean
  /// nothing. Every pair of bytes comes up, characters of four bytes do, and the text is cut anywhere.
  @Test(arguments: 71...73 as ClosedRange<UInt64>) func theTableSaysWhatTheLibrarySays(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    for _ in 0..<40_000 {
      switch Int.random(in: 0..<20, using: &random) {
      case 0..<3:
        for _ in 0..<Int.random(in: 0...40, using: &random) { bytes.append(.random(in: 0...0x7F, using: &random)) }
      case 3: bytes.append(.random(in: 0x80...0xFF, using: &random))
      case 4:
        for range in [0x81...0xFE, 0x30...0x39, 0x81...0xFE, 0x30...0x39] as [ClosedRange<UInt8>] {
          bytes.append(.random(in: range, using: &random))
        }
      default:
        bytes.append(.random(in: 0x80...0xFF, using: &random))
        bytes.append(.random(in: 0x30...0xFF, using: &random))
      }
    }
    if seed == 71 { bytes = (0x80...0xFF).flatMap { lead in (0...0xFF).flatMap { [UInt8(lead), UInt8($0), 0x20] } } }
    bytes.removeLast(Int.random(in: 0...3, using: &random))
    let (fast, slow) = (try decoded(bytes, by: 1 << 17), try decoded(bytes, by: 4000))
    #expect(fast.invalid == slow.invalid, "seed \(seed)")
    #expect(fast.text == slow.text, "seed \(seed)")
  }

  /// Given by so many bytes at once, each that means nothing left out.
  private func decoded(_ bytes: [UInt8], by portion: Int) throws -> (text: [UInt8], invalid: [Int]) {
    var decoder = try TextDecoder(.gbk)
    var text: [UInt8] = []
    var invalid: [Int] = []
    var position = 0
    while position < bytes.count {
      let end = min(position + portion, bytes.count)
      let slice = Array(bytes[position..<end])
      let step = withUnsafeTemporaryAllocation(byteCount: slice.count * 3 + 16, alignment: 1) { target in
        let step = slice.withUnsafeBytes { unsafe decoder.decode($0, into: target) }
        unsafe text.append(contentsOf: target[..<step.produced])
        return step
      }
      position += step.consumed
      if step.end == .invalid || (step.end == .incomplete && end == bytes.count) {
        invalid.append(position)
        position += 1
      }
    }
    return (text, invalid)
  }

  @Test func aFullTargetIsNoFailure() throws {
    var decoder = try TextDecoder(.gbk)
    let bytes: [UInt8] = [0xB5, 0xC7, 0xB7, 0xE2]
    let step = withUnsafeTemporaryAllocation(byteCount: 4, alignment: 1) { target in
      bytes.withUnsafeBytes { unsafe decoder.decode($0, into: target) }
    }
    #expect(step.consumed == 2 && step.produced == 3 && step.end == .targetFull)
  }

  @Test func wholeTextsNameTheOffset() throws {
    var decoder = try TextDecoder(.gbk)
    let bytes: [UInt8] = [0x41, 0x42, 0xFF, 0xFE]
    let fault = #expect(throws: Fault.self) { try bytes.withUnsafeBytes { try unsafe decoder.utf8(of: $0) } }
    #expect(fault?.code == "bad-bytes")
    #expect(fault?.what.english.contains("FF FE at offset 2") == true)
  }

  /// GB18030 bytes by the system's own `iconv` program, which is no code of ours.
  private func gb18030(_ text: String) -> [UInt8]? { SystemIconv.convert(text, to: "GB18030") }
}

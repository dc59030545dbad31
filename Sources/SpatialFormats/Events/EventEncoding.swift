import Diagnostics

/// Finds out how the text of an event stream is encoded.
enum EventEncoding {
  /// - Parameter place: where `bytes` begin, for faults and notices.
  /// - Throws: `bad-bytes` (65) with the first line that is wrong.
  static func guess(
    _ bytes: UnsafeRawBufferPointer, place: Place
  ) throws(Fault) -> (encoding: TextEncoding, notice: Notice?) {
    var sample = EncodingSample()
    unsafe sample.add(linesOf: bytes)
    let verdict = try EncodingVerdict.weigh(sample, declared: nil)
    let isUsual = [.utf8, .gbk, .gb18030, .big5].contains(verdict.encoding)
    let reading = try sample.reading(as: verdict.encoding)
    if reading.isValid, isUsual || verdict.certain {
      return (verdict.encoding, notice(of: verdict, at: place))
    }
    if let found = try mostlyValid(sample) {
      return (
        found.encoding,
        Notice(
          .warning, code: "broken-text",
          Text(
            "read as \(found.encoding), in which \(found.invalid) of \(sample.count) lines have broken characters",
            zh: "按 \(found.encoding) 读取；\(sample.count) 行中有 \(found.invalid) 行含损坏的字符"), at: place)
      )
    }
    throw try unsafe firstBadLine(bytes, likeliest: isUsual ? verdict.encoding : .utf8, alternative: verdict, place)
  }

  private static func notice(of verdict: EncodingVerdict, at place: Place) -> Notice? {
    guard verdict.encoding != .utf8 else { return nil }
    return Notice(
      verdict.certain ? .note : .warning, code: "encoding-guessed",
      Text(
        "read as \(verdict.encoding): \(verdict.evidence.english)",
        zh: "按 \(verdict.encoding) 读取：\(verdict.evidence.chinese)"), at: Place(place.file))
  }

  /// Exports cut a long text in the middle of a character: a few broken lines among many do not make it no text.
  private static func mostlyValid(_ sample: EncodingSample) throws(Fault) -> EncodingSample.Reading? {
    let statistics = sample.statistics()
    for encoding in [TextEncoding.utf8, .gb18030] {
      let reading = try sample.reading(as: encoding)
      let isLikely = encoding == .utf8 || statistics.gbk > statistics.lone
      if isLikely, reading.invalid * 100 <= sample.count { return reading }
    }
    return nil
  }

  private static func firstBadLine(
    _ bytes: UnsafeRawBufferPointer, likeliest: TextEncoding, alternative: EncodingVerdict, _ place: Place
  ) throws(Fault) -> Fault {
    var decoder = try TextDecoder(likeliest)
    var place = place
    var words = alternative.evidence
    var rest = unsafe bytes[...]
    while unsafe !rest.isEmpty {
      let end = unsafe rest.firstIndex(of: 0x0A) ?? rest.endIndex - 1
      let line = unsafe UnsafeRawBufferPointer(rebasing: rest[...end])
      if case .invalid(let offset) = unsafe decoder.text(of: line) {
        words = unsafe TextDecoder.badBytes(likeliest, line.dropFirst(offset).prefix(4), offset: offset).what
        break
      }
      place.row = place.row.map { $0 + 1 }
      unsafe rest = rest[(end + 1)...]
    }
    return Fault(
      .data, code: "bad-bytes", words, at: place,
      hint: Text("mend the bytes, or name the encoding with --encoding", zh: "请修正这些字节，或用 --encoding 指明编码"))
  }
}

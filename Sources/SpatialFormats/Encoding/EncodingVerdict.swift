import Diagnostics

/// The encoding of a file, with the evidence: what the file says of itself, held against its bytes.
struct EncodingVerdict {
  var encoding: TextEncoding
  var evidence: Text
  /// Whether nothing else is likely.
  var certain: Bool
  /// Whether what the file says of itself was overruled.
  var overruled = false

  /// What a file says of its encoding, e.g. by its `.cpg`.
  struct Declaration {
    var encoding: TextEncoding
    /// Who says so, e.g. `areas.cpg says “936”`.
    var source: Text
  }

  /// Weighs what is declared against the bytes.
  ///
  /// A declaration stands unless the bytes contradict it: they mean nothing in it, or they are UTF-8 throughout (which
  /// text in another encoding is by accident only where it is very short), or they are plainly Chinese text of another
  /// encoding. Without one the strict readings are tried and weighed by how common their characters are.
  ///
  /// - Throws: nothing for bytes that are valid in no encoding: the likeliest is answered, and whoever reads the
  ///   values names the first that is wrong.
  static func weigh(_ sample: EncodingSample, declared: Declaration?) throws(Fault) -> EncodingVerdict {
    if sample.isEmpty {
      return EncodingVerdict(
        encoding: declared?.encoding ?? .utf8,
        evidence: declared?.source ?? Text("only ASCII", zh: "只有 ASCII 字符"), certain: true)
    }
    let statistics = sample.statistics()
    let found = try likeliest(sample, statistics)
    guard let declared else { return found }
    let reading = try sample.reading(as: declared.encoding)
    if !reading.isValid {
      // Where nothing fits, the declaration is as good as any, and the reader will name the bad value.
      guard try sample.reading(as: found.encoding).isValid else {
        return EncodingVerdict(encoding: declared.encoding, evidence: declared.source, certain: false)
      }
      return overrule(
        declared, by: found,
        because: Text(
          "\(reading.invalid) of \(sample.count) values with other than ASCII letters are no \(declared.encoding)",
          zh: "\(sample.count) 个含非 ASCII 字符的值中有 \(reading.invalid) 个不是 \(declared.encoding)"))
    }
    if contradicts(found, declared.encoding, statistics) {
      return overrule(
        declared, by: found,
        because: Text(
          "read so they are no sensible text", zh: "按该编码读出的不是有意义的文字"))
    }
    let fits = Text("\(declared.source.english), and the bytes agree", zh: "\(declared.source.chinese)，且与字节相符")
    return EncodingVerdict(encoding: declared.encoding, evidence: fits, certain: true)
  }

  /// Whether `found` is so much better that a declaration under which every byte has a meaning is still wrong.
  private static func contradicts(
    _ found: EncodingVerdict, _ declared: TextEncoding, _ statistics: EncodingSample.Statistics
  ) -> Bool {
    if found.encoding.decodingName == declared.decodingName || declared == .utf8 { return false }
    switch found.encoding {
    case .utf8:
      // A few short values may be UTF-8 by accident; then the declaration is believed if it makes good Chinese.
      return statistics.longUTF8 >= 4 || statistics.gbk < 0.9 && declared != .big5
    case .gbk, .gb18030:
      guard statistics.pairs >= 4, statistics.gbk >= 0.85 else { return false }
      if declared == .big5 { return statistics.pairs >= 8 && statistics.gbk - statistics.big5 >= 0.25 }
      return isWestern(declared) && statistics.lone <= 0.1
    case .big5:
      guard statistics.pairs >= 8, statistics.big5 - statistics.gbk >= 0.25 else { return false }
      // Accented small letters are no first bytes of Big5's frequent characters.
      return declared == .gbk || declared == .gb18030 || isWestern(declared) && statistics.big5 >= 0.85
    default: return false
    }
  }

  private static func isWestern(_ encoding: TextEncoding) -> Bool {
    [.latin1, .windows1252].contains(encoding) || ["CP437", "CP850", "ISO-8859-15"].contains(encoding.name)
  }

  /// The best strict reading of the bytes alone.
  private static func likeliest(
    _ sample: EncodingSample, _ statistics: EncodingSample.Statistics
  ) throws(Fault) -> EncodingVerdict {
    let utf8 = try sample.reading(as: .utf8)
    if utf8.isValid {
      return EncodingVerdict(
        encoding: .utf8,
        evidence: Text(
          "the bytes are UTF-8 throughout, e.g. “\(utf8.example)”", zh: "全部字节都是有效的 UTF-8，例如“\(utf8.example)”"),
        certain: statistics.longUTF8 + statistics.shortUTF8 >= 4)
    }
    let gb = try sample.reading(as: statistics.fourByte > 0 ? .gb18030 : .gbk)
    let big5 = try sample.reading(as: .big5)
    let western = try sample.reading(as: .windows1252)
    var best: (reading: EncodingSample.Reading, score: Double)?
    for (reading, score) in [
      (gb, statistics.gbk + (statistics.fourByte > 0 ? 0.1 : 0)), (big5, statistics.big5), (western, statistics.lone),
    ] where reading.isValid && score > (best?.score ?? -1) {
      best = (reading, score)
    }
    guard let best else {
      let least = [utf8, gb, big5].min { $0.invalid < $1.invalid } ?? utf8
      return EncodingVerdict(
        encoding: least.encoding,
        evidence: Text("the bytes are valid in no encoding known here", zh: "字节在已知的任何编码中都无效"), certain: false)
    }
    let share = Int((min(1, best.score) * 100).rounded())
    return EncodingVerdict(
      encoding: best.reading.encoding,
      evidence: Text(
        "the bytes are no UTF-8, and make usual \(best.reading.encoding) text (\(share) %), e.g. “\(best.reading.example)”",
        zh: "字节不是 UTF-8，按 \(best.reading.encoding) 读出的是常用文字（\(share)%），例如“\(best.reading.example)”"),
      certain: best.score >= 0.85 && statistics.pairs >= 8)
  }

  private static func overrule(
    _ declared: Declaration, by found: EncodingVerdict, because reason: Text
  ) -> EncodingVerdict {
    EncodingVerdict(
      encoding: found.encoding,
      evidence: Text(
        "\(declared.source.english), but \(reason.english); \(found.evidence.english)",
        zh: "\(declared.source.chinese)，但\(reason.chinese)；\(found.evidence.chinese)"),
      certain: found.certain, overruled: true)
  }
}

extension EncodingVerdict {
  static let asAsked = Text("as asked for", zh: "按指定")
  static let byteOrderMark = Text("the byte-order mark says so", zh: "由字节顺序标记（BOM）得知")

  var described: DeclaredEncoding { DeclaredEncoding(name: encoding.name, evidence: evidence, certain: certain) }

  /// What the user is told of it; `nil` where there is no doubt.
  func notice(at place: Place) -> Notice? {
    if overruled { return Notice(.warning, code: "encoding-overruled", evidence, at: place) }
    return certain ? nil : Notice(.warning, code: "encoding-doubtful", evidence, at: place)
  }
}

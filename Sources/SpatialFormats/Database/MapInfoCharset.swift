import Diagnostics
import Glibc
import SystemFiles

/// MapInfo files say in their head how their text is encoded, often wrongly or not at all ("Neutral"). GDAL believes
/// them, so that it is given a head that tells the truth.
enum MapInfoCharset {
  private static let names: [(charset: String, encoding: TextEncoding)] = [
    ("WindowsSimpChinese", .gbk), ("WindowsTradChinese", .big5), ("WindowsLatin1", .windows1252), ("UTF-8", .utf8),
  ]
  private static let headSize = 4096

  /// A copy of a `.tab` or `.mif` with the right charset, its other parts linked beside it; `nil` where the file is of
  /// another kind or right as it is.
  static func marked(
    _ path: String, encoding: TextEncoding?, in folder: String, notice: (Notice) -> Void
  ) throws(Fault) -> String? {
    let tail = FileFacts.fileExtension(of: path)
    guard tail == "tab" || tail == "mif" else { return nil }
    var bytes = try FileFacts.contents(of: path)
    guard let range = charsetRange(bytes.prefix(headSize)) else { return nil }
    let label = String(decoding: bytes[range], as: UTF8.self)
    let declared = names.first { $0.charset.lowercased() == label.lowercased() }?.encoding
    let siblings = try siblings(of: path)
    var chosen = encoding
    if chosen == nil {
      let source = Text("the head says “\(label)”", zh: "文件头标明“\(label)”")
      let declaration = declared.map { EncodingVerdict.Declaration(encoding: $0, source: source) }
      let sample = try sample(bytes, siblings: siblings)
      if sample.isEmpty { return nil }
      let verdict = try EncodingVerdict.weigh(sample, declared: declaration)
      if declared == nil || verdict.overruled {
        notice(
          Notice(
            .warning, code: verdict.overruled ? "encoding-overruled" : "encoding-guessed", verdict.evidence,
            at: Place(path)))
      }
      chosen = verdict.encoding
    }
    guard let chosen, chosen.decodingName != declared?.decodingName,
      let charset = names.first(where: { $0.encoding.decodingName == chosen.decodingName })?.charset
    else { return nil }
    bytes.replaceSubrange(range, with: charset.utf8)
    for sibling in siblings {
      let link = folder + "/" + FileFacts.name(of: sibling)
      guard unsafe symlink(absolute(sibling), link) == 0 else { throw SystemFault.writing(link) }
    }
    let copy = folder + "/" + FileFacts.name(of: path)
    var file = try OutputFile(path: copy, force: false)
    let written = unsafe bytes.withUnsafeBytes { bytes in Result { () throws(Fault) in try unsafe file.write(bytes) } }
    try written.get()
    try file.commit()
    return copy
  }

  /// Where the name behind the word `charset` stands.
  private static func charsetRange(_ head: ArraySlice<UInt8>) -> Range<Int>? {
    let word = Array("charset".utf8)
    for start in head.indices.dropLast(word.count) {
      guard zip(head[start...], word).allSatisfy({ $0 | 0x20 == $1 }) else { continue }
      let blanks: Set<UInt8> = [0x20, 0x09, UInt8(ascii: "\"")]
      let first = head[(start + word.count)...].firstIndex { !blanks.contains($0) }
      guard let first else { return nil }
      let end = head[first...].firstIndex { $0 < 0x21 || $0 == UInt8(ascii: "\"") } ?? head.endIndex
      return first..<end
    }
    return nil
  }

  private static func siblings(of path: String) throws(Fault) -> [String] {
    let folder = FileFacts.folder(of: path)
    let name = FileFacts.name(of: path)
    let stem = FileFacts.withoutExtension(name).lowercased()
    return try FileFacts.entries(of: folder)
      .filter { $0 != name && FileFacts.withoutExtension($0).lowercased() == stem }.map { "\(folder)/\($0)" }
  }

  private static func sample(_ head: [UInt8], siblings: [String]) throws(Fault) -> EncodingSample {
    for sibling in siblings {
      switch FileFacts.fileExtension(of: sibling) {
      case "dat": if let table = try? DBFTable(sibling) { return table.encodingSample() }
      case "mid":
        let text = try FileFacts.contents(of: sibling)
        var sample = EncodingSample()
        unsafe text.withUnsafeBytes { unsafe sample.add(linesOf: $0) }
        return sample
      default: break
      }
    }
    return EncodingSample()
  }

  private static func absolute(_ path: String) -> String {
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}

import Diagnostics

/// Parses the records of a GeoJSON text some at a time, so that memory does not grow with the file.
struct GeoJSONBatches {
  private let file: FileBytes
  private let path: String
  private var texts: JSONTexts
  private let document: JSONDocument
  /// The first record of the batch, counted from 1.
  private(set) var firstRow = 1
  private var nextRow = 1

  /// About what a core's second cache holds together with the parse.
  private static let batchSize = 256 << 10

  init(_ file: FileBytes, path: String) throws(Fault) {
    self.file = file
    self.path = path
    texts = unsafe JSONTexts(file.bytes, file: path)
    document = try JSONDocument()
  }

  /// The first of the next records; those behind it are its `next` until `.end`. `nil` after the last.
  ///
  /// - Throws: what `JSONTexts` throws; `bad-json` (65) with the record and its offset; `not-utf8` (65).
  mutating func next() throws(Fault) -> JSONNode? {
    var ranges: [Range<Int>] = []
    var size = 0
    while size < GeoJSONBatches.batchSize, let range = try texts.next() {
      ranges.append(range)
      size += range.count
    }
    guard !ranges.isEmpty else { return nil }
    firstRow = nextRow
    nextRow += ranges.count
    do throws(JSONDocument.Failure) {
      return try unsafe document.parse(listing: ranges[...], of: file.bytes).first
    } catch {
      if error.isEncoding { throw GeoJSONBatches.notUTF8(path) }
      throw culprit(ranges, error)
    }
  }

  /// The first record that cannot be parsed alone.
  private func culprit(_ ranges: [Range<Int>], _ failure: JSONDocument.Failure) -> Fault {
    for (position, range) in ranges.enumerated() {
      do throws(JSONDocument.Failure) {
        _ = try unsafe document.parse(listing: ranges[position...position], of: file.bytes)
      } catch {
        return bad(error.words, row: firstRow + position, offset: range.lowerBound)
      }
    }
    return bad(failure.words, row: firstRow, offset: ranges[0].lowerBound)
  }

  private func bad(_ words: String, row: Int, offset: Int) -> Fault {
    Fault(
      .data, code: "bad-json",
      Text(
        "feature \(row), which begins at byte \(offset), is no JSON: \(words)",
        zh: "第 \(row) 个要素（从字节 \(offset) 开始）不是有效的 JSON：\(words)"), at: Place(path, row: row))
  }

  static func notUTF8(_ path: String) -> Fault {
    Fault(
      .data, code: "not-utf8", Text("the text is no UTF-8", zh: "文本不是 UTF-8"), at: Place(path),
      hint: Text("name its encoding with --encoding", zh: "请用 --encoding 指明编码"))
  }

  /// The members of the first collection beside its features (`crs`, `name`), as one object; `nil` where the text has
  /// no collection. To be asked after the last record; ends the life of what `next` gave.
  ///
  /// - Throws: `bad-json` (65).
  func frame() throws(Fault) -> JSONNode? {
    guard texts.frame.count == 2 else { return nil }
    do throws(JSONDocument.Failure) {
      return try unsafe document.parse(texts.frame, of: file.bytes)
    } catch {
      if error.isEncoding { throw GeoJSONBatches.notUTF8(path) }
      throw Fault(
        .data, code: "bad-json",
        Text("what stands around the features is no JSON: \(error.words)", zh: "要素以外的部分不是有效的 JSON：\(error.words)"),
        at: Place(path))
    }
  }
}

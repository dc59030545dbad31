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

  /// - Parameter omittingCoordinates: reads every `coordinates` as an empty list, several times faster.
  init(_ file: FileBytes, path: String, omittingCoordinates: Bool = false) throws(Fault) {
    self.file = file
    self.path = path
    texts = unsafe JSONTexts(file.bytes, file: path, findingCoordinates: omittingCoordinates)
    document = try JSONDocument()
  }

  /// The first of the next records; those behind it are its `next` until `.end`. `nil` after the last.
  ///
  /// - Throws: what `JSONTexts` throws; `bad-json` (65) with the record and its offset; `not-utf8` (65).
  mutating func next() throws(Fault) -> JSONNode? {
    var records: [(text: Range<Int>, omitted: [Range<Int>])] = []
    var size = 0
    while size < GeoJSONBatches.batchSize, let range = try texts.next() {
      records.append((range, texts.coordinates))
      size += texts.coordinates.reduce(range.count) { $0 - $1.count }
    }
    guard !records.isEmpty else { return nil }
    firstRow = nextRow
    nextRow += records.count
    do throws(JSONDocument.Failure) {
      return try parse(records[...]).first
    } catch {
      if error.isEncoding { throw GeoJSONBatches.notUTF8(path) }
      throw culprit(records, error)
    }
  }

  /// Parses records as the elements of one array.
  private func parse(
    _ records: ArraySlice<(text: Range<Int>, omitted: [Range<Int>])>
  ) throws(JSONDocument.Failure) -> JSONNode {
    try document.parse { text in
      text.append(UInt8(ascii: "["))
      for (position, record) in records.enumerated() {
        if position > 0 { text.append(UInt8(ascii: ",")) }
        var start = record.text.lowerBound
        for omitted in record.omitted {
          append(start..<omitted.lowerBound, to: &text)
          start = omitted.upperBound
        }
        append(start..<record.text.upperBound, to: &text)
      }
      text.append(UInt8(ascii: "]"))
    }
  }

  private func append(_ range: Range<Int>, to text: inout [UInt8]) {
    unsafe text.append(contentsOf: UnsafeRawBufferPointer(rebasing: file.bytes[range]))
  }

  /// The fault for the first record that cannot be parsed alone.
  private func culprit(
    _ records: [(text: Range<Int>, omitted: [Range<Int>])], _ failure: JSONDocument.Failure
  ) -> Fault {
    for (position, record) in records.enumerated() {
      do throws(JSONDocument.Failure) {
        _ = try parse(records[position...position])
      } catch {
        return bad(error.words, row: firstRow + position, offset: record.text.lowerBound)
      }
    }
    return bad(failure.words, row: firstRow, offset: records[0].text.lowerBound)
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
      return try document.parse { text in
        for range in texts.frame { append(range, to: &text) }
      }
    } catch {
      if error.isEncoding { throw GeoJSONBatches.notUTF8(path) }
      throw Fault(
        .data, code: "bad-json",
        Text("what stands around the features is no JSON: \(error.words)", zh: "要素以外的部分不是有效的 JSON：\(error.words)"),
        at: Place(path))
    }
  }
}

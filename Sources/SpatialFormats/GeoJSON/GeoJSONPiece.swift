import Diagnostics
import SpatialPrimitives

/// The records of a piece of a GeoJSON text, parsed without their coordinates. One per thread and piece.
///
/// In place of each list of coordinates the parser sees a list of one number, which says where in the text it was.
final class GeoJSONPiece {
  /// The first record; those behind it are its `next` until `.end`.
  let first: JSONNode
  let texts: JSONTexts.Piece
  /// The lists left out, brackets included, of all records.
  let coordinates: [Range<Int>]
  /// Of each record, where its lists begin in `coordinates`; one more for the end.
  let coordinateStarts: [Int]

  private let bytes: FileBytes
  private let path: String
  private let document: JSONDocument

  /// - Throws: what `JSONTexts` throws; `bad-json` (65) with the record and its offset; `not-utf8` (65).
  init(_ piece: JSONTexts.Piece, of bytes: FileBytes, path: String) throws(Fault) {
    self.bytes = bytes
    self.path = path
    document = try JSONDocument()
    texts = piece
    var coordinates: [Range<Int>] = []
    var starts = [0]
    for position in 0..<piece.count {
      unsafe GeoJSONPiece.findCoordinates(bytes.bytes, piece[position], into: &coordinates)
      starts.append(coordinates.count)
    }
    if let node = try? GeoJSONPiece.parse(piece, of: bytes, leavingOut: coordinates, starts, document) {
      first = node
      self.coordinates = coordinates
      coordinateStarts = starts
      return
    }
    // What was taken for coordinates may be none.
    self.coordinates = []
    coordinateStarts = Array(repeating: 0, count: starts.count)
    do throws(JSONDocument.Failure) {
      first = try GeoJSONPiece.parse(piece, of: bytes, leavingOut: [], coordinateStarts, document)
    } catch {
      if error.isEncoding { throw GeoJSONPiece.notUTF8(path) }
      throw GeoJSONPiece.culprit(piece, error, of: bytes, path: path)
    }
  }

  /// Parses the records as the elements of one array.
  private static func parse(
    _ piece: JSONTexts.Piece, of bytes: FileBytes, leavingOut lists: [Range<Int>], _ starts: [Int],
    _ document: JSONDocument
  ) throws(JSONDocument.Failure) -> JSONNode {
    try document.parse { text in
      text.append(UInt8(ascii: "["))
      for position in 0..<piece.count {
        if position > 0 { text.append(UInt8(ascii: ",")) }
        append(piece[position], of: bytes, leavingOut: lists[starts[position]..<starts[position + 1]], to: &text)
      }
      text.append(UInt8(ascii: "]"))
    }.first
  }

  private static func append(
    _ record: Range<Int>, of bytes: FileBytes, leavingOut lists: ArraySlice<Range<Int>>, to text: inout [UInt8]
  ) {
    var start = record.lowerBound
    for position in lists.indices {
      unsafe text.append(contentsOf: bytes.bytes[start...lists[position].lowerBound])
      text.append(contentsOf: String(position).utf8)
      start = lists[position].upperBound - 1
    }
    unsafe text.append(contentsOf: bytes.bytes[start..<record.upperBound])
  }

  private static let coordinatesKey = Array("\"coordinates\"".utf8)

  /// The lists under keys `coordinates`, hopping from string to string: there are none in coordinates, and no braces, so
  /// that the last bracket before the next of either closes the list. What is none after all is no list of positions
  /// either, and found out there.
  private static func findCoordinates(
    _ bytes: UnsafeRawBufferPointer, _ record: Range<Int>, into lists: inout [Range<Int>]
  ) {
    let limit = record.upperBound
    var quote = unsafe JSONTexts.find(UInt8(ascii: "\""), in: bytes, record.lowerBound, limit)
    while let start = quote, let end = unsafe JSONTexts.stringEnd(bytes, from: start, limit: limit) {
      quote = unsafe JSONTexts.find(UInt8(ascii: "\""), in: bytes, end, limit)
      guard end - start == coordinatesKey.count, unsafe bytes[start..<end].elementsEqual(coordinatesKey) else {
        continue
      }
      var at = end
      while at < limit, unsafe bytes[at] <= 0x20 || bytes[at] == UInt8(ascii: ":") { at += 1 }
      guard at < limit, unsafe bytes[at] == UInt8(ascii: "[") else { continue }
      var close = unsafe JSONTexts.find(UInt8(ascii: "}"), in: bytes, at, quote ?? limit) ?? quote ?? limit
      while close > at, unsafe bytes[close - 1] != UInt8(ascii: "]") { close -= 1 }
      if close > at { lists.append(at..<close) }
    }
  }

  // MARK: records as they are

  /// A record with its coordinates; ends the life of what another `whole` gave.
  /// - Throws: `bad-json` (65).
  func whole(_ position: Int, row: Int, _ document: JSONDocument) throws(Fault) -> JSONNode {
    do throws(JSONDocument.Failure) {
      return try document.parse { unsafe $0.append(contentsOf: bytes.bytes[texts[position]]) }
    } catch {
      throw GeoJSONPiece.bad(error.words, row: row, offset: texts[position].lowerBound, path)
    }
  }

  func text(_ list: Int) -> CoordinateText { unsafe CoordinateText(bytes.bytes, coordinates[list]) }

  // MARK: faults

  /// The fault for the first record that cannot be parsed alone.
  private static func culprit(
    _ piece: JSONTexts.Piece, _ failure: JSONDocument.Failure, of bytes: FileBytes, path: String
  ) -> Fault {
    for position in 0..<piece.count {
      do throws(JSONDocument.Failure) {
        guard let document = try? JSONDocument() else { break }
        _ = try document.parse { unsafe $0.append(contentsOf: bytes.bytes[piece[position]]) }
      } catch {
        return bad(error.words, row: piece.firstRow + position, offset: piece[position].lowerBound, path)
      }
    }
    return bad(failure.words, row: piece.firstRow, offset: piece.start, path)
  }

  private static func bad(_ words: String, row: Int, offset: Int, _ path: String) -> Fault {
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
}

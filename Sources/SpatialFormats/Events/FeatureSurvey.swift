import Diagnostics
import SystemFiles

/// Goes over a file of GeoJSON features for the columns that their properties make, before the features are read.
struct FeatureSurvey {
  let fields: [FieldDescription]
  /// What the members beside the features say, be they before or behind them.
  let crs: DeclaredCRS?

  private static let pieceSize = 256 << 10

  /// - Throws: `cut-json`, `bad-json` (65) where the features cannot be told apart. A feature that is no JSON has no
  ///   properties.
  init(_ path: String, _ form: EventLayout.Form, threads: Int) throws(Fault) {
    let file = try FileBytes(mapping: path)
    var pieces: [JSONTexts.Piece] = []
    var crs: DeclaredCRS?
    if form == .featureLines {
      pieces = unsafe FeatureSurvey.linePieces(file.bytes)
    } else {
      var texts = unsafe JSONTexts(file.bytes, file: path)
      while let piece = try texts.nextPiece(size: FeatureSurvey.pieceSize) { pieces.append(piece) }
      let document = try JSONDocument()
      crs = try GeoJSONSource.frame(texts, of: file, path: path, document).flatMap { GeoJSONSource.declaredCRS($0) }
    }
    let all = pieces
    let parts = Workers.map(all.count, threads: threads) { FeatureSurvey.schema(of: all[$0], in: file, path) }
    var schema = GeoJSONSchema()
    for part in parts { schema.add(part) }
    fields = schema.fields
    self.crs = crs
  }

  private static func linePieces(_ bytes: UnsafeRawBufferPointer) -> [JSONTexts.Piece] {
    var pieces: [JSONTexts.Piece] = []
    var piece = JSONTexts.Piece(firstRow: 1, start: 0)
    var start = 0
    while start < bytes.count {
      let end = unsafe JSONTexts.find(0x0A, in: bytes, start, bytes.count) ?? bytes.count
      var first = start
      // A byte-order mark at the very beginning, and the record separators of RFC 8142, are no part of a feature.
      while first < end, unsafe bytes[first] <= 0x20 || bytes[first] >= 0x80 { first += 1 }
      if first < end { piece.append(first..<end) }
      if piece.size >= pieceSize || end == bytes.count {
        pieces.append(piece)
        piece = JSONTexts.Piece(firstRow: piece.firstRow + piece.count, start: end)
      }
      start = end + 1
    }
    return pieces
  }

  private static func schema(of piece: JSONTexts.Piece, in file: FileBytes, _ path: String) -> GeoJSONSchema {
    var schema = GeoJSONSchema()
    if let parsed = try? GeoJSONPiece(piece, of: file, path: path) {
      add(parsed, to: &schema)
      return schema
    }
    for position in 0..<piece.count {
      var single = JSONTexts.Piece(firstRow: piece.firstRow + position, start: piece[position].lowerBound)
      single.append(piece[position])
      if let parsed = try? GeoJSONPiece(single, of: file, path: path) { add(parsed, to: &schema) }
    }
    return schema
  }

  private static func add(_ piece: GeoJSONPiece, to schema: inout GeoJSONSchema) {
    var node = piece.first
    while node.kind != .end {
      schema.add(node)
      node = node.next
    }
  }
}

import Diagnostics
import SpatialPrimitives
import SystemFiles

/// Reads GeoJSON (RFC 7946, and its 2008 form with a `crs` member): collections, features, bare geometries, and
/// sequences of them (RFC 8142, newline-delimited), minified or not.
///
/// The text is read twice, by pieces of some 256 KB that are divided among threads: once for the fields, once for the
/// features, of which no more are held than some pieces give.
final class GeoJSONSource: FeatureSource {
  let layer: LayerDescription
  private let schema: GeoJSONSchema
  private let file: FileBytes
  private let threads: Int
  /// Those not read yet.
  private var pieces: ArraySlice<JSONTexts.Piece>
  /// Read and not given yet, the next one last.
  private var features: [Feature] = []
  private var closedRings = 0
  private let place: Place
  private let notice: (Notice) -> Void

  /// About what a core's second cache holds.
  private static let pieceSize = 256 << 10
  /// How many pieces are read at once.
  private static let window = 64

  /// - Throws: besides what `GeoJSONPiece` throws, `not-geojson` (65) for JSON of another kind.
  init(
    _ path: String, encoding: TextEncoding?, threads: Int = 1, notice: @escaping (Notice) -> Void
  ) throws(Fault) {
    var file = try FileBytes(mapping: path)
    let declared = try GeoJSONSource.encoding(of: file, override: encoding)
    if let declared, declared.encoding != .utf8 {
      file = try FileBytes(decoding: file, from: declared.encoding, file: path)
    }
    var first: Survey
    do throws(Fault) {
      first = try GeoJSONSource.survey(file, path: path, threads: threads)
    } catch {
      guard error.code == "not-utf8", encoding == nil else { throw error }
      var sample = EncodingSample()
      unsafe sample.add(linesOf: file.bytes)
      let verdict = try EncodingVerdict.weigh(sample, declared: nil)
      file = try FileBytes(decoding: file, from: verdict.encoding, file: path)
      first = try GeoJSONSource.survey(file, path: path, threads: threads)
      first.layer.encoding = verdict.described
      notice(
        Notice(
          .warning, code: "encoding-guessed",
          Text(
            "GeoJSON must be UTF-8, but \(verdict.evidence.english)",
            zh: "GeoJSON 应为 UTF-8，但\(verdict.evidence.chinese)"),
          at: Place(path)))
    }
    if let declared { first.layer.encoding = declared.described }
    schema = first.schema
    layer = first.layer
    pieces = first.pieces[...]
    self.file = file
    self.threads = threads
    place = Place(path)
    self.notice = notice
  }

  /// What was asked for, or what a byte-order mark says; `nil` for the usual case.
  private static func encoding(of file: FileBytes, override: TextEncoding?) throws(Fault) -> EncodingVerdict? {
    if let override {
      return EncodingVerdict(encoding: override, evidence: EncodingVerdict.asAsked, certain: true)
    }
    guard let mark = unsafe TextEncoding.byteOrderMark(file.bytes) else { return nil }
    return EncodingVerdict(encoding: mark.encoding, evidence: EncodingVerdict.byteOrderMark, certain: true)
  }

  private struct Survey {
    var schema: GeoJSONSchema
    var layer: LayerDescription
    var pieces: [JSONTexts.Piece]
  }

  /// The first pass.
  private static func survey(_ file: FileBytes, path: String, threads: Int) throws(Fault) -> Survey {
    var texts = unsafe JSONTexts(file.bytes, file: path)
    var pieces: [JSONTexts.Piece] = []
    while let piece = try texts.nextPiece(size: pieceSize) { pieces.append(piece) }
    let all = pieces
    let parts = Workers.map(all.count, threads: threads) { index in
      Result { () throws(Fault) in try part(all[index], of: file, path: path) }
    }
    var schema = GeoJSONSchema()
    for part in parts { schema.add(try part.get().schema) }
    var crs = try parts.first?.get().crs
    var isKnownKind = try parts.first?.get().isGeoJSON ?? false
    guard parts.isEmpty || isKnownKind else { throw notGeoJSON(path) }
    var name = FileFacts.withoutExtension(FileFacts.name(of: path))
    let document = try JSONDocument()
    if let frame = try frame(texts, of: file, path: path, document) {
      isKnownKind = isKnownKind || frame.member("type")?.isString("FeatureCollection") == true
      crs = declaredCRS(frame) ?? crs
      if let given = frame.member("name")?.string, !given.isEmpty { name = given }
    }
    guard isKnownKind else { throw notGeoJSON(path) }
    let layer = LayerDescription(
      name: name, geometryKind: schema.geometryKind, count: schema.count, crs: crs ?? assumedCRS,
      encoding: DeclaredEncoding(
        name: "UTF-8", evidence: Text("JSON is UTF-8, and the bytes agree", zh: "JSON 采用 UTF-8，且与字节相符"), certain: true),
      fields: schema.fields)
    return Survey(schema: schema, layer: layer, pieces: pieces)
  }

  /// What one piece tells; of the file as a whole its first record does.
  private static func part(
    _ piece: JSONTexts.Piece, of file: FileBytes, path: String
  ) throws(Fault) -> (schema: GeoJSONSchema, isGeoJSON: Bool, crs: DeclaredCRS?) {
    let piece = try GeoJSONPiece(piece, of: file, path: path)
    let type = piece.first.member("type")?.string
    let isGeoJSON = type.map { $0 == "Feature" || GeoJSONGeometry.kinds.contains($0) } ?? false
    var schema = GeoJSONSchema()
    var node = piece.first
    while node.kind != .end {
      schema.add(node)
      node = node.next
    }
    return (schema, isGeoJSON, declaredCRS(piece.first))
  }

  /// The members of the first collection beside its features (`crs`, `name`), as one object; `nil` where the text has
  /// no collection.
  ///
  /// - Throws: `bad-json` (65).
  static func frame(
    _ texts: JSONTexts, of file: FileBytes, path: String, _ document: JSONDocument
  ) throws(Fault) -> JSONNode? {
    guard texts.frame.count == 2 else { return nil }
    do throws(JSONDocument.Failure) {
      return try document.parse { text in
        for range in texts.frame { unsafe text.append(contentsOf: file.bytes[range]) }
      }
    } catch {
      if error.isEncoding { throw GeoJSONPiece.notUTF8(path) }
      throw Fault(
        .data, code: "bad-json",
        Text("what stands around the features is no JSON: \(error.words)", zh: "要素以外的部分不是有效的 JSON：\(error.words)"),
        at: Place(path))
    }
  }

  private static func notGeoJSON(_ path: String) -> Fault {
    Fault(
      .data, code: "not-geojson", Text("the JSON in “\(path)” is no GeoJSON", zh: "“\(path)”中的 JSON 不是 GeoJSON"),
      at: Place(path))
  }

  static let assumedCRS = DeclaredCRS(
    text: "EPSG:4326",
    evidence: Text("GeoJSON without a crs member is WGS 84 (RFC 7946)", zh: "没有 crs 成员的 GeoJSON 为 WGS 84（RFC 7946）"))

  /// The `crs` member of GeoJSON 2008: `urn:ogc:def:crs:EPSG::4490` becomes `EPSG:4490`.
  static func declaredCRS(_ object: JSONNode) -> DeclaredCRS? {
    guard let properties = object.member("crs")?.member("properties") else { return nil }
    if let name = properties.member("name")?.string {
      var text = name
      let parts = name.split(separator: ":", omittingEmptySubsequences: false)
      if name.lowercased().hasPrefix("urn:"), parts.count >= 6, let authority = parts.dropFirst(4).first {
        text = "\(authority.uppercased()):\(parts[parts.count - 1])"
      }
      return DeclaredCRS(
        text: text, evidence: Text("the crs member says “\(name)”", zh: "crs 成员为“\(name)”"))
    }
    guard let code = properties.member("code"), code.kind == .integer else { return nil }
    return DeclaredCRS(
      text: "EPSG:\(code.integer)",
      evidence: Text("the crs member says EPSG \(code.integer)", zh: "crs 成员为 EPSG \(code.integer)"))
  }

  func next() throws(Fault) -> Feature? {
    if features.isEmpty { try readWindow() }
    if features.isEmpty, closedRings > 0 {
      notice(Notice.closedRings(closedRings, at: place))
      closedRings = 0
    }
    return features.popLast()
  }

  private func readWindow() throws(Fault) {
    guard !pieces.isEmpty else { return }
    let window = Array(pieces.prefix(GeoJSONSource.window))
    pieces = pieces.dropFirst(window.count)
    let (file, schema, path) = (file, schema, place.file)
    let parts = Workers.map(window.count, threads: threads) { index in
      Result { () throws(Fault) in
        var reader = try GeoJSONFeatures(window[index], of: file, schema, path: path)
        return (features: try reader.features(), closedRings: reader.closedRings)
      }
    }
    for part in parts.reversed() {
      let (some, rings) = try part.get()
      features.append(contentsOf: some)
      closedRings += rings
    }
  }
}

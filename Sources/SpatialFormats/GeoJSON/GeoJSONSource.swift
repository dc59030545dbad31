import Diagnostics
import SpatialPrimitives
import SystemFiles

/// Reads GeoJSON (RFC 7946, and its 2008 form with a `crs` member): collections, features, bare geometries, and
/// sequences of them (RFC 8142, newline-delimited), minified or not.
///
/// The text is read twice, by pieces of some 256 KB: once for the fields, once for the features.
final class GeoJSONSource: FeatureSource {
  let layer: LayerDescription
  private let schema: GeoJSONSchema
  private var batches: GeoJSONBatches
  private var geometries = GeoJSONGeometry()
  /// The next feature of the batch in hand.
  private var node: JSONNode?
  private var row = 0
  private let place: Place
  private let notice: (Notice) -> Void

  /// - Throws: besides what `GeoJSONBatches` throws, `not-geojson` (65) for JSON of another kind.
  init(_ path: String, encoding: TextEncoding?, notice: @escaping (Notice) -> Void) throws(Fault) {
    var file = try FileBytes(mapping: path)
    let declared = try GeoJSONSource.encoding(of: file, override: encoding)
    if let declared, declared.encoding != .utf8 {
      file = try FileBytes(decoding: file, from: declared.encoding, file: path)
    }
    var first: (schema: GeoJSONSchema, layer: LayerDescription)
    do throws(Fault) {
      first = try GeoJSONSource.survey(file, path: path)
    } catch {
      guard error.code == "not-utf8", encoding == nil else { throw error }
      var sample = EncodingSample()
      unsafe sample.add(linesOf: file.bytes)
      let verdict = try EncodingVerdict.weigh(sample, declared: nil)
      file = try FileBytes(decoding: file, from: verdict.encoding, file: path)
      first = try GeoJSONSource.survey(file, path: path)
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
    batches = try GeoJSONBatches(file, path: path)
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

  /// The first pass.
  private static func survey(
    _ file: FileBytes, path: String
  ) throws(Fault) -> (schema: GeoJSONSchema, layer: LayerDescription) {
    var batches = try GeoJSONBatches(file, path: path, omittingCoordinates: true)
    var schema = GeoJSONSchema()
    var crs: DeclaredCRS?
    var isKnownKind = false
    while var node = try batches.next() {
      if !isKnownKind {
        guard node.member("type")?.string.map({ $0 == "Feature" || GeoJSONGeometry.kinds.contains($0) }) == true else {
          throw notGeoJSON(path)
        }
        isKnownKind = true
        crs = declaredCRS(node)
      }
      while node.kind != .end {
        schema.add(node)
        node = node.next
      }
    }
    var name = FileFacts.withoutExtension(FileFacts.name(of: path))
    if let frame = try batches.frame() {
      guard isKnownKind || frame.member("type")?.isString("FeatureCollection") == true else { throw notGeoJSON(path) }
      crs = declaredCRS(frame) ?? crs
      if let given = frame.member("name")?.string, !given.isEmpty { name = given }
    } else if !isKnownKind {
      throw notGeoJSON(path)
    }
    return (
      schema,
      LayerDescription(
        name: name, geometryKind: schema.geometryKind, count: schema.count,
        crs: crs ?? assumedCRS,
        encoding: DeclaredEncoding(
          name: "UTF-8", evidence: Text("JSON is UTF-8, and the bytes agree", zh: "JSON 采用 UTF-8，且与字节相符"), certain: true
        ),
        fields: schema.fields)
    )
  }

  private static func notGeoJSON(_ path: String) -> Fault {
    Fault(
      .data, code: "not-geojson", Text("the JSON in “\(path)” is no GeoJSON", zh: "“\(path)”中的 JSON 不是 GeoJSON"),
      at: Place(path))
  }

  private static let assumedCRS = DeclaredCRS(
    text: "EPSG:4326",
    evidence: Text("GeoJSON without a crs member is WGS 84 (RFC 7946)", zh: "没有 crs 成员的 GeoJSON 为 WGS 84（RFC 7946）"))

  /// The `crs` member of GeoJSON 2008: `urn:ogc:def:crs:EPSG::4490` becomes `EPSG:4490`.
  private static func declaredCRS(_ object: JSONNode) -> DeclaredCRS? {
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
    if node == nil || node?.kind == .end {
      node = try batches.next()
      row = batches.firstRow - 1
    }
    guard let record = node else {
      if geometries.closedRings > 0 { tellClosedRings() }
      return nil
    }
    node = record.next
    row += 1
    return feature(record)
  }

  private func feature(_ record: JSONNode) -> Feature {
    var feature = Feature(row: row, geometry: nil, values: Array(repeating: .null, count: schema.fields.count))
    let isFeature = record.member("type")?.isString("Feature") == true
    do throws(Fault) {
      if let geometry = isFeature ? record.member("geometry") : record {
        feature.geometry = try geometries.geometry(geometry)
      }
    } catch {
      feature.geometryProblem = error
      feature.geometryProblem?.place = Place(place.file, row: row)
    }
    guard isFeature else { return feature }
    if schema.hasIdentifier, let id = record.member("id") {
      feature.values[0] = GeoJSONSchema.value(id, as: schema.fields[0].type)
    }
    guard let properties = record.member("properties"), properties.kind == .object else { return feature }
    var key = properties.first
    var guess = schema.hasIdentifier ? 1 : 0
    while key.kind == .string {
      if let ordinal = unsafe schema.ordinal(of: key.utf8, guess: guess) {
        feature.values[ordinal] = GeoJSONSchema.value(key.next, as: schema.fields[ordinal].type)
        guess = ordinal + 1
      }
      key = key.next.next
    }
    return feature
  }

  private func tellClosedRings() {
    notice(Notice.closedRings(geometries.closedRings, at: place))
    geometries = GeoJSONGeometry()
  }
}

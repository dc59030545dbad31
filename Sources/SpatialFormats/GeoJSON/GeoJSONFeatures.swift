import Diagnostics
import SpatialPrimitives

/// Makes the features of one piece of a GeoJSON text.
struct GeoJSONFeatures {
  private let piece: GeoJSONPiece
  private let firstRow: Int
  private let schema: GeoJSONSchema
  private let path: String
  private var geometries = GeoJSONGeometry()
  /// For records that are parsed as they are.
  private var document: JSONDocument?

  /// - Throws: as `GeoJSONPiece`.
  init(_ piece: JSONTexts.Piece, of file: FileBytes, _ schema: GeoJSONSchema, path: String) throws(Fault) {
    self.piece = try GeoJSONPiece(piece, of: file, path: path)
    firstRow = piece.firstRow
    self.schema = schema
    self.path = path
  }

  /// Rings that did not end where they began, and were closed.
  var closedRings: Int { geometries.closedRings }

  /// The features, the last one first.
  /// - Throws: `bad-json` (65).
  mutating func features() throws(Fault) -> [Feature] {
    var features: [Feature] = []
    features.reserveCapacity(piece.texts.count)
    var node = piece.first
    for position in 0..<piece.texts.count where node.kind != .end {
      features.append(try feature(node, position))
      node = node.next
    }
    return features.reversed()
  }

  private mutating func feature(_ record: JSONNode, _ position: Int) throws(Fault) -> Feature {
    let row = firstRow + position
    let lists = piece.coordinateStarts[position]..<piece.coordinateStarts[position + 1]
    let before = geometries
    if let feature = try? feature(record, row: row, in: piece, lists), geometries.isInOrder,
      geometries.listsRead == lists.count
    {
      return feature
    }
    // Lists that are no coordinates of the geometry, or none at all: the record is parsed as it is.
    geometries = before
    let document = if let document { document } else { try JSONDocument() }
    self.document = document
    let node = try piece.whole(position, row: row, document)
    do throws(Fault) {
      return try feature(node, row: row, in: nil, 0..<0)
    } catch {
      var feature = attributes(node, row: row)
      feature.geometryProblem = error
      feature.geometryProblem?.place = Place(path, row: row)
      return feature
    }
  }

  /// - Throws: `bad-geometry`.
  private mutating func feature(
    _ record: JSONNode, row: Int, in piece: GeoJSONPiece?, _ lists: Range<Int>
  ) throws(Fault) -> Feature {
    let isFeature = record.member("type")?.isString("Feature") == true
    let node = isFeature ? record.member("geometry") : record
    let geometry = try geometries.geometry(node, in: piece, from: lists.lowerBound)
    var feature = attributes(record, row: row)
    feature.geometry = geometry
    return feature
  }

  private func attributes(_ record: JSONNode, row: Int) -> Feature {
    var feature = Feature(row: row, geometry: nil, values: Array(repeating: .null, count: schema.fields.count))
    guard record.member("type")?.isString("Feature") == true else { return feature }
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
}

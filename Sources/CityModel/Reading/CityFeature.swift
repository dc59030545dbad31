import CivilTime
import Diagnostics
import GEOSOperations
import Projections
import SpatialFormats
import SpatialPrimitives

/// Some objects that came together: a line of a CityJSON sequence, or a piece of a file.
struct CityFeature: Sendable {
  /// Of a line of a sequence: its id, and its members beside its objects and vertices, as they are written.
  var line: Line?
  var objects: [PreparedObject] = []
  var rejects: [RejectedObject] = []

  struct Line: Sendable {
    var id: String?
    var members: String?
  }
}

/// Something in a source that did not become an object.
struct RejectedObject: Sendable, Hashable {
  /// The line of a sequence, or the number of the object in its file; `nil` where that is no longer known.
  var record: Int?
  /// `nil` where it has none, or where that cannot be read.
  var id: String?
  var reason: String
  /// The object as it is written.
  var text: String
}

/// An object with everything that is stored of it.
struct PreparedObject: Sendable {
  var id: String
  var type: String
  var facts: ObjectFacts
  var parents: [String]?
  var children: [String]?
  var attributes: String?
  var members: String?
  /// A `ShapeBlob`.
  var shape: [UInt8]?
  /// In the coordinates of the model; empty where it has no geometry.
  var box: Box3
  /// In the coordinates of the model.
  var footprint: MultiPolygon?
  /// The source has it here.
  var record: Int
  var vertexCount = 0
  var surfaceCount = 0
}

/// Makes objects ready to be stored. One for each thread.
struct ObjectPreparation {
  let transform: VertexTransform
  let templates: GeometryTemplates
  /// `nil` where nobody knows where the model is: it then has no footprints.
  let metresPerUnit: Double?
  let offset: UTCOffset
  private let context: GEOSContext
  private let document: JSONDocument

  init(_ head: ModelHead, metresPerUnit: Double?, assuming offset: UTCOffset) throws(Fault) {
    transform = head.transform ?? .none
    templates = head.templates
    self.metresPerUnit = metresPerUnit
    self.offset = offset
    context = try GEOSContext()
    document = try JSONDocument()
  }

  /// - Throws: `bad-coordinate` for a place that is no number.
  func callAsFunction(_ text: ObjectText, record: Int) throws(GeometryText.Problem) -> PreparedObject {
    let shape = ShapeBlob(vertices: text.vertices, geometries: text.geometries)
    let geometries = shape.map { CityGeometry.all($0, transform, templates, nil) } ?? []
    var box = Box3.empty
    for geometry in geometries where !geometry.indices.isEmpty { box.formUnion(geometry.box) }
    guard box.isEmpty || box.isFinite else { throw GeometryText.Problem(code: "bad-coordinate") }
    let lod = geometries.compactMap(\.lod).max()
    return PreparedObject(
      id: text.id, type: text.type, facts: facts(text, lod), parents: text.parents, children: text.children,
      attributes: text.attributes, members: text.members, shape: shape?.bytes, box: box,
      footprint: metresPerUnit.flatMap { footprint(geometries, text, metresPerUnit: $0) }, record: record,
      vertexCount: text.vertices.count / 3, surfaceCount: geometries.reduce(0) { $0 + $1.surfaces.count })
  }

  private func footprint(
    _ geometries: [CityGeometry], _ text: ObjectText, metresPerUnit: Double
  ) -> MultiPolygon? {
    Footprint.of(geometries, metresPerUnit: metresPerUnit, context) { position in
      // Most geometries say nothing of the ground, and are not parsed for it.
      guard let semantics = text.geometries?[position].semantics, semantics.contains("\"GroundSurface\"") else {
        return []
      }
      var geometry = geometries[position]
      geometry.readMeanings(semantics, document)
      return geometry.surfaces(meaning: "GroundSurface")
    }
  }

  private func facts(_ text: ObjectText, _ lod: String?) -> ObjectFacts {
    let attributes = text.attributes.flatMap { text in try? document.parse { $0.append(contentsOf: text.utf8) } }
    return ObjectFacts(type: text.type, attributes: attributes, lod: lod, assuming: offset)
  }
}

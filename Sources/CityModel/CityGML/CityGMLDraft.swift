import JSONWriting
import SpatialFormats
import SpatialPrimitives
import XMLReading

/// A city object that is being put together from what its element holds.
struct CityGMLDraft {
  let id: String
  let type: String
  let line: Int
  var parents: [String] = []
  var children: [String] = []
  var attributes: [JSONValue.Member] = []
  var meanings: [Meaning] = []
  var shapes: [Shape] = []
  var addresses: [CityGMLAddress] = []
  /// Whether it is a surface itself, whose attributes are its own.
  var isSurface = false
  /// The first thing that is wrong with it.
  var problem: GeometryText.Problem?

  /// A surface that says what it is, or a door or window in one.
  struct Meaning {
    var type: String
    var attributes: [JSONValue.Member]
    /// The wall that a door is in.
    var parent: Int?
  }

  struct Shape {
    /// `0` to `4` of CityGML.
    var lod: Character
    var shape: GMLShape
    /// Of the surface that it belongs to, in `meanings`; `nil` for the object's own.
    var meaning: Int?
  }

  /// The object as it is stored.
  func text() -> ObjectText {
    var text = ObjectText(id: id, type: type)
    text.parents = parents.isEmpty ? nil : parents
    text.children = children.isEmpty ? nil : children
    text.attributes = attributes.isEmpty ? nil : JSONValue.object(attributes).text
    var vertices = VertexTable()
    var geometries: [GeometryText] = []
    var levels: [Character] = []
    for shape in shapes where !levels.contains(shape.lod) { levels.append(shape.lod) }
    for level in levels { add(level, to: &geometries, &vertices) }
    text.geometries = geometries.isEmpty ? nil : geometries
    if !addresses.isEmpty {
      let list = addresses.map { $0.json(&vertices) }
      text.members = JSONWalk.member("address", JSONValue.array(list).text)
    }
    text.vertices = vertices.numbers
    return text
  }

  /// CityJSON 2.0 ends at 3, as CityGML 3.0 does: what 2.0 has at 4 is fine outside and has an inside.
  private func name(of level: Character) -> String {
    guard level == "4" else { return String(level) }
    return shapes.contains { $0.lod == "3" } ? "3.3" : "3"
  }

  /// Adds the geometries of one level of detail: those of the object, whose surfaces mean what the surfaces around the object
  /// say of them, and one of the surfaces that are in none of those.
  private func add(_ level: Character, to geometries: inout [GeometryText], _ vertices: inout VertexTable) {
    let shapes = shapes.filter { $0.lod == level && !$0.shape.isEmpty }
    var meaningOf: [XMLElement: Int] = [:]
    for shape in shapes {
      guard let meaning = shape.meaning else { continue }
      for surface in shape.shape.surfaces { meaningOf[surface.source] = meaning }
    }
    var used: Set<XMLElement> = []
    let lod = name(of: level)
    for shape in shapes where shape.meaning == nil || !shape.shape.kind.hasSurfaces {
      used.formUnion(shape.shape.surfaces.map(\.source))
      var meanings = shape.shape.surfaces.map { meaningOf[$0.source] }
      if let own = shape.meaning { meanings = Array(repeating: own, count: elementCount(shape.shape)) }
      geometries.append(geometry(shape.shape, lod, meanings, &vertices))
    }
    var rest = GMLShape(isRelief ? .compositeSurface : .multiSurface)
    for shape in shapes where shape.meaning != nil {
      for surface in shape.shape.surfaces where used.insert(surface.source).inserted { rest.surfaces.append(surface) }
    }
    if !rest.isEmpty { geometries.append(geometry(rest, lod, rest.surfaces.map { meaningOf[$0.source] }, &vertices)) }
  }

  private var isRelief: Bool { type == "TINRelief" }

  private func elementCount(_ shape: GMLShape) -> Int {
    shape.kind == .multiPoint ? shape.points.count : shape.lines.count
  }

  private func geometry(
    _ shape: GMLShape, _ lod: String, _ meanings: [Int?], _ vertices: inout VertexTable
  ) -> GeometryText {
    var text = GeometryText(kind: shape.kind, lod: lod)
    text.boundaries = shape.boundaries(&vertices)
    text.semantics = semantics(shape, meanings)
    return text
  }

  /// What the surfaces mean, as CityJSON has it: those meanings that are used here, and numbers in them, nested as the
  /// boundaries are.
  private func semantics(_ shape: GMLShape, _ meanings: [Int?]) -> String? {
    var order: [Int] = []
    func note(_ meaning: Int) {
      if order.contains(meaning) { return }
      order.append(meaning)
      if let parent = self.meanings[meaning].parent { note(parent) }
    }
    for case let meaning? in meanings where order.last != meaning { note(meaning) }
    guard !order.isEmpty else { return nil }
    var place = Array(repeating: 0, count: self.meanings.count)
    for (position, meaning) in order.enumerated() { place[meaning] = position }
    let surfaces = order.map { meaning in
      var members = [JSONValue.Member(key: "type", value: .string(self.meanings[meaning].type))]
      members += self.meanings[meaning].attributes
      if let parent = self.meanings[meaning].parent {
        members.append(.init(key: "parent", value: JSONValue(place[parent])))
      }
      let inside = order.filter { self.meanings[$0].parent == meaning }.map { JSONValue(place[$0]) }
      if !inside.isEmpty { members.append(.init(key: "children", value: .array(inside))) }
      return JSONValue.object(members)
    }
    var values = meanings.map { JSONValue($0.map { place[$0] }) }
    for ends in [shape.kind.hasSolids ? shape.shells : nil, shape.kind.depth == 5 ? shape.solids : nil] {
      guard let ends else { continue }
      values = ends.indices.map { index in
        .array(Array(values[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]))
      }
    }
    return JSONValue.object([
      .init(key: "surfaces", value: .array(surfaces)), .init(key: "values", value: .array(values)),
    ]).text
  }
}

extension ObjectText {
  init(id: String, type: String) {
    self.id = id
    self.type = type
  }
}

import Diagnostics
import JSONWriting
import SpatialDatabase
import SpatialFormats

/// A stored object on its way into a CityJSON text.
struct ExportedObject {
  var feature: Int64?
  private var id: String
  private var type: String
  private var parents: String?
  private var children: String?
  private var attributes: String?
  private var members: String?
  var shape: ShapeBlob?

  static let columns = "feature_id, id, type, parents, children, attributes, members, shape"

  /// - Parameter row: of `columns`, in their order.
  init(_ row: Statement) throws(Fault) {
    feature = row.integer(0)
    id = row.text(1) ?? ""
    type = row.text(2) ?? ""
    parents = row.text(3)
    children = row.text(4)
    attributes = row.text(5)
    members = row.text(6)
    shape = try row.shape(7)
  }

  /// Gives the materials and textures that the object refers to new numbers.
  mutating func renumber(_ numbers: AppearanceMerge.Numbers) {
    guard !numbers.isEmpty, let list = shape?.geometries else { return }
    shape?.geometries = list.map { geometry in
      geometry.withAppearance(
        material: { numbers.material($0) }, texture: { numbers.texture($0) }, place: { numbers.place($0) })
    }
  }

  /// Appends `"id":{…}`.
  func write(to text: inout String, _ vertices: inout VertexNumbers) {
    text += JSONValue.quoted(id) + ":{\"type\":" + JSONValue.quoted(type)
    for (key, value) in [("attributes", attributes), ("parents", parents), ("children", children)] {
      if let value { text += ",\"\(key)\":\(value)" }
    }
    let numbers = shape.map { vertices.add($0.vertices) } ?? []
    if let geometries = shape?.geometries {
      text += ",\"geometry\":["
      for (position, geometry) in geometries.enumerated() {
        if position > 0 { text += "," }
        geometry.write(to: &text) { numbers[Int($0)] }
      }
      text += "]"
    }
    if let members {
      // Addresses have places of their own among the vertices.
      let isPlaced = members.contains("\"boundaries\"")
      text += ","
      text +=
        isPlaced
        ? NumberRewriting.rewrite(members, under: "boundaries") { number, _ in
          numbers.indices.contains(Int(number)) ? numbers[Int(number)] : number
        } : members
    }
    text += "}"
  }
}

extension GeometryText {
  /// The geometry with new numbers of the materials and textures that it refers to, and of its places on pictures.
  func withAppearance(
    material materialNumber: (Int32) -> Int32, texture textureNumber: (Int32) -> Int32, place: (Int32) -> Int32
  ) -> GeometryText {
    var geometry = self
    geometry.material = material.map { text in NumberRewriting.rewrite(text) { number, _ in materialNumber(number) } }
    // Of the numbers of a ring the first is the picture, the others are places on it.
    geometry.texture = texture.map { text in
      NumberRewriting.rewrite(text) { number, isFirst in isFirst ? textureNumber(number) : place(number) }
    }
    return geometry
  }
}

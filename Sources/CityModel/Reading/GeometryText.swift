import JSONWriting
import SpatialFormats

/// A geometry object of CityJSON: its boundaries as numbers of vertices, kept flat, everything else as it is written.
struct GeometryText: Sendable, Hashable {
  /// `nil` for a `GeometryInstance`.
  var kind: CityGeometry.Kind?
  var lod: String?
  /// Numbers of vertices: of the object's own; of an instance the one that its template is put at.
  var boundaries = NestedIntegers(depth: 1)
  /// Of an instance: which template, and its matrix, row by row.
  var template = 0
  var matrix: [Double] = []
  /// JSON values as they are written.
  var semantics: String?
  var material: String?
  var texture: String?
  /// Members beside those, as they are written: `"key":value,…`.
  var others: String?
}

extension CityGeometry.Kind {
  /// How many lists CityJSON puts around each number of a vertex.
  var depth: Int {
    switch self {
    case .multiPoint: 1
    case .multiLineString: 2
    case .multiSurface, .compositeSurface: 3
    case .solid: 4
    case .multiSolid, .compositeSolid: 5
    }
  }
}

extension GeometryText {
  /// Why a geometry cannot be read.
  struct Problem: Error {
    /// A stable name.
    var code: String
    var detail: String?
  }

  /// Reads the geometry object that stands at `walk`, and goes behind it.
  /// - Parameter templateCount: how many templates there are to be instances of.
  init(_ walk: inout JSONWalk, templateCount: Int) throws(Problem) {
    var boundaries: JSONNode?
    var type: String?
    var template: Int64?
    guard walk.node.kind == .object else { throw Problem(code: "bad-geometry", detail: "no object") }
    try walk.forEachMember { (key, walk) throws(Problem) in
      let value = walk.node
      let text = unsafe String(decoding: walk.skipText(), as: UTF8.self)
      switch key {
      case "type": type = value.string
      case "lod": lod = value.string ?? text
      case "boundaries": boundaries = value
      case "semantics": semantics = text
      case "material": material = text
      case "texture": texture = text
      case "template": template = value.kind == .integer ? value.integer : -1
      case "transformationMatrix":
        var node = value.first
        while value.kind == .array, let number = node.number {
          matrix.append(number)
          node = node.next
        }
      default: others = (others.map { $0 + "," } ?? "") + JSONWalk.member(key, text)
      }
    }
    guard let type else { throw Problem(code: "bad-geometry", detail: "no type") }
    guard let boundaries else { throw Problem(code: "bad-geometry", detail: "no boundaries") }
    if type != "GeometryInstance" {
      guard let known = CityGeometry.Kind(rawValue: type) else { throw Problem(code: "unknown-geometry", detail: type) }
      kind = known
    }
    let depth = kind?.depth ?? 1
    guard let list = NestedIntegers(boundaries, depth: depth) else {
      throw Problem(code: "bad-boundaries", detail: "not \(depth) lists deep, or no number of a vertex")
    }
    self.boundaries = list
    guard kind == nil else { return }
    guard let template, (0..<Int64(templateCount)).contains(template) else { throw Problem(code: "bad-template") }
    guard matrix.count == 16, list.values.count == 1 else {
      throw Problem(code: "bad-template", detail: "16 numbers of a matrix and one vertex")
    }
    self.template = Int(template)
  }

  /// The object as JSON.
  /// - Parameter vertex: the number that a vertex of the object is to have.
  func write(to text: inout String, vertex: (Int32) -> Int32) {
    text += "{\"type\":\"\(kind?.rawValue ?? "GeometryInstance")\""
    if let lod { text += ",\"lod\":" + JSONValue.quoted(lod) }
    if kind == nil {
      text += ",\"template\":\(template),\"transformationMatrix\":["
      text += matrix.map(JSONValue.numberText).joined(separator: ",") + "]"
    }
    text += ",\"boundaries\":"
    var numbered = boundaries
    for position in numbered.values.indices { numbered.values[position] = vertex(numbered.values[position]) }
    numbered.write(to: &text)
    for (key, value) in [("semantics", semantics), ("material", material), ("texture", texture)] {
      if let value { text += ",\"\(key)\":\(value)" }
    }
    if let others { text += "," + others }
    text += "}"
  }
}

import Diagnostics
import SpatialFormats

/// Shapes that many objects share, each put in its place by a point and a matrix (CityJSON 2.0, 3.4).
struct GeometryTemplates: Sendable {
  var geometries: [GeometryText] = []
  /// Three numbers a vertex; no transform applies to them.
  var vertices: [Double] = []

  init() {}

  /// - Parameter text: the value of `geometry-templates`.
  /// - Throws: `bad-templates` (65).
  init(_ text: String, file: String) throws(Fault) {
    let document = try JSONDocument()
    let bytes = Array(text.utf8)
    let problem: String? = unsafe bytes.withUnsafeBytes { bytes in
      guard let node = try? document.parse({ unsafe $0.append(contentsOf: bytes) }), node.kind == .object else {
        return "no JSON object"
      }
      var walk = unsafe JSONWalk(node, bytes, document.structurals, at: 0)
      do throws(GeometryText.Problem) { try read(&walk) } catch { return error.words }
      return nil
    }
    let highest = geometries.lazy.flatMap(\.boundaries.values).max() ?? -1
    let unknown = Int(highest) >= vertices.count / 3 ? "vertex \(highest) of \(vertices.count / 3)" : nil
    if let words = problem ?? unknown {
      throw Fault(
        .data, code: "bad-templates",
        Text("the geometry templates cannot be read: \(words)", zh: "无法读取几何模板：\(words)"),
        at: Place(file, field: "geometry-templates"))
    }
  }

  private mutating func read(_ walk: inout JSONWalk) throws(GeometryText.Problem) {
    try walk.forEachMember { (key, walk) throws(GeometryText.Problem) in
      if key == "templates", walk.node.kind == .array {
        try walk.forEachElement { (walk) throws(GeometryText.Problem) in
          geometries.append(try GeometryText(&walk, templateCount: 0))
        }
        return
      }
      if key == "vertices-templates", !NumberTriples.append(walk.node, to: &vertices) {
        throw GeometryText.Problem(code: "bad-vertices")
      }
      walk.skipValue()
    }
  }
}

extension GeometryText.Problem {
  /// What stands in the rejects file.
  var words: String { detail.map { "\(code): \($0)" } ?? code }
}

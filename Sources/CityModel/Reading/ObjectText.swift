import Diagnostics
import SpatialFormats

/// A city object as its source writes it, with vertices of its own: what is stored, and what is written again.
struct ObjectText: Sendable {
  var id: String
  var type: String
  /// `nil` where the source says nothing, which is not the same as an empty list.
  var parents: [String]?
  var children: [String]?
  /// A JSON value.
  var attributes: String?
  /// Members beside those that are known, as they are written: `"key":value,…`.
  var members: String?
  /// `nil` where the source has no list of geometries, which is not the same as an empty one.
  var geometries: [GeometryText]?
  /// Three numbers a vertex, as the source has them: before its transform.
  var vertices: [Double] = []

  /// Reads the value that stands at `walk` in the object `CityObjects`.
  ///
  /// - Parameters:
  ///   - vertices: three numbers each; those that the object uses become its own.
  ///   - templateCount: how many templates there are to be instances of.
  init(
    id: String, _ walk: inout JSONWalk, vertices: [Double], templateCount: Int
  ) throws(GeometryText.Problem) {
    self.id = id
    type = ""
    guard walk.node.kind == .object else { throw GeometryText.Problem(code: "not-an-object") }
    var group: [String]?
    try walk.forEachMember { (key, walk) throws(GeometryText.Problem) in
      let value = walk.node
      switch key {
      case "type": type = value.string ?? ""
      case "parents": parents = try ObjectText.list(value, "bad-parents")
      case "children": children = try ObjectText.list(value, "bad-children")
      case "geometry" where value.kind == .array:
        var list: [GeometryText] = []
        try walk.forEachElement { (walk) throws(GeometryText.Problem) in
          list.append(try GeometryText(&walk, templateCount: templateCount))
        }
        geometries = list
        return
      default:
        if key == "members" { group = value.strings }
        let text = unsafe String(decoding: walk.skipText(), as: UTF8.self)
        if key == "attributes" {
          attributes = text
        } else {
          // CityJSON 1.0 has one address where later versions have a list.
          let isLoneAddress = key == "address" && value.kind == .object
          members = (members.map { $0 + "," } ?? "") + JSONWalk.member(key, isLoneAddress ? "[\(text)]" : text)
        }
        return
      }
      walk.skipValue()
    }
    guard !type.isEmpty else { throw GeometryText.Problem(code: "missing-type") }
    guard let current = CityObjectTypes.current(type) else {
      throw GeometryText.Problem(code: "unknown-type", detail: type)
    }
    type = current
    // What a group holds was called its members in CityJSON 1.0.
    if type == "CityObjectGroup", children == nil { children = group }
    try takeVertices(from: vertices)
  }

  private static func list(_ node: JSONNode, _ code: String) throws(GeometryText.Problem) -> [String] {
    guard let list = node.strings else { throw GeometryText.Problem(code: code) }
    return list
  }

  /// Copies the vertices that the object uses and numbers them anew, in their order.
  private mutating func takeVertices(from all: [Double]) throws(GeometryText.Problem) {
    var used: [Int32] = []
    for geometry in geometries ?? [] { used += geometry.boundaries.values }
    let placed = members.flatMap { $0.contains("\"boundaries\"") ? $0 : nil }
    if let placed {
      _ = NumberRewriting.rewrite(placed, under: "boundaries") { number, _ in
        used.append(number)
        return number
      }
    }
    guard !used.isEmpty else { return }
    used.sort()
    var kept = 0
    for vertex in used where kept == 0 || used[kept - 1] != vertex {
      used[kept] = vertex
      kept += 1
    }
    used.removeLast(used.count - kept)
    guard Int(used[kept - 1]) < all.count / 3 else {
      throw GeometryText.Problem(
        code: "bad-vertex", detail: "\(used[kept - 1]) of \(all.count / 3) vertices")
    }
    vertices.reserveCapacity(3 * kept)
    for vertex in used { vertices += all[3 * Int(vertex)..<3 * Int(vertex) + 3] }
    let numbers = used
    func number(of vertex: Int32) -> Int32 {
      var (low, high) = (0, numbers.count)
      while low < high {
        let middle = (low + high) / 2
        if numbers[middle] < vertex { low = middle + 1 } else { high = middle }
      }
      return Int32(low)
    }
    if kept < all.count / 3 {
      if var list = geometries {
        geometries = nil  // so that there is one owner, and nothing is copied
        for position in list.indices {
          for index in list[position].boundaries.values.indices {
            list[position].boundaries.values[index] = number(of: list[position].boundaries.values[index])
          }
        }
        geometries = list
      }
      if let placed {
        members = NumberRewriting.rewrite(placed, under: "boundaries") { vertex, _ in number(of: vertex) }
      }
    }
  }
}

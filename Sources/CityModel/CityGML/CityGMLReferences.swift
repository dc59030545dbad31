import XMLReading

/// What objects of a file refer to in one another (XLink).
struct CityGMLReferences: Sendable {
  /// Objects that say of another, by its id, that it is a part of them.
  var parents: [String: [String]] = [:]
  /// What is referred to from other objects, by its id.
  private var shared: [String: XMLElement] = [:]
  /// Objects that are referred to from others.
  private var objects: Set<String> = []
  var storeys = CityGMLStoreys()

  subscript(id: String) -> XMLElement? { shared[id] }

  /// Whether an object of that id, outside of the one that refers to it, exists.
  func hasObject(_ id: String) -> Bool { objects.contains(id) }

  /// Keeps what is referred to, without what is around it.
  mutating func keep(_ wanted: Set<String>, in tree: XMLTree) {
    for element in tree.elements {
      guard let id = CityGMLNames.id(of: element), wanted.contains(id) else { continue }
      let role = CityGMLNames.role(of: element)
      if role.isObject {
        objects.insert(id)
        storeys.note(element, id)
      }
      if case .object = role { continue }
      if shared[id] == nil { shared[id] = element.detached().root }
    }
  }

  /// Whether a reference says that an object is part of another.
  static func isComposition(_ property: XMLElement) -> Bool {
    CityGMLNames.isCityGML(property.space) && CityGMLNames.isComposition(property.local)
  }

  /// Whether a reference stands for a shape, a surface or an address.
  static func isShape(_ property: XMLElement) -> Bool {
    CityGMLNames.isGML(property.space) || CityGMLNames.lod(of: property.local) != nil
      || [
        "boundary", "boundedBy", "opening", "fillingSurface", "address", "referencePoint", "relativeGMLGeometry",
        "relativeGeometry", "tin", "geometry",
      ].contains(property.local)
  }

  /// The id of the object that a property belongs to.
  static func owner(of property: XMLElement) -> String? {
    var at = property.parent
    while let element = at {
      if case .object = CityGMLNames.role(of: element) { return CityGMLNames.id(of: element) }
      at = element.parent
    }
    return nil
  }
}

/// Finds what is referred to within one top-level object, and beyond it. To be used by one thread.
final class CityGMLLinks {
  private let shared: CityGMLReferences
  private var own: [String: XMLElement] = [:]
  /// How many references may still be followed: a few of them can stand for any number.
  private var budget = 1 << 20

  init(_ tree: XMLTree, _ shared: CityGMLReferences) {
    self.shared = shared
    for element in tree.elements {
      if let id = CityGMLNames.id(of: element), own[id] == nil { own[id] = element }
    }
  }

  /// What a property holds or refers to; `nil` where it does neither.
  /// - Throws: `unresolved-link`, `remote-link`, `endless-links`.
  func value(of property: XMLElement) throws(GeometryText.Problem) -> XMLElement? {
    if let child = property.firstChild { return child }
    guard let href = property.attribute("href", in: CityGMLNames.link) else { return nil }
    guard href.hasPrefix("#") else { throw GeometryText.Problem(code: "remote-link", detail: href) }
    budget -= 1
    guard budget > 0 else { throw GeometryText.Problem(code: "endless-links") }
    let id = String(href.dropFirst())
    guard let element = own[id] ?? shared[id] else { throw GeometryText.Problem(code: "unresolved-link", detail: href) }
    return element
  }

  func parents(of id: String) -> [String] { shared.parents[id] ?? [] }

  /// Whether there is a city object of that id in the file.
  func hasObject(_ id: String) -> Bool {
    if let element = own[id], CityGMLNames.role(of: element).isObject { return true }
    return shared.hasObject(id)
  }

  /// The building that a group is a storey of, and the storeys that groups are of a building.
  func building(ofStorey id: String) -> String? { shared.storeys.buildings[id] }
  func storeys(of id: String) -> [String] { shared.storeys.groups[id] ?? [] }
}

import JSONWriting
import SpatialPrimitives
import XMLReading

/// Makes the city objects of one top-level element of a file. To be used by one thread.
struct CityGMLConversion {
  private let links: CityGMLLinks
  private let reader: GMLGeometryReader
  private let prepare: ObjectPreparation
  private(set) var feature = CityFeature()
  /// How many objects without an id each holds so far.
  private var unnamed: [String: Int] = [:]

  init(
    _ tree: XMLTree, _ references: CityGMLReferences, _ coordinates: GMLCoordinates, systems: Set<Int>,
    _ prepare: ObjectPreparation
  ) {
    links = CityGMLLinks(tree, references)
    reader = GMLGeometryReader(coordinates: coordinates, links: links, systems: systems)
    self.prepare = prepare
  }

  /// - Parameter number: of the element in its file, from which an object without an id is named.
  mutating func run(_ top: XMLElement, number: Int) {
    switch CityGMLNames.role(of: top) {
    case .object(let type): convert(top, type, parent: nil, fallback: "\(top.local)-\(number)")
    case .surface, .opening: convert(top, "GenericCityObject", parent: nil, fallback: "\(top.local)-\(number)")
    case .space: convert(top, "Road", parent: nil, fallback: "\(top.local)-\(number)")
    case .container:
      var component = 0
      for property in top.children {
        guard let inner = property.firstChild, case .object(let type) = CityGMLNames.role(of: inner) else { continue }
        component += 1
        convert(inner, type, parent: nil, fallback: "\(CityGMLNames.id(of: top) ?? "relief-\(number)")-\(component)")
      }
    case .leftOut: break
    case .none:
      feature.rejects.append(
        RejectedObject(
          record: top.line, id: CityGMLNames.id(of: top), reason: "unknown-type: \(top.local)", text: ""))
    }
  }

  /// An object, then what it holds.
  private mutating func convert(_ element: XMLElement, _ type: String, parent: String?, fallback: String) {
    let id = CityGMLNames.id(of: element) ?? fallback
    let building = type == "CityObjectGroup" ? links.building(ofStorey: id) : nil
    let type = building == nil ? type : "BuildingStorey"
    var draft = CityGMLDraft(id: id, type: type, line: element.line)
    draft.parents = links.parents(of: id)
    if let parent = parent ?? building, !draft.parents.contains(parent) { draft.parents.append(parent) }
    draft.children = links.storeys(of: id)
    var inner: [Inner] = []
    gather(element, into: &draft, &inner, within: Surroundings(surface: surface(of: element, &draft)))
    var named: [(inner: Inner, id: String)] = []
    for part in inner {
      let own = CityGMLNames.id(of: part.element) ?? unnamedID(part.element.local, in: id)
      named.append((part, own))
      if !draft.children.contains(own) { draft.children.append(own) }
    }
    store(draft)
    let family = ["Bridge", "Tunnel"].first(where: type.hasPrefix) ?? "Building"
    for (part, own) in named {
      let type = part.type == "ConstructiveElement" ? family + part.type : part.type
      convert(part.element, type, parent: id, fallback: own)
    }
  }

  private struct Inner {
    var element: XMLElement
    var type: String
  }

  /// Where in an object a property stands.
  private struct Surroundings {
    /// In a surface that says what it is.
    var surface: Int?
    /// What the spaces around say, which have no object of their own.
    var inherited: [JSONValue.Member] = []
    var isSpace = false
  }

  private mutating func unnamedID(_ local: String, in holder: String) -> String {
    unnamed[holder, default: 0] += 1
    return "\(holder)-\(local)-\(unnamed[holder, default: 0])"
  }

  /// An object that is a surface itself: a door, or a surface that stands alone.
  private func surface(of element: XMLElement, _ draft: inout CityGMLDraft) -> Int? {
    let type: String
    switch CityGMLNames.role(of: element) {
    case .opening(let kind): type = kind
    case .surface(let kind): type = kind
    case .object("ConstructiveElement"): type = element.local
    default: return nil
    }
    draft.isSurface = true
    draft.meanings.append(CityGMLDraft.Meaning(type: type, attributes: [], parent: nil))
    if draft.type != "GenericCityObject" { draft.attributes.append(.init(key: "class", value: .string(type))) }
    return 0
  }

  private mutating func store(_ draft: CityGMLDraft) {
    do throws(GeometryText.Problem) {
      if let problem = draft.problem { throw problem }
      feature.objects.append(try prepare(draft.text(), record: draft.line))
    } catch {
      feature.rejects.append(RejectedObject(record: draft.line, id: draft.id, reason: error.words, text: ""))
    }
  }

  // MARK: properties

  /// Takes up what the properties of an element say of an object. What is wrong with one spoils the object, and not what it
  /// holds.
  private func gather(
    _ element: XMLElement, into draft: inout CityGMLDraft, _ inner: inout [Inner], within place: Surroundings
  ) {
    var place = place
    if place.isSpace {
      for property in element.children where property.firstChild == nil && !CityGMLNames.isGML(property.space) {
        if let member = CityGMLAttributes.member(of: property) { CityGMLAttributes.add(member, to: &place.inherited) }
      }
    }
    let lod = element.child("lod")?.text.first
    for property in element.children {
      do throws(GeometryText.Problem) {
        try take(property, lod, into: &draft, &inner, within: place)
      } catch {
        draft.problem = draft.problem ?? error
      }
    }
  }

  private func take(
    _ property: XMLElement, _ lod: Character?, into draft: inout CityGMLDraft, _ inner: inout [Inner],
    within place: Surroundings
  ) throws(GeometryText.Problem) {
    if CityGMLNames.isGML(property.space) {
      guard ["name", "description", "identifier"].contains(property.local) else { return }
      return addAttribute(property, to: &draft, place)
    }
    if property.local.contains("TerrainIntersection") { return }
    if let level = CityGMLNames.lod(of: property.local) ?? Self.plainShapes[property.local].map({ _ in lod ?? "0" }),
      try takeShape(property, level, into: &draft, place)
    {
      return
    }
    if property.local == "address" { return try takeAddress(property, into: &draft) }
    if CityGMLReferences.isComposition(property), property.firstChild == nil {
      let target = property.attribute("href", in: CityGMLNames.link)?.dropFirst()
      if let target = target.map(String.init), links.hasObject(target), !draft.children.contains(target) {
        draft.children.append(target)
      }
      return
    }
    let isBoundary = ["boundary", "boundedBy", "opening", "fillingSurface"].contains(property.local)
    let values = isBoundary ? [try links.value(of: property)].compactMap { $0 } : Array(property.children)
    var isTaken = isBoundary
    for value in values { if take(value, into: &draft, &inner, within: place) { isTaken = true } }
    if !isTaken { addAttribute(property, to: &draft, place) }
  }

  /// Properties that hold a shape and have no level of detail in their name.
  private static let plainShapes: [String: Bool] = [
    "tin": true, "ridgeOrValleyLines": true, "reliefPoints": true, "geometry": true,
  ]

  /// - Returns: whether it is something other than a plain value.
  private func take(
    _ value: XMLElement, into draft: inout CityGMLDraft, _ inner: inout [Inner], within place: Surroundings
  ) -> Bool {
    switch CityGMLNames.role(of: value) {
    case .object(let type): inner.append(Inner(element: value, type: type))
    case .surface(let type), .opening(let type):
      var meaning = CityGMLDraft.Meaning(type: type, attributes: place.inherited, parent: place.surface)
      if let id = CityGMLNames.id(of: value) { meaning.attributes.insert(.init(key: "id", value: .string(id)), at: 0) }
      draft.meanings.append(meaning)
      gather(value, into: &draft, &inner, within: Surroundings(surface: draft.meanings.count - 1))
      if case .opening = CityGMLNames.role(of: value) {
        inner.append(Inner(element: value, type: "ConstructiveElement"))
      }
    case .space:
      let isExtension = value.parent?.local.hasPrefix("adeOf") == true
      var within = place
      within.isSpace = !isExtension
      gather(value, into: &draft, &inner, within: within)
    case .container: return false
    case .leftOut: break
    case .none:
      // What stands between a group and what it holds.
      guard value.local == "Role", CityGMLNames.isCityGML(value.space) else { return false }
      gather(value, into: &draft, &inner, within: place)
    }
    return true
  }

  private func addAttribute(_ property: XMLElement, to draft: inout CityGMLDraft, _ place: Surroundings) {
    guard !place.isSpace, property.local != "lod", let member = CityGMLAttributes.member(of: property) else { return }
    if let surface = place.surface, !draft.isSurface {
      CityGMLAttributes.add(member, to: &draft.meanings[surface].attributes)
    } else {
      CityGMLAttributes.add(member, to: &draft.attributes)
    }
  }

  /// - Returns: `false` where the property holds no shape.
  private func takeShape(
    _ property: XMLElement, _ level: Character, into draft: inout CityGMLDraft, _ place: Surroundings
  ) throws(GeometryText.Problem) -> Bool {
    guard let value = try links.value(of: property) else { return false }
    let isImplicit = value.local == "ImplicitGeometry"
    guard isImplicit || CityGMLNames.isGML(value.space) else { return false }
    // An outline alone says what it is by the name of its property.
    let outlines = ["lod0FootPrint": "GroundSurface", "lod0RoofEdge": "RoofSurface"]
    var meaning = place.surface
    if let type = outlines[property.local] {
      draft.meanings.append(CityGMLDraft.Meaning(type: type, attributes: [], parent: nil))
      meaning = draft.meanings.count - 1
    }
    for shape in try isImplicit ? reader.implicitShapes(value) : reader.shapes(value) {
      draft.shapes.append(CityGMLDraft.Shape(lod: level, shape: shape, meaning: meaning))
    }
    return true
  }

  private func takeAddress(_ property: XMLElement, into draft: inout CityGMLDraft) throws(GeometryText.Problem) {
    guard let value = try links.value(of: property) else { return }
    var address = CityGMLAddress(value)
    // A place in another system is not one of this model.
    if let points = value.child("multiPoint")?.firstChild, let shapes = try? reader.shapes(points) {
      address.places = shapes.flatMap(\.points)
    }
    if !address.isEmpty { draft.addresses.append(address) }
  }
}

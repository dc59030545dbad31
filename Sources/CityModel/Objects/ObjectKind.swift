import JSONWriting
import SpatialFormats

extension CityObject {
  /// What it is in one word, finer than its type where its attributes say so: `Door`, `Window`, `Wall`, `PipeSegment`.
  ///
  /// A model of IFC says it in `ifc_class` (and, of a thing that is only said to be in a system, in `ifc_type`), one of CityGML
  /// in `function` or `class`. All others are what their type is.
  public var kind: String { ObjectKind.all(of: self).first ?? type }

  /// Whether it is a door or a window.
  var fillsOpening: Bool { ["Door", "Window"].contains(kind) }
}

/// Words for what city objects are.
enum ObjectKind {
  /// The words that an object's attributes say, the finest first; empty where its type is all that is known.
  static func all(of object: CityObject) -> [String] {
    guard CityObjectTypes.manifold.contains(object.type), let attributes = object.attributes,
      let json = try? JSONValue.parse(Array(attributes.utf8))
    else { return [] }
    if case .string(let name)? = json["ifc_class"] {
      var words = [plain(name)]
      if case .string(let type)? = json["ifc_type"], plain(type) != words[0] { words.insert(plain(type), at: 0) }
      return words
    }
    for key in ["function", "class"] {
      guard case .string(let word)? = json[key] else { continue }
      if let opening = ["Door", "Window"].first(where: { $0.lowercased() == word.lowercased() }) { return [opening] }
    }
    return []
  }

  /// `IfcDoorStandardCase`, `IfcDoorType`, `IfcDoorStyle` and `IfcDoor` are `Door`.
  static func plain(_ name: String) -> String {
    var word = name[...]
    if word.lowercased().hasPrefix("ifc") { word = word.dropFirst(3) }
    for ending in ["standardcase", "elementedcase", "type", "style"]
    where word.count > ending.count && word.lowercased().hasSuffix(ending) {
      word = word.dropLast(ending.count)
    }
    return String(word)
  }
}

/// What a user means who names a class of city objects: a type of CityJSON, a class of IFC, or an everyday word.
///
/// Capital and small letters are the same. What is none of these is a word that no object may have: it holds for none.
struct ObjectClass: Sendable, Hashable {
  /// Those that an object can have.
  let types: Set<String>
  /// In small letters; `nil` where the type is enough.
  let kinds: Set<String>?

  init(_ name: String) {
    let word = name.lowercased()
    if CityObjectTypes.known.contains(name) || name.hasPrefix("+") {
      (types, kinds) = ([name], nil)
    } else if let type = CityObjectTypes.known.first(where: { $0.lowercased() == word }) {
      (types, kinds) = ([type], nil)
    } else if let types = ObjectClass.typesOf[word] {
      (self.types, kinds) = (types, nil)
    } else {
      types = CityObjectTypes.manifold
      kinds = ObjectClass.kindsOf[word] ?? [ObjectKind.plain(word)]
    }
  }

  func holds(_ object: CityObject) -> Bool {
    guard types.contains(object.type) else { return false }
    guard let kinds else { return true }
    return ObjectKind.all(of: object).contains { kinds.contains($0.lowercased()) }
  }

  /// Words, and classes of IFC, that are types of CityJSON.
  private static let typesOf: [String: Set<String>] = {
    var words: [String: Set<String>] = [:]
    for word in ["room", "space", "ifcspace", "房间"] { words[word] = CityObjectTypes.rooms }
    for word in ["storey", "story", "level", "ifcbuildingstorey", "楼层"] { words[word] = ["BuildingStorey"] }
    for word in ["unit", "户室"] { words[word] = ["BuildingUnit"] }
    for word in ["ifcbuilding", "建筑"] { words[word] = ["Building", "BuildingPart"] }
    for word in ["tree", "树木"] { words[word] = ["SolitaryVegetationObject"] }
    for word in ["furniture", "家具"] { words[word] = ["BuildingFurniture", "BridgeFurniture", "TunnelFurniture"] }
    return words
  }()

  private static let kindsOf: [String: Set<String>] = {
    let pipes: Set<String> = ["pipe", "pipesegment", "pipefitting", "flowsegment", "flowfitting"]
    return ["门": ["door"], "窗": ["window"], "墙": ["wall"], "pipe": pipes, "管道": pipes, "管线": pipes]
  }()
}

import JSONWriting

/// The lists of an `appearance` of CityJSON, each entry as it is written.
struct AppearanceLists {
  var materials: [String] = []
  var textures: [String] = []
  /// Places on pictures.
  var places: [String] = []
  /// Members beside the lists.
  var others: [JSONValue.Member] = []

  init(_ appearance: JSONValue?) {
    guard case .object(let members)? = appearance else { return }
    for member in members {
      switch (member.key, member.value) {
      case ("materials", .array(let list)): materials = list.map(\.text)
      case ("textures", .array(let list)): textures = list.map(\.text)
      case ("vertices-texture", .array(let list)): places = list.map(\.text)
      default: others.append(member)
      }
    }
  }

  var isEmpty: Bool { materials.isEmpty && textures.isEmpty && places.isEmpty && others.isEmpty }

  /// The object as JSON.
  var text: String {
    var members: [String] = []
    for (key, list) in [("materials", materials), ("textures", textures), ("vertices-texture", places)]
    where !list.isEmpty {
      members.append("\"\(key)\":[\(list.joined(separator: ","))]")
    }
    for member in others { members.append(JSONValue.quoted(member.key) + ":" + member.value.text) }
    return "{\(members.joined(separator: ","))}"
  }
}

/// One list out of many, in which equal entries stand once.
private struct MergedList {
  var entries: [String]
  private var numbers: [String: Int32] = [:]

  init(_ entries: [String]) {
    self.entries = entries
    for (number, entry) in entries.enumerated() where numbers[entry] == nil { numbers[entry] = Int32(number) }
  }

  mutating func number(of entry: String) -> Int32 {
    if let known = numbers[entry] { return known }
    let number = Int32(entries.count)
    numbers[entry] = number
    entries.append(entry)
    return number
  }
}

/// The appearance of a whole, out of that of its head and those of the lines of a sequence.
struct AppearanceMerge {
  private var materials: MergedList
  private var textures: MergedList
  private var places: MergedList
  private var others: [JSONValue.Member]

  init(_ head: JSONValue?) {
    let lists = AppearanceLists(head)
    materials = MergedList(lists.materials)
    textures = MergedList(lists.textures)
    places = MergedList(lists.places)
    others = lists.others
  }

  /// What the numbers of a line become in the whole.
  struct Numbers {
    var materials: [Int32] = []
    var textures: [Int32] = []
    var places: [Int32] = []

    var isEmpty: Bool { materials.isEmpty && textures.isEmpty && places.isEmpty }

    func material(_ number: Int32) -> Int32 { Numbers.find(number, materials) }
    func texture(_ number: Int32) -> Int32 { Numbers.find(number, textures) }
    func place(_ number: Int32) -> Int32 { Numbers.find(number, places) }

    private static func find(_ number: Int32, _ list: [Int32]) -> Int32 {
      list.indices.contains(Int(number)) ? list[Int(number)] : number
    }
  }

  mutating func add(_ line: JSONValue?) -> Numbers {
    let lists = AppearanceLists(line)
    for member in lists.others where !others.contains(where: { $0.key == member.key }) { others.append(member) }
    return Numbers(
      materials: lists.materials.map { materials.number(of: $0) },
      textures: lists.textures.map { textures.number(of: $0) }, places: lists.places.map { places.number(of: $0) })
  }

  /// The object as JSON; `nil` where there is none.
  var text: String? {
    var lists = AppearanceLists(nil)
    (lists.materials, lists.textures, lists.places) = (materials.entries, textures.entries, places.entries)
    lists.others = others
    return lists.isEmpty ? nil : lists.text
  }
}

/// What of a whole's appearance one feature of a sequence uses.
struct AppearanceSelection {
  private let whole: AppearanceLists
  private var materials = MergedNumbers()
  private var textures = MergedNumbers()
  private var places = MergedNumbers()

  init(of whole: AppearanceLists) { self.whole = whole }

  private struct MergedNumbers {
    var taken: [Int32] = []
    var numbers: [Int32: Int32] = [:]

    /// A number that the whole has no entry for stays beyond all entries.
    mutating func take(_ number: Int32, of list: [String]) -> Int32 {
      guard Int(number) < list.count else { return number }
      if let known = numbers[number] { return known }
      numbers[number] = Int32(taken.count)
      taken.append(number)
      return Int32(taken.count - 1)
    }

    func entries(of list: [String]) -> [String] { taken.map { list[Int($0)] } }
  }

  /// Takes what an object refers to, and gives it the numbers that it has in the feature.
  mutating func take(from object: inout ExportedObject) {
    guard !whole.isEmpty, let list = object.shape?.geometries else { return }
    object.shape?.geometries = list.map { geometry in
      geometry.withAppearance(
        material: { materials.take($0, of: whole.materials) }, texture: { textures.take($0, of: whole.textures) },
        place: { places.take($0, of: whole.places) })
    }
  }

  /// The object as JSON; `nil` where nothing was taken.
  var text: String? {
    var lists = AppearanceLists(nil)
    lists.materials = materials.entries(of: whole.materials)
    lists.textures = textures.entries(of: whole.textures)
    lists.places = places.entries(of: whole.places)
    guard !lists.isEmpty else { return nil }
    lists.others = whole.others
    return lists.text
  }
}

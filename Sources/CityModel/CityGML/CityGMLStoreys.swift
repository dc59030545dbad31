import XMLReading

/// Storeys before CityGML 3.0: groups that say of themselves that they are one, with what is on that floor as members
/// (CityGML 2.0, 10.3.6).
struct CityGMLStoreys: Sendable {
  /// The building of each group that is a storey, by the group's id; known when the whole file was looked through.
  private(set) var buildings: [String: String] = [:]
  /// The other way round.
  private(set) var groups: [String: [String]] = [:]
  private var found: [Group] = []
  /// The outermost object that something is in which a group may refer to.
  private var homes: [String: String] = [:]

  private struct Group: Sendable {
    var id: String
    var parent: String?
    var members: [String]
  }

  mutating func add(group: XMLElement) {
    guard let id = CityGMLNames.id(of: group), Self.isStorey(group) else { return }
    func target(_ property: XMLElement) -> String? {
      property.attribute("href", in: CityGMLNames.link).flatMap { $0.hasPrefix("#") ? String($0.dropFirst()) : nil }
    }
    let members = group.children.filter { $0.local == "groupMember" }.compactMap(target)
    found.append(Group(id: id, parent: group.child("parent").flatMap(target), members: members))
  }

  /// `lod1Storey` to `lod4Storey`, or their codes in the list of the SIG 3D.
  private static func isStorey(_ group: XMLElement) -> Bool {
    group.children.contains { property in
      guard property.local == "function" else { return false }
      if property.text.lowercased().hasSuffix("storey") { return true }
      return property.attribute("codeSpace")?.contains("CityObjectGroup_function") == true
        && ["1000", "1010", "1020", "1030"].contains(property.text)
    }
  }

  /// Notes where an object is that others refer to.
  mutating func note(_ element: XMLElement, _ id: String) {
    var at: XMLElement? = element
    while let here = at {
      if case .object(let type) = CityGMLNames.role(of: here), type != "CityObjectGroup" {
        homes[id] = CityGMLNames.id(of: here) ?? homes[id]
      }
      at = here.parent
    }
  }

  /// Finds the building of each storey: the one that the group names, else the one that its members are in. Without either
  /// it stays a group.
  mutating func settle() {
    for group in found {
      guard let building = group.parent ?? group.members.compactMap({ homes[$0] }).first else { continue }
      buildings[group.id] = building
      groups[building, default: []].append(group.id)
    }
  }
}

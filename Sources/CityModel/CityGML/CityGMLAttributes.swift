import JSONWriting
import XMLReading

/// Properties that are neither objects nor shapes, as attributes in the way of CityJSON: named as in CityGML, numbers as numbers,
/// what repeats as a list, what is nested as an object.
enum CityGMLAttributes {
  /// - Returns: `nil` for a property that says nothing.
  static func member(of property: XMLElement) -> JSONValue.Member? {
    if property.space.contains("/generics/") || property.local == "genericAttribute" { return generic(property) }
    // CityGML 3.0 says of a height what it is from and to; the one of before is kept under its name.
    if property.local == "height", let height = property.child("Height"), let value = height.child("value") {
      return .init(key: "measuredHeight", value: number(value.text))
    }
    return value(of: property).map { .init(key: property.local, value: $0) }
  }

  /// Adds an attribute; one whose name is there already makes a list of both.
  static func add(_ member: JSONValue.Member, to attributes: inout [JSONValue.Member]) {
    let isList = lists.contains(member.key)
    guard let position = attributes.firstIndex(where: { $0.key == member.key }) else {
      if isList, case .array = member.value {
      } else if isList {
        return attributes.append(.init(key: member.key, value: .array([member.value])))
      }
      return attributes.append(member)
    }
    switch (member.key, attributes[position].value) {
    case ("name", _): add(.init(key: "otherNames", value: .array([member.value])), to: &attributes)
    case ("measuredHeight", _): break
    case (_, .array(let before)):
      if case .array(let more) = member.value {
        attributes[position].value = .array(before + more)
      } else {
        attributes[position].value = .array(before + [member.value])
      }
    case (_, let before): attributes[position].value = .array([before, member.value])
    }
  }

  /// Lists in CityGML, of however many values: heights of storeys, separated by blanks.
  private static let lists: Set<String> = ["storeyHeightsAboveGround", "storeyHeightsBelowGround"]

  private static func value(of property: XMLElement) -> JSONValue? {
    let children = Array(property.children.filter { !isShape($0) })
    if children.isEmpty {
      if let href = property.attribute("href", in: CityGMLNames.link) { return .string(href) }
      let text = property.text
      return text.isEmpty ? nil : plain(property, text)
    }
    // A property holds a value, which has the name of its type.
    let value = children.count == 1 && children[0].firstChild != nil ? children[0] : property
    var members: [JSONValue.Member] = []
    for child in value.children where !isShape(child) {
      if let member = member(of: child) { add(member, to: &members) }
    }
    return members.isEmpty ? nil : .object(members)
  }

  private static func isShape(_ element: XMLElement) -> Bool {
    CityGMLNames.isGML(element.space) || CityGMLNames.lod(of: element.local) != nil
  }

  private static func plain(_ property: XMLElement, _ text: String) -> JSONValue {
    if lists.contains(property.local) {
      return .array(text.split(whereSeparator: \.isWhitespace).map { number(String($0), isWhole: false) })
    }
    let isNumber =
      property.attribute("uom") != nil || property.local.hasPrefix("storeys")
      || property.local == "yearOfConstruction" || property.local == "yearOfDemolition"
    return isNumber ? number(text, isWhole: property.attribute("uom") == nil) : .string(text)
  }

  /// The number that a text is; the text where it is none.
  private static func number(_ text: String, isWhole: Bool = false) -> JSONValue {
    if isWhole, let whole = Int64(text) { return .integer(whole) }
    guard let value = Double(text), value.isFinite else { return .string(text) }
    return .number(value)
  }

  /// `gen:stringAttribute` of CityGML 2.0, whose name is an XML attribute, and `gen:StringAttribute` of 3.0, which holds it.
  private static func generic(_ property: XMLElement) -> JSONValue.Member? {
    let attribute = property.local == "genericAttribute" ? property.firstChild ?? property : property
    guard let name = attribute.attribute("name") ?? attribute.child("name")?.text, !name.isEmpty else { return nil }
    let kind = attribute.local.lowercased()
    if kind.hasPrefix("genericattributeset") {
      var members: [JSONValue.Member] = []
      for child in attribute.children where child.local.hasSuffix("ttribute") {
        if let member = generic(child) { add(member, to: &members) }
      }
      return .init(key: name, value: .object(members))
    }
    guard let text = attribute.child("value")?.text else { return nil }
    switch kind {
    case "intattribute": return .init(key: name, value: number(text, isWhole: true))
    case "doubleattribute", "measureattribute": return .init(key: name, value: number(text))
    default: return .init(key: name, value: .string(text))
    }
  }
}

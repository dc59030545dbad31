import JSONWriting
import SpatialPrimitives
import XMLReading

/// An address in xAL 2 or 3 (OASIS CIQ), as CityJSON 2.0 has addresses: parts by name, and places of its own.
struct CityGMLAddress {
  private var parts: [JSONValue.Member] = []
  var places: [Point3] = []

  /// - Parameter address: `Address`.
  init(_ address: XMLElement) {
    guard let holder = address.child("xalAddress") else { return }
    read(holder, 0)
  }

  var isEmpty: Bool { parts.isEmpty && places.isEmpty }

  func json(_ vertices: inout VertexTable) -> JSONValue {
    var members = parts
    if !places.isEmpty {
      members.append(
        .init(
          key: "location",
          value: [
            "type": "MultiPoint", "lod": "0",
            "boundaries": .array(places.map { JSONValue(Int(vertices.number(of: $0))) }),
          ]))
    }
    return .object(members)
  }

  private mutating func read(_ element: XMLElement, _ depth: Int) {
    for child in element.children where depth < 16 {
      if let name = name(of: child, in: element), !child.text.isEmpty { add(name, child.text) }
      read(child, depth + 1)
    }
  }

  /// What a text is: in xAL 2 its element says it, in xAL 3 the one around it.
  private func name(of element: XMLElement, in holder: XMLElement) -> String? {
    switch element.local {
    case "CountryName": return "Country"
    case "AdministrativeAreaName": return "AdministrativeArea"
    case "LocalityName": return "Locality"
    case "DependentLocalityName": return "DependentLocality"
    case "ThoroughfareName": return "ThoroughfareName"
    case "ThoroughfareNumber": return "ThoroughfareNumber"
    case "PostalCodeNumber": return "Postcode"
    case "AddressLine": return "AddressLine"
    case "NameElement":
      let known = ["Country", "AdministrativeArea", "Locality", "SubLocality", "Premises"]
      return holder.local == "Thoroughfare" ? "ThoroughfareName" : known.first { $0 == holder.local }
    case "Number" where holder.local == "Thoroughfare": return "ThoroughfareNumber"
    case "Identifier" where holder.local == "PostCode": return "Postcode"
    default: return nil
    }
  }

  /// Lines of one address stand behind one another.
  private mutating func add(_ name: String, _ text: String) {
    guard let position = parts.firstIndex(where: { $0.key == name }), case .string(let before) = parts[position].value
    else { return parts.append(.init(key: name, value: .string(text))) }
    parts[position].value = .string(before + ", " + text)
  }
}

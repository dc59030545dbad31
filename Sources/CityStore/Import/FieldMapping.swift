/// What a field of a boundary file tells about an area.
public enum FieldRole: String, Sendable, CaseIterable {
  case code, name, parent, households
}

/// Which field of a boundary file plays which part. A part without a field is `nil`.
public struct FieldMapping: Sendable, Hashable {
  public var code: String?
  public var name: String?
  /// The field that holds the code, or the name, of the area above.
  public var parent: String?
  public var households: String?

  public init(code: String? = nil, name: String? = nil, parent: String? = nil, households: String? = nil) {
    self.code = code
    self.name = name
    self.parent = parent
    self.households = households
  }

  public subscript(role: FieldRole) -> String? {
    get {
      switch role {
      case .code: code
      case .name: name
      case .parent: parent
      case .households: households
      }
    }
    set {
      switch role {
      case .code: code = newValue
      case .name: name = newValue
      case .parent: parent = newValue
      case .households: households = newValue
      }
    }
  }

  /// This mapping, with `other` where it says nothing.
  public func filled(from other: FieldMapping) -> FieldMapping {
    var result = self
    for role in FieldRole.allCases where result[role] == nil { result[role] = other[role] }
    return result
  }
}

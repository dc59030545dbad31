/// How clear it was which area an event belongs to, at the lowest level asked that has areas in force.
public enum Match: UInt8, Sendable, CaseIterable {
  /// In the interior of one area, on no border.
  case inside
  /// On the border of an area; the tie rule chose.
  case boundary
  /// In no area; taken to the nearest one.
  case snapped
  /// In no area.
  case outside

  /// The word in columns and in the database.
  public var name: String {
    switch self {
    case .inside: "inside"
    case .boundary: "boundary"
    case .snapped: "snapped"
    case .outside: "outside"
    }
  }

  public init?(name: String) {
    guard let match = Match.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }
}

/// The levels of a city's division, from the largest area to the smallest.
public enum Level: UInt8, Sendable, CaseIterable, Comparable, CustomStringConvertible {
  case city, district, street, community, grid, unit

  /// The word used in commands, columns and the database.
  public var name: String {
    switch self {
    case .city: "city"
    case .district: "district"
    case .street: "street"
    case .community: "community"
    case .grid: "grid"
    case .unit: "unit"
    }
  }

  public var description: String { name }

  /// - Parameter name: one of the words of `name`; anything else is `nil`.
  public init?(name: some StringProtocol) {
    guard let level = Level.allCases.first(where: { $0.name == name }) else { return nil }
    self = level
  }

  /// An upper level is the smaller one: `city < unit`.
  public static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
}

/// What a piece of border between blocks follows, the strongest first: where two run along one another, the stronger is
/// what counts.
public enum BorderKind: Sendable, Hashable {
  case barrier
  case street(weight: Double)
  /// The outline of what stays whole or is cut out, or a grid's line of today.
  case outline
  /// The side of a bridge.
  case bridge
  /// A building's wall.
  case wall
  /// Between two buildings.
  case gap

  /// What it costs to let a grid end here, for each metre. A street is a good border, a main road a better one; a gap
  /// between buildings is taken where no street will do.
  public var costPerMetre: Double {
    switch self {
    case .barrier: 0.05
    case .street(let weight): min(1, max(0.05, 0.2 / weight))
    case .outline: 0.5
    case .bridge, .wall, .gap: 1
    }
  }

  public var isStreet: Bool {
    switch self {
    case .barrier, .street: true
    case .outline, .bridge, .wall, .gap: false
    }
  }
}

/// The labels of a ground's lines: lower ones win where lines run along one another.
struct BorderLabels {
  static let barrier = 1
  /// Of the street weights that occur, the greatest first.
  private let weights: [Double]
  let outline: Int
  let bridge: Int
  let wall: Int
  let gap: Int

  init(_ streets: [BlockGround.Street]) {
    weights = Set(streets.map(\.weight)).sorted(by: >)
    outline = weights.count + 2
    bridge = outline + 1
    wall = outline + 2
    gap = outline + 3
  }

  func street(_ weight: Double) -> Int { 2 + (weights.firstIndex { $0 <= weight } ?? 0) }

  /// `nil` for the community's own border.
  func kind(_ label: Int) -> BorderKind? {
    switch label {
    case ..<BorderLabels.barrier: nil
    case BorderLabels.barrier: .barrier
    case ..<outline: .street(weight: weights[label - 2])
    case outline: .outline
    case bridge: .bridge
    case wall: .wall
    default: .gap
    }
  }
}

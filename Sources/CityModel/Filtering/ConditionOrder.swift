import CivilTime
import JSONWriting

extension ConditionTerm.Comparison {
  /// - Parameter order: of the left value to the right one.
  func holds(_ order: Int) -> Bool {
    switch self {
    case .equal: order == 0
    case .unequal: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    }
  }
}

extension ConditionValue {
  /// An object is something, and equal to nothing.
  init(_ json: JSONValue) {
    switch json {
    case .null: self = .null
    case .bool(let value): self = .truth(value)
    case .integer(let value): self = .integer(value)
    case .number(let value): self = .number(value)
    case .string(let value): self = .text(value)
    case .array(let values): self = .list(values.map(ConditionValue.init))
    case .object: self = .list([])
    // Whole numbers beyond 64 bits.
    case .raw(let text): self = Double(text).map(ConditionValue.number) ?? .null
    }
  }
}

/// A time, or all times between two.
struct ConditionPeriod {
  var from: Instant?
  var to: Instant?
  var withEnd: Bool

  /// Whether this one has begun when the other ends.
  func begins(by other: ConditionPeriod) -> Bool {
    guard let from, let end = other.to else { return true }
    return other.withEnd ? from <= end : from < end
  }
}

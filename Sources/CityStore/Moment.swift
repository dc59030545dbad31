public import CivilTime

/// A reading of the two clocks: what was true in the world at one time, as was known at another.
public struct Moment: Sendable, Hashable {
  /// What was in force then; `nil`: what is active.
  public var asOf: Instant?
  /// As the database knew it then; `nil`: as it is known now.
  public var knownAt: Instant?

  public init(asOf: Instant? = nil, knownAt: Instant? = nil) {
    self.asOf = asOf
    self.knownAt = knownAt
  }

  /// What is active, as it is known now.
  public static let now = Moment()
}

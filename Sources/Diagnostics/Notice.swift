/// Something the user is told that is no failure: a guess and its evidence, a repair, a doubt.
public struct Notice: Sendable, Hashable {
  public enum Weight: String, Sendable {
    /// What was done, or guessed, and why.
    case note
    /// What may be wrong and deserves a look.
    case warning
  }

  public var weight: Weight
  /// A stable name, e.g. `encoding-guessed`.
  public var code: String
  public var text: Text
  public var place: Place?

  public init(_ weight: Weight, code: String, _ text: Text, at place: Place? = nil) {
    self.weight = weight
    self.code = code
    self.text = text
    self.place = place
  }
}

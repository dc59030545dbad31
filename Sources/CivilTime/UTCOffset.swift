/// How far a local clock is ahead of UTC, in whole minutes. There are no zones with rules here: China keeps
/// +08:00 all year round, and other cities name the offset of their choice.
public struct UTCOffset: Sendable, Hashable, CustomStringConvertible {
  /// East of Greenwich is positive; within ±18 hours.
  public let minutes: Int

  public static let utc = UTCOffset(minutes: 0)
  /// China Standard Time, +08:00.
  public static let china = UTCOffset(minutes: 480)

  init(minutes: Int) { self.minutes = minutes }

  /// - Parameter text: `Z`, `+08:00`, `+0800`, `+08` or `-5`; anything else is `nil`.
  public init?(_ text: String) {
    var text = text
    let parsed = text.withUTF8 { utf8 in
      unsafe TimeReader(UnsafeRawBufferPointer(utf8)).wholeOffset()
    }
    guard let parsed else { return nil }
    self = parsed
  }

  /// `+08:00`; UTC is `+00:00`.
  public var description: String {
    let size = minutes.magnitude
    return "\(minutes < 0 ? "-" : "+")\(Instant.padded(size / 60, 2)):\(Instant.padded(size % 60, 2))"
  }
}

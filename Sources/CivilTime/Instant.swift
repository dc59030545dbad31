import Glibc

/// A moment, to the millisecond, the same for everybody.
public struct Instant: Sendable, Hashable, Comparable {
  /// Since 1970-01-01T00:00:00Z, leap seconds not counted.
  public var milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  public static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

  /// What the system's clock says.
  public static func now() -> Instant {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  /// ISO 8601 with the offset written out: `2026-03-01T08:05:33+08:00`; milliseconds only where there are any.
  public func iso8601(offset: UTCOffset) -> String {
    let local = milliseconds + Int64(offset.minutes) * 60_000
    let day = Int((Double(local) / 86_400_000).rounded(.down))
    let inDay = Int(local - Int64(day) * 86_400_000)
    let date = CivilDate(daysSince1970: day)
    var text = "\(Instant.padded(date.year.magnitude, 4))-\(Instant.padded(date.month.magnitude, 2))"
    text += "-\(Instant.padded(date.day.magnitude, 2))T\(Instant.padded(UInt(inDay / 3_600_000), 2))"
    text += ":\(Instant.padded(UInt(inDay / 60_000 % 60), 2)):\(Instant.padded(UInt(inDay / 1000 % 60), 2))"
    if inDay % 1000 != 0 { text += ".\(Instant.padded(UInt(inDay % 1000), 3))" }
    return text + offset.description
  }

  static func padded(_ value: UInt, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Instant {
  /// Reads a date or a time as real exports write them. One without an offset is in `assumed`; a date is its midnight.
  ///
  /// The forms: ISO 8601 (`2026-03-01`, `2026-03-01T08:05:33.5+08:00`, `… 08:05 Z`); `2025/3/1 8:05`;
  /// `20250301`, `20250301 080533`, `20250301080533`; `2025年3月1日`, with `8时5分`, `8点05分33秒` or `8:05`, and 上午
  /// or 下午; `03/01/2025 08:05:33 AM` (month first); and the day numbers of spreadsheets (`45717.337`, days since
  /// 1899-12-30) between 20000 and 80000. Blanks around are no part of it. Anything else is `nil`, never a guess.
  public static func parse(_ bytes: UnsafeRawBufferPointer, assuming assumed: UTCOffset) -> Instant? {
    if let usual = unsafe UsualTime.instant(bytes, assuming: assumed) { return usual }
    var reader = unsafe TimeReader(bytes)
    return reader.wholeInstant(assuming: assumed)
  }

  public static func parse(_ text: String, assuming assumed: UTCOffset) -> Instant? {
    var text = text
    return text.withUTF8 { unsafe parse(UnsafeRawBufferPointer($0), assuming: assumed) }
  }
}

public import CivilTime

/// At which hours of which days of the week: `08:00-18:00`, `22:00-06:00`, `1-5 08:00-12:00,14:00-18:00; 6,7 09:00-12:00`.
///
/// Days are 1 (Monday) to 7; without days it is every day. Spans are [from, to); one that ends before it begins runs past
/// midnight and belongs to the day on which it begins.
public struct WorkingHours: Sendable, Hashable {
  /// As it was written.
  public let text: String
  /// Minutes of a week from Monday, midnight; the end may lie in the next week.
  private var spans: [Range<Int>] = []

  private static let day = 24 * 60
  private static let week = 7 * day

  /// `nil` for what is not of this form.
  public init?(_ text: String) {
    self.text = text
    for part in text.split(whereSeparator: { ";；".contains($0) }) {
      let words = part.split(whereSeparator: \.isWhitespace)
      guard let clock = words.last, words.count <= 2 else { return nil }
      var days = Array(1...7)
      if words.count == 2 {
        guard let listed = WorkingHours.days(words[0]) else { return nil }
        days = listed
      }
      for span in clock.split(whereSeparator: { ",，".contains($0) }) {
        let ends = span.split(maxSplits: 1, whereSeparator: { "-–—~至".contains($0) }).map(WorkingHours.minutes)
        guard ends.count == 2, let from = ends[0], let to = ends[1], from < WorkingHours.day, from != to else {
          return nil
        }
        let length = to > from ? to - from : to - from + WorkingHours.day
        for day in days {
          let start = (day - 1) * WorkingHours.day + from
          spans.append(start..<start + length)
        }
      }
    }
    if spans.isEmpty { return nil }
  }

  /// `1-5`, `6,7`.
  private static func days(_ text: Substring) -> [Int]? {
    var days: [Int] = []
    for part in text.split(whereSeparator: { ",，".contains($0) }) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        (1...7).contains(first), (1...7).contains(last), first <= last
      else { return nil }
      days += first...last
    }
    return days.isEmpty ? nil : days
  }

  /// Of the clock; 24:00 is the end of a day.
  private static func minutes(_ text: Substring) -> Int? {
    let parts = text.split(maxSplits: 1, whereSeparator: { ":：".contains($0) }).map { Int($0) }
    guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0..<60).contains(minute),
      (0..<24).contains(hour) || hour == 24 && minute == 0
    else { return nil }
    return hour * 60 + minute
  }

  /// - Parameter offset: of the clock that the hours are told by.
  public func contains(_ time: Instant, offset: UTCOffset) -> Bool {
    // 1970-01-01 was a Thursday.
    let local = time.milliseconds + Int64(offset.minutes) * 60_000 + 3 * 86_400_000
    let weekLength = Int64(WorkingHours.week) * 60_000
    let inWeek = Int((local % weekLength + weekLength) % weekLength / 60_000)
    return spans.contains { $0.contains(inWeek) || $0.contains(inWeek + WorkingHours.week) }
  }
}

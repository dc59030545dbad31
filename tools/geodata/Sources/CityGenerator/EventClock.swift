/// A moment of a generated event, China Standard Time.
struct EventClock {
  /// Days since 1 March 2026.
  var day: Int
  var hour: Int
  var minute: Int
  var second: Int

  /// The moment at a fraction of a period of days: few at night, most between 7 and 21 o'clock.
  init(fraction: Double, days: Int) {
    let time = fraction * Double(days)
    day = Int(time)
    let share = time - Double(day)
    let hours =
      share < 0.06 ? share / 0.06 * 7 : share < 0.92 ? 7 + (share - 0.06) / 0.86 * 14 : 21 + (share - 0.92) / 0.08 * 3
    let seconds = min(86_399, Int(hours * 3600))
    hour = seconds / 3600
    minute = seconds / 60 % 60
    second = seconds % 60
  }

  /// Month (3 is March) and day of the month, for up to 122 days from 1 March.
  var date: (month: Int, day: Int) {
    var month = 3
    var rest = day
    for length in [31, 30, 31] {
      guard rest >= length else { break }
      rest -= length
      month += 1
    }
    return (month, rest + 1)
  }
}

import CityStore
import CivilTime
import Testing

@Suite struct WorkingHoursTests {
  /// 2026-03-02 is a Monday.
  private func holds(_ hours: String, _ day: Int, _ clock: String) throws -> Bool {
    let time = try #require(Instant.parse("2026-03-0\(day) \(clock)", assuming: .china))
    return try #require(WorkingHours(hours)).contains(time, offset: .china)
  }

  @Test func everyDayFromTo() throws {
    for day in 1...7 {
      #expect(try holds("08:00-18:00", day, "08:00") && holds("08:00-18:00", day, "17:59:59"))
      #expect(try !holds("08:00-18:00", day, "18:00") && !holds("08:00-18:00", day, "07:59:59"))
    }
    #expect(try holds("00:00-24:00", 4, "23:59:59") && holds("00:00-24:00", 4, "00:00"))
  }

  @Test func daysAndSeveralSpans() throws {
    let hours = "1-5 08:00-12:00,14:00-18:00; 6,7 09:00-12:00"
    #expect(try holds(hours, 2, "11:59") && !holds(hours, 2, "12:00") && holds(hours, 6, "14:00"))
    // Saturday and Sunday.
    #expect(try !holds(hours, 7, "08:30") && holds(hours, 7, "09:00") && !holds(hours, 1, "14:00"))
  }

  @Test func pastMidnightBelongsToTheDayItBeginsOn() throws {
    #expect(try holds("5 22:00-06:00", 6, "22:00") && holds("5 22:00-06:00", 7, "05:59"))
    #expect(try !holds("5 22:00-06:00", 6, "05:00") && !holds("5 22:00-06:00", 7, "06:00"))
    // From Sunday into Monday, over the end of the week.
    #expect(try holds("7 20:00-04:00", 2, "03:59") && !holds("7 20:00-04:00", 2, "04:00"))
  }

  @Test func anotherClockAnotherHour() throws {
    let hours = try #require(WorkingHours("08:00-09:00"))
    let time = try #require(Instant.parse("2026-03-02T08:30+08:00", assuming: .utc))
    #expect(hours.contains(time, offset: .china) && !hours.contains(time, offset: .utc))
    // Before 1970, too.
    #expect(hours.contains(Instant(milliseconds: -23 * 3_600_000 - 1_800_000), offset: .china))
  }

  @Test(arguments: [
    "", "8-18", "08:00", "25:00-26:00", "08:00-08:00", "08:60-09:00", "8 08:00-09:00", "5-1 08:00-09:00", "24:00-06:00",
    "1-5 every day", "mon 08:00-09:00", "08:00-09:00 1-5 x",
  ]) func whatIsNoHoursIsNone(_ text: String) {
    #expect(WorkingHours(text) == nil, "\(text)")
  }

  @Test func wideSignsAreRead() throws {
    #expect(try holds("1-5 08：00至12：00，14：00至18：00", 3, "14:30"))
  }
}

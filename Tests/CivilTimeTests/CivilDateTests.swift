import Foundation
import Testing

@testable import CivilTime

@Suite struct CivilDateTests {
  @Test func agreesWithFoundationsCalendarFrom1582On() {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 0)!
    for days in stride(from: -141_400, through: 150_000, by: 7) {
      let date = CivilDate(daysSince1970: days)
      let midnight = Date(timeIntervalSince1970: Double(days) * 86400)
      let parts = calendar.dateComponents([.year, .month, .day], from: midnight)
      #expect(date == CivilDate(year: parts.year!, month: parts.month!, day: parts.day!))
      #expect(date.daysSince1970 == days)
    }
  }

  @Test(arguments: [(2025, 2, 29), (1900, 2, 29), (2025, 4, 31), (2025, 13, 1), (2025, 0, 1), (2025, 1, 0), (0, 1, 1)])
  func aDayThatDoesNotExistIsNone(year: Int, month: Int, day: Int) {
    #expect(CivilDate(year: year, month: month, day: day) == nil)
  }

  @Test func leapDaysExist() {
    #expect(CivilDate(year: 2000, month: 2, day: 29) != nil)
    #expect(CivilDate(year: 2024, month: 2, day: 29) != nil)
  }
}

/// Reads one date, time or offset from bytes, from the left to the right, without allocating.
@safe struct TimeReader {
  private let bytes: UnsafeRawBufferPointer
  private var index = 0

  init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

  // MARK: whole texts

  mutating func wholeInstant(assuming assumed: UTCOffset) -> Instant? {
    skipBlanks()
    guard let date = readDate() else { return nil }
    let milliseconds: Int
    var offset = assumed
    switch date {
    case .spreadsheet(let local):
      milliseconds = local
      skipBlanks()
    case .day(let day):
      var inDay = 0
      if beginsTime() {
        guard let time = readTime() else { return nil }
        inDay = time
        skipBlanks()
        if !isAtEnd {
          guard let given = readOffset() else { return nil }
          offset = given
          skipBlanks()
        }
      }
      milliseconds = day.daysSince1970 * 86_400_000 + inDay
    }
    guard isAtEnd else { return nil }
    return Instant(milliseconds: Int64(milliseconds - offset.minutes * 60_000))
  }

  func wholeOffset() -> UTCOffset? {
    var reader = self
    guard let offset = reader.readOffset(), reader.isAtEnd else { return nil }
    return offset
  }

  // MARK: dates

  private enum Day {
    case day(CivilDate)
    /// Milliseconds of a local clock since 1970.
    case spreadsheet(Int)
  }

  private mutating func readDate() -> Day? {
    let start = index
    guard let first = readNumber() else { return nil }
    switch (first.digits, byte) {
    case (4, ascii("-")), (4, ascii("/")), (4, ascii(".")):
      let separator = byte!
      index += 1
      return readMonthAndDay(year: first.value, separator: separator)
    case (4, _) where skip("年"):
      guard let month = readNumber(), month.digits <= 2, skip("月"), let day = readNumber(), day.digits <= 2 else {
        return nil
      }
      _ = skip("日") || skip("号")
      return CivilDate(year: first.value, month: month.value, day: day.value).map(Day.day)
    case (1, ascii("/")), (2, ascii("/")):
      index += 1
      guard let day = readNumber(), day.digits <= 2, skip("/"), let year = readNumber(), year.digits == 4 else {
        return nil
      }
      return CivilDate(year: year.value, month: first.value, day: day.value).map(Day.day)
    case (8, _), (12, _), (14, _):
      index = start + 8
      let value = first.digits == 8 ? first.value : first.value / (first.digits == 12 ? 10_000 : 1_000_000)
      return CivilDate(year: value / 10_000, month: value / 100 % 100, day: value % 100).map(Day.day)
    case (5, _): return readSpreadsheetDay(first.value)
    default: return nil
    }
  }

  private mutating func readMonthAndDay(year: Int, separator: UInt8) -> Day? {
    guard let month = readNumber(), month.digits <= 2, byte == separator else { return nil }
    index += 1
    guard let day = readNumber(), day.digits <= 2 else { return nil }
    return CivilDate(year: year, month: month.value, day: day.value).map(Day.day)
  }

  private mutating func readSpreadsheetDay(_ day: Int) -> Day? {
    guard (20_000..<80_000).contains(day) else { return nil }
    var fraction = 0.0
    if skip(".") {
      guard let digits = readNumber() else { return nil }
      fraction = Double(digits.value)
      for _ in 0..<digits.digits { fraction /= 10 }
    }
    // Spreadsheets round a time to some nine decimals of a day, so that whole seconds are what was meant.
    return .spreadsheet((day - 25_569) * 86_400_000 + Int((fraction * 86_400).rounded()) * 1000)
  }

  // MARK: times

  /// Whether a time follows; what parts it from the date is consumed.
  private mutating func beginsTime() -> Bool {
    let start = index
    skipBlanks()
    if index == start, byte == ascii("T") || byte == ascii("t") { index += 1 }
    if let byte, isDigit(byte) || byte >= 0x80 { return true }
    index = start
    skipBlanks()
    return false
  }

  /// Milliseconds since midnight.
  private mutating func readTime() -> Int? {
    let isMorning = skip("上午") || skip("凌晨") || skip("早上")
    let isAfternoon = !isMorning && (skip("下午") || skip("晚上"))
    skipBlanks()
    guard let first = readNumber() else { return nil }
    var hour = first.value
    var minute = 0
    var second = 0
    var fraction = 0
    if first.digits == 6 || (first.digits == 4 && byte != ascii(":")) {
      let clock = first.digits == 6 ? first.value : first.value * 100
      (hour, minute, second) = (clock / 10_000, clock / 100 % 100, clock % 100)
    } else if first.digits > 2 {
      return nil
    } else if skip("时") || skip("点") {
      if let part = readNumber() {
        guard part.digits <= 2 else { return nil }
        minute = part.value
        guard skip("分") || isAtEnd else { return nil }
        if let part = readNumber() {
          guard part.digits <= 2, skip("秒") else { return nil }
          second = part.value
        }
      }
    } else {
      guard skip(":"), let part = readNumber(), part.digits == 2 else { return nil }
      minute = part.value
      if skip(":") {
        guard let part = readNumber(), part.digits == 2 else { return nil }
        second = part.value
      }
    }
    if byte == ascii(".") || byte == ascii(",") {
      index += 1
      guard let value = readMilliseconds() else { return nil }
      fraction = value
    }
    guard let hour = hourOfDay(hour, isMorning: isMorning, isAfternoon: isAfternoon) else { return nil }
    // 24:00 is the next midnight, and a second 60 is a leap second.
    guard minute < 60, second <= 60, hour < 24 || (hour == 24 && minute == 0 && second == 0 && fraction == 0) else {
      return nil
    }
    return ((hour * 60 + minute) * 60 + second) * 1000 + fraction
  }

  /// Applies 上午 and 下午, or an AM or PM that follows.
  private mutating func hourOfDay(_ hour: Int, isMorning: Bool, isAfternoon: Bool) -> Int? {
    let start = index
    skipBlanks()
    let isAnteMeridiem = skipIgnoringCase("AM")
    let isPostMeridiem = !isAnteMeridiem && skipIgnoringCase("PM")
    if isAnteMeridiem || isPostMeridiem {
      guard (1...12).contains(hour), !isMorning, !isAfternoon else { return nil }
      return hour % 12 + (isPostMeridiem ? 12 : 0)
    }
    index = start
    return isAfternoon && hour < 12 ? hour + 12 : hour
  }

  /// Digits behind the point; those after the third are dropped.
  private mutating func readMilliseconds() -> Int? {
    var value = 0
    var scale = 100
    let start = index
    while let byte, isDigit(byte) {
      value += Int(byte &- ascii("0")) * scale
      scale /= 10
      index += 1
    }
    return index == start ? nil : value
  }

  private mutating func readOffset() -> UTCOffset? {
    if skipIgnoringCase("Z") { return .utc }
    guard let sign = byte, sign == ascii("+") || sign == ascii("-") else { return nil }
    index += 1
    guard let first = readNumber() else { return nil }
    var minutes: Int
    switch first.digits {
    case 1, 2:
      minutes = first.value * 60
      if skip(":") {
        guard let part = readNumber(), part.digits == 2, part.value < 60 else { return nil }
        minutes += part.value
      }
    case 4 where first.value % 100 < 60: minutes = first.value / 100 * 60 + first.value % 100
    default: return nil
    }
    guard minutes <= 18 * 60 else { return nil }
    return UTCOffset(minutes: sign == ascii("-") ? -minutes : minutes)
  }

  // MARK: bytes

  private var isAtEnd: Bool { unsafe index >= bytes.count }
  private var byte: UInt8? { unsafe index < bytes.count ? bytes[index] : nil }
  private func ascii(_ scalar: Unicode.Scalar) -> UInt8 { UInt8(ascii: scalar) }
  private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }

  /// A run of 1 to 14 digits.
  private mutating func readNumber() -> (value: Int, digits: Int)? {
    let start = index
    var value = 0
    while let byte, isDigit(byte) {
      guard index - start < 14 else { return nil }
      value = value * 10 + Int(byte &- ascii("0"))
      index += 1
    }
    return index == start ? nil : (value, index - start)
  }

  private mutating func skip(_ text: StaticString) -> Bool { skip(text, mask: 0xFF) }

  /// - Parameter letters: capital letters.
  private mutating func skipIgnoringCase(_ letters: StaticString) -> Bool { skip(letters, mask: 0xDF) }

  private mutating func skip(_ text: StaticString, mask: UInt8) -> Bool {
    let count = text.utf8CodeUnitCount
    guard unsafe bytes.count - index >= count else { return false }
    for position in 0..<count {
      guard unsafe bytes[index + position] & mask == text.utf8Start[position] else { return false }
    }
    index += count
    return true
  }

  /// Spaces, tabs, and the wide space of Chinese texts.
  private mutating func skipBlanks() {
    while let byte {
      if byte == ascii(" ") || byte == ascii("\t") {
        index += 1
      } else if !skip("\u{3000}") {
        return
      }
    }
  }
}

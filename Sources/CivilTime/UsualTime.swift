/// Reads the forms that nearly all exports use, at fixed places: `2026-03-01`, `2026-03-01 08:05:33` and
/// `2026-03-01T08:05:33`, also with `/` in the date, with `Z` or `+08:00` behind. `TimeReader` reads the same and all
/// others; this is several times faster.
enum UsualTime {
  /// - Returns: `nil` for any other form, and for what is no time of day; what it is then, `TimeReader` says.
  static func instant(_ bytes: UnsafeRawBufferPointer, assuming assumed: UTCOffset) -> Instant? {
    var digits = unsafe Digits(bytes)
    let count = bytes.count
    guard count == 10 || count == 19 || count == 20 || count == 25 else { return nil }
    let separator = unsafe bytes[4]
    guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/"), unsafe bytes[7] == separator else {
      return nil
    }
    let year = digits.pair(0) * 100 + digits.pair(2)
    let (month, day) = (digits.pair(5), digits.pair(8))
    var seconds = 0
    var minutes = assumed.minutes
    if count > 10 {
      let between = unsafe bytes[10]
      guard between == UInt8(ascii: " ") || between == UInt8(ascii: "T"),
        unsafe bytes[13] == UInt8(ascii: ":") && bytes[16] == UInt8(ascii: ":")
      else { return nil }
      let (hour, minute, second) = (digits.pair(11), digits.pair(14), digits.pair(17))
      guard hour < 24, minute < 60, second < 60 else { return nil }
      seconds = (hour * 60 + minute) * 60 + second
    }
    if count == 20 {
      guard unsafe bytes[19] == UInt8(ascii: "Z") else { return nil }
      minutes = 0
    } else if count == 25 {
      let sign = unsafe bytes[19]
      guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), unsafe bytes[22] == UInt8(ascii: ":") else {
        return nil
      }
      let (hours, rest) = (digits.pair(20), digits.pair(23))
      guard hours < 18, rest < 60 else { return nil }
      minutes = sign == UInt8(ascii: "-") ? -(hours * 60 + rest) : hours * 60 + rest
    }
    guard digits.areDigits, let date = CivilDate(year: year, month: month, day: day) else { return nil }
    return Instant(milliseconds: Int64((date.daysSince1970 * 86_400 + seconds - minutes * 60) * 1000))
  }

  /// Pairs of digits; whether all were is asked at the end.
  @safe private struct Digits {
    private let bytes: UnsafeRawBufferPointer
    private(set) var areDigits = true

    init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

    @inline(__always) mutating func pair(_ index: Int) -> Int {
      let tens = unsafe bytes[index] &- UInt8(ascii: "0")
      let ones = unsafe bytes[index + 1] &- UInt8(ascii: "0")
      if tens > 9 || ones > 9 { areDigits = false }
      return Int(tens) * 10 + Int(ones)
    }
  }
}

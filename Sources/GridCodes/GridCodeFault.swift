import Diagnostics

/// Why a code or a place is not taken.
enum GridCodeFault {
  static func malformed(_ code: String, _ why: Text) -> Fault {
    Fault(
      .data, code: "bad-grid-code",
      Text("“\(code)” is no grid code: \(why.english)", zh: "“\(code)”不是有效的网格编码：\(why.chinese)"))
  }

  static func outside(_ what: Text) -> Fault {
    Fault(.data, code: "outside-grid", what)
  }

  static let badDigit = Text("a digit is out of its range", zh: "有数字超出范围")
  static let badLength = Text("no level has this length", zh: "长度不对应任何层级")
  static let virtual = Text("its minutes or seconds are beyond 59", zh: "分或秒大于 59")
}

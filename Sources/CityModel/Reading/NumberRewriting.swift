/// Gives new numbers to the vertices, materials and textures that a JSON text refers to, and leaves all else in it as it
/// is written.
enum NumberRewriting {
  /// - Parameters:
  ///   - key: only numbers in lists under this key are looked at; `nil` takes every number.
  ///   - map: is told the number and whether it stands first in its list.
  static func rewrite(
    _ text: String, under key: String? = nil, _ map: (_ number: Int32, _ isFirst: Bool) -> Int32
  ) -> String {
    let source = Array(text.utf8)
    let wanted = key.map { Array("\"\($0)\"".utf8) }
    var result: [UInt8] = []
    result.reserveCapacity(source.count + 16)
    var at = 0
    // How many brackets deep within a list that is looked at.
    var depth = 0
    var isAwaited = false
    while at < source.count {
      let byte = source[at]
      switch byte {
      case UInt8(ascii: "\""):
        let end = stringEnd(source, at)
        isAwaited = wanted.map { $0.elementsEqual(source[at..<end]) } ?? false
        result += source[at..<end]
        at = end
        continue
      case UInt8(ascii: "["):
        if depth > 0 || isAwaited || wanted == nil { depth += 1 }
        isAwaited = false
      case UInt8(ascii: "]"): depth = max(0, depth - 1)
      case UInt8(ascii: "0")...UInt8(ascii: "9") where depth > 0 || wanted == nil:
        var end = at
        while end < source.count, isNumber(source[end]) { end += 1 }
        let digits = source[at..<end]
        if let number = Int32(String(decoding: digits, as: UTF8.self)) {
          result += String(map(number, isFirst(source, at))).utf8
        } else {
          result += digits
        }
        at = end
        continue
      case UInt8(ascii: "{"), UInt8(ascii: ","): isAwaited = false
      default: break
      }
      result.append(byte)
      at += 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"),
      UInt8(ascii: "+"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func isFirst(_ source: [UInt8], _ start: Int) -> Bool {
    var before = start - 1
    while before >= 0, source[before] <= 0x20 { before -= 1 }
    return before >= 0 && source[before] == UInt8(ascii: "[")
  }

  private static func stringEnd(_ source: [UInt8], _ start: Int) -> Int {
    var at = start + 1
    while at < source.count, source[at] != UInt8(ascii: "\"") { at += source[at] == UInt8(ascii: "\\") ? 2 : 1 }
    return min(at + 1, source.count)
  }
}

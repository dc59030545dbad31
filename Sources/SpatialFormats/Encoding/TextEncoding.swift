/// A way of writing text as bytes, under the name that files and people give it.
package struct TextEncoding: Sendable, Hashable, CustomStringConvertible {
  /// As messages show it, e.g. `GBK`.
  package let name: String
  /// What the C library's converter calls the set that is decoded; GBK is decoded as its superset GB18030.
  let decodingName: String

  private init(_ name: String, decodingName: String? = nil) {
    self.name = name
    self.decodingName = decodingName ?? name
  }

  package var description: String { name }

  package static let utf8 = TextEncoding("UTF-8")
  package static let gbk = TextEncoding("GBK", decodingName: "GB18030")
  package static let gb18030 = TextEncoding("GB18030")
  package static let big5 = TextEncoding("Big5", decodingName: "BIG5-HKSCS")
  package static let latin1 = TextEncoding("ISO-8859-1")
  package static let windows1252 = TextEncoding("CP1252")
  package static let utf16LittleEndian = TextEncoding("UTF-16LE")
  package static let utf16BigEndian = TextEncoding("UTF-16BE")

  /// Finds an encoding by any of its usual names: `utf-8\r\n`, `936`, `cp936`, `GB2312`, `ANSI 1252`, `big5`, `EUC-KR` …
  ///
  /// - Returns: `nil` for a name that means nothing here.
  package init?(label: String) {
    // Labels come with byte-order marks, line ends, blanks and either kind of hyphen.
    let plain = String(
      label.lowercased().unicodeScalars.filter {
        $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
      })
    switch plain {
    case "utf8", "65001", "cp65001", "unicode11utf8": self = .utf8
    case "gbk", "gb2312", "gb231280", "euccn", "936", "cp936", "ms936", "windows936", "ansi936", "xgbk", "chinese",
      "chinesesimplified", "windowssimpchinese":
      self = .gbk
    case "gb18030", "gb180302005", "gb180302022", "54936", "cp54936": self = .gb18030
    case "big5", "big5hkscs", "cnbig5", "950", "cp950", "ms950", "windows950", "ansi950", "chinesetraditional",
      "windowstradchinese":
      self = .big5
    case "latin1", "l1", "iso88591", "88591": self = .latin1
    case "1252", "cp1252", "windows1252", "ansi1252", "windowslatin1": self = .windows1252
    case "utf16le": self = .utf16LittleEndian
    case "utf16be": self = .utf16BigEndian
    case "euckr", "ksc5601", "949", "cp949", "uhc", "ansi949", "windows949": self.init("CP949")
    case "shiftjis", "sjis", "932", "cp932", "ms932", "ansi932", "windows932", "windows31j": self.init("CP932")
    case "eucjp": self.init("EUC-JP")
    default: self.init(numbered: plain)
    }
  }

  /// Single-byte code pages by their numbers: `1251`, `cp866`, `windows-1250`, `ISO-8859-15`, `885915`.
  private init?(numbered plain: String) {
    for prefix in ["", "cp", "windows", "ansi", "ibm", "oem"] where plain.hasPrefix(prefix) {
      if let number = Int(plain.dropFirst(prefix.count)), TextEncoding.codePages.contains(number) {
        self.init("CP\(number)")
        return
      }
    }
    for prefix in ["iso8859", "8859"] where plain.hasPrefix(prefix) {
      if let part = Int(plain.dropFirst(prefix.count)), (1...16).contains(part), part != 12 {
        self.init("ISO-8859-\(part)")
        return
      }
    }
    guard plain == "koi8r" else { return nil }
    self.init("KOI8-R")
  }

  private static let codePages: Set<Int> = [
    437, 737, 775, 850, 852, 855, 857, 860, 861, 862, 863, 864, 865, 866, 869, 874, 1250, 1251, 1253, 1254, 1255, 1256,
    1257, 1258,
  ]

  /// What byte 29 of a DBF header says (dBASE language driver ids; Esri's for the Chinese ones).
  ///
  /// - Returns: `nil` for 0 and for 0x57, which means "whatever the writer's machine used".
  package init?(dbfLanguage byte: UInt8) {
    switch byte {
    case 0x4D, 0x7A: self = .gbk
    case 0x4F, 0x78: self = .big5
    case 0x01: self.init("CP437")
    case 0x02: self.init("CP850")
    case 0x03, 0x58, 0x59: self = .windows1252
    case 0x13, 0x7B: self.init("CP932")
    case 0x4E, 0x79: self.init("CP949")
    case 0x50, 0x7C: self.init("CP874")
    case 0x64: self.init("CP852")
    case 0x65, 0x26: self.init("CP866")
    case 0xC8: self.init("CP1250")
    case 0xC9: self.init("CP1251")
    case 0xCA: self.init("CP1254")
    case 0xCB: self.init("CP1253")
    case 0xCC: self.init("CP1257")
    default: return nil
    }
  }

  /// The label that a byte-order mark gives, and how long the mark is.
  package static func byteOrderMark(_ bytes: UnsafeRawBufferPointer) -> (encoding: TextEncoding, length: Int)? {
    if unsafe bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if unsafe bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if unsafe bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    return nil
  }
}

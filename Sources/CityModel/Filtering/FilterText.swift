import Diagnostics

/// A word of a filter's text, and where it stands.
struct FilterToken: Hashable {
  enum Kind: Hashable {
    /// A keyword or a property, as it is written.
    case word(String)
    /// A property between double quotes.
    case quoted(String)
    /// A text between single quotes.
    case text(String)
    case integer(Int64)
    case number(Double)
    case symbol(String)
    case end
  }

  var kind: Kind
  /// Of its first character, counted from 1.
  var place: Int

  /// As a message shows it.
  var description: String {
    switch kind {
    case .word(let word): "“\(word)”"
    case .quoted(let name): "“\"\(name)\"”"
    case .text(let text): "“'\(text)'”"
    case .integer(let number): "“\(number)”"
    case .number(let number): "“\(number)”"
    case .symbol(let symbol): "“\(symbol)”"
    case .end: ""
    }
  }
}

/// Takes a filter's text apart into words, after the grammar of CQL2 text (OGC 21-065r2, annex B).
struct FilterText {
  private let characters: [Character]
  private var position = 0

  init(_ text: String) { characters = Array(text) }

  /// - Throws: `bad-filter` (64).
  static func tokens(_ text: String) throws(Fault) -> [FilterToken] {
    var reader = FilterText(text)
    var tokens: [FilterToken] = []
    repeat { tokens.append(try reader.next()) } while tokens.last?.kind != .end
    return tokens
  }

  private func peek(_ ahead: Int = 0) -> Character? {
    position + ahead < characters.count ? characters[position + ahead] : nil
  }

  private mutating func next() throws(Fault) -> FilterToken {
    while let character = peek(), character.isWhitespace { position += 1 }
    let place = position + 1
    guard let first = peek() else { return FilterToken(kind: .end, place: place) }
    if first == "'" { return FilterToken(kind: .text(try text(place)), place: place) }
    if first == "\"" { return FilterToken(kind: .quoted(try quoted(place)), place: place) }
    if FilterText.beginsWord(first) {
      var word = ""
      while let character = peek(),
        FilterText.beginsWord(character) || character == "." || FilterText.isDigit(character)
      {
        word.append(character)
        position += 1
      }
      return FilterToken(kind: .word(word), place: place)
    }
    let isSigned = first == "-" || first == "+"
    if FilterText.isDigit(first) || (first == "." || isSigned) && peek(1).map(FilterText.isDigit) == true {
      return FilterToken(kind: try number(place), place: place)
    }
    for symbol in ["<=", ">=", "<>", "(", ")", ",", "=", "<", ">"] where starts(with: symbol) {
      position += symbol.count
      return FilterToken(kind: .symbol(symbol), place: place)
    }
    throw FilterFault.at(
      place, Text("“\(first)” is no part of a filter", zh: "过滤条件中不能出现“\(first)”"),
      hint: first == "!"
        ? Text("write <> for “is not equal”", zh: "不等于请写成 <>")
        : Text("values are compared by =, <>, <, <=, >, >=; there is no arithmetic", zh: "比较用 =、<>、<、<=、>、>=；不支持算术运算"))
  }

  private func starts(with symbol: String) -> Bool { characters[position...].starts(with: symbol) }

  private static func beginsWord(_ character: Character) -> Bool {
    character.isLetter || character == "_" || character == ":"
  }

  private static func isDigit(_ character: Character) -> Bool { character >= "0" && character <= "9" }

  /// A quote within is doubled or has a backslash before it; any other backslash stays, for patterns.
  private mutating func text(_ place: Int) throws(Fault) -> String {
    var text = ""
    position += 1
    while let character = peek() {
      position += 1
      if character == "\\", peek() == "'" || peek() == "\\" {
        if peek() == "\\" { text.append("\\") }
        text.append(peek()!)
        position += 1
      } else if character == "'" {
        guard peek() == "'" else { return text }
        text.append("'")
        position += 1
      } else {
        text.append(character)
      }
    }
    throw FilterFault.at(
      place, Text("the text that begins here never ends", zh: "此处开始的文本没有结束"),
      hint: Text("texts stand in '…', a quote within is doubled", zh: "文本写在 '…' 中，其中的单引号须双写"))
  }

  private mutating func quoted(_ place: Int) throws(Fault) -> String {
    var name = ""
    position += 1
    while let character = peek() {
      position += 1
      if character == "\"" {
        guard peek() == "\"" else { return name }
        position += 1
      }
      name.append(character)
    }
    throw FilterFault.at(
      place, Text("the name that begins here never ends", zh: "此处开始的属性名没有结束"),
      hint: Text("names may stand in \"…\", texts stand in '…'", zh: "属性名可写在 \"…\" 中，文本写在 '…' 中"))
  }

  private mutating func number(_ place: Int) throws(Fault) -> FilterToken.Kind {
    var text = String(characters[position])
    position += 1
    while let character = peek() {
      let isSign = (character == "-" || character == "+") && (text.last == "e" || text.last == "E")
      guard FilterText.isDigit(character) || isSign || character == "." || character == "e" || character == "E" else {
        break
      }
      text.append(character)
      position += 1
    }
    if let integer = Int64(text) { return .integer(integer) }
    // `Double` reads other things too, but no such character is let through above.
    if let number = Double(text), number.isFinite { return .number(number) }
    throw FilterFault.at(place, Text("“\(text)” is no number", zh: "“\(text)”不是数字"))
  }
}

/// What is wrong with a filter, and at which of its characters.
enum FilterFault {
  static func at(_ place: Int, _ what: Text, hint: Text? = nil) -> Fault {
    Fault(
      .usage, code: "bad-filter",
      Text("the filter, at character \(place): \(what.english)", zh: "过滤条件第 \(place) 个字符：\(what.chinese)"),
      hint: hint
        ?? Text(
          "e.g. class = 'BuildingRoom' AND cim_level >= 5 AND usage LIKE 'office%'",
          zh: "例如 class = 'BuildingRoom' AND cim_level >= 5 AND usage LIKE 'office%'"))
  }
}

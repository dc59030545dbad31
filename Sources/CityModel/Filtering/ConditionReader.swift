import CivilTime
import Diagnostics

/// Reads a condition from its words, from the left to the right.
struct ConditionReader {
  private let tokens: [FilterToken]
  private let offset: UTCOffset
  private var position = 0
  private var depth = 0

  /// Deeper than anybody writes, and far from the end of the stack.
  private static let deepest = 100

  init(_ tokens: [FilterToken], _ offset: UTCOffset) {
    self.tokens = tokens
    self.offset = offset
  }

  private var token: FilterToken { tokens[position] }

  /// - Throws: `bad-filter` (64).
  mutating func condition() throws(Fault) -> ConditionTerm {
    let term = try disjunction()
    guard token.kind == .end else {
      throw expected(Text("AND, OR or the end", zh: "AND、OR 或结尾"))
    }
    return term
  }

  // MARK: terms

  private mutating func disjunction() throws(Fault) -> ConditionTerm {
    var terms = [try conjunction()]
    while take("OR") { terms.append(try conjunction()) }
    return terms.count == 1 ? terms[0] : .any(terms)
  }

  private mutating func conjunction() throws(Fault) -> ConditionTerm {
    var terms = [try negation()]
    while take("AND") { terms.append(try negation()) }
    return terms.count == 1 ? terms[0] : .all(terms)
  }

  private mutating func negation() throws(Fault) -> ConditionTerm {
    depth += 1
    defer { depth -= 1 }
    guard depth <= ConditionReader.deepest else {
      throw FilterFault.at(
        token.place,
        Text("more than \(ConditionReader.deepest) in one another", zh: "嵌套超过 \(ConditionReader.deepest) 层"))
    }
    if take("NOT") { return .not(try negation()) }
    if takeSymbol("(") {
      let term = try disjunction()
      try require(")")
      return term
    }
    if take("T_INTERSECTS") {
      try require("(")
      let first = try moment()
      try require(",")
      let second = try moment()
      try require(")")
      return .meets(first, second)
    }
    return try predicate()
  }

  private mutating func predicate() throws(Fault) -> ConditionTerm {
    let operand = try operand()
    if case .symbol(let symbol) = token.kind, let comparison = ConditionTerm.Comparison(rawValue: symbol) {
      position += 1
      return .comparison(operand, comparison, try self.operand())
    }
    if take("IS") {
      let isNot = take("NOT")
      guard take("NULL") else { throw expected(Text("NULL", zh: "NULL")) }
      return isNot ? .not(.isNull(operand)) : .isNull(operand)
    }
    let isNot = take("NOT")
    let term: ConditionTerm
    if take("LIKE") {
      term = .like(operand, try pattern())
    } else if take("BETWEEN") {
      let low = try self.operand()
      guard take("AND") else { throw expected(Text("AND", zh: "AND")) }
      term = .between(operand, low, try self.operand())
    } else if take("IN") {
      try require("(")
      var values = [try self.operand()]
      while takeSymbol(",") { values.append(try self.operand()) }
      try require(")")
      term = .isIn(operand, values)
    } else {
      if !isNot, case .value(.truth(let value)) = operand { return .literal(value) }
      throw expected(
        isNot
          ? Text("LIKE, BETWEEN or IN", zh: "LIKE、BETWEEN 或 IN")
          : Text("=, <>, <, <=, >, >=, LIKE, BETWEEN, IN or IS", zh: "=、<>、<、<=、>、>=、LIKE、BETWEEN、IN 或 IS"))
    }
    return isNot ? .not(term) : term
  }

  // MARK: operands

  private mutating func operand() throws(Fault) -> ConditionOperand {
    depth += 1
    defer { depth -= 1 }
    let token = token
    switch token.kind {
    case .text(let text): return settled(.value(.text(text)))
    case .integer(let number): return settled(.value(.integer(number)))
    case .number(let number): return settled(.value(.number(number)))
    case .quoted(let name): return settled(.property(ObjectProperty(name)))
    case .word(let word):
      switch word.uppercased() {
      case "TRUE": return settled(.value(.truth(true)))
      case "FALSE": return settled(.value(.truth(false)))
      case "DATE", "TIMESTAMP", "INTERVAL":
        if tokens[position + 1].kind == .symbol("(") { return try time() }
      case "CASEI" where depth <= ConditionReader.deepest:
        position += 1
        try require("(")
        let inner = try operand()
        try require(")")
        return .folded(inner)
      case let key where ConditionReader.reserved.contains(key):
        throw expected(
          ConditionReader.value,
          hint: Text("a name that is a word of the language stands in \"…\"", zh: "与关键字同名的属性须写在 \"…\" 中"))
      default: break
      }
      guard tokens[position + 1].kind != .symbol("(") else {
        throw FilterFault.at(
          token.place, Text("there is no function “\(word)” here", zh: "不支持函数“\(word)”"),
          hint: Text(
            "there are CASEI, DATE, TIMESTAMP, INTERVAL, T_INTERSECTS; places are asked by box, at, near, along and --area",
            zh: "可用 CASEI、DATE、TIMESTAMP、INTERVAL、T_INTERSECTS；空间条件请用 box、at、near、along 和 --area"))
      }
      return settled(.property(ObjectProperty(word)))
    default: throw expected(ConditionReader.value)
    }
  }

  private mutating func settled(_ operand: ConditionOperand) -> ConditionOperand {
    position += 1
    return operand
  }

  private mutating func pattern() throws(Fault) -> LikePattern {
    let isFolded = take("CASEI")
    if isFolded { try require("(") }
    guard case .text(let pattern) = token.kind else {
      throw expected(Text("a pattern in '…'", zh: "'…' 中的模式"))
    }
    position += 1
    if isFolded { try require(")") }
    return LikePattern(pattern, folded: isFolded)
  }

  /// A time or period, or a property that is one.
  private mutating func moment() throws(Fault) -> ConditionOperand {
    let token = token
    let operand = try operand()
    switch operand {
    case .value(.time), .value(.period), .property: return operand
    default:
      throw FilterFault.at(
        token.place,
        Text("a time or a period should stand here, not \(token.description)", zh: "此处应为时间或时段，而不是\(token.description)"),
        hint: Text("e.g. T_INTERSECTS(valid, DATE('2026-03-01'))", zh: "例如 T_INTERSECTS(valid, DATE('2026-03-01'))"))
    }
  }

  private mutating func time() throws(Fault) -> ConditionOperand {
    let isInterval = take("INTERVAL")
    if !isInterval { position += 1 }
    try require("(")
    let first = try instant(isInterval: isInterval)
    guard isInterval else {
      try require(")")
      return .value(first.map(ConditionValue.time) ?? .null)
    }
    try require(",")
    let last = try instant(isInterval: true)
    try require(")")
    return .value(.period(from: first, to: last, withEnd: true))
  }

  /// - Returns: `nil` for `..`, where that may stand.
  private mutating func instant(isInterval: Bool) throws(Fault) -> Instant? {
    guard case .text(let text) = token.kind else { throw expected(Text("a time in '…'", zh: "'…' 中的时间")) }
    let instant = Instant.parse(text, assuming: offset)
    guard instant != nil || isInterval && text == ".." else {
      throw FilterFault.at(
        token.place, Text("“\(text)” is no time", zh: "“\(text)”不是时间"),
        hint: Text(
          "e.g. '2026-03-01' or '2026-03-01T08:00:00+08:00'", zh: "例如 '2026-03-01' 或 '2026-03-01T08:00:00+08:00'"))
    }
    position += 1
    return instant
  }

  // MARK: words

  private static let value = Text("a value or the name of a property", zh: "值或属性名")

  private static let reserved: Set<String> = [
    "AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "NULL", "T_INTERSECTS",
  ]

  /// Takes a keyword, in whatever letters it is written.
  private mutating func take(_ keyword: String) -> Bool {
    guard case .word(let word) = token.kind, word.uppercased() == keyword else { return false }
    position += 1
    return true
  }

  private mutating func takeSymbol(_ symbol: String) -> Bool {
    guard token.kind == .symbol(symbol) else { return false }
    position += 1
    return true
  }

  private mutating func require(_ symbol: String) throws(Fault) {
    guard takeSymbol(symbol) else { throw expected(Text("“\(symbol)”", zh: "“\(symbol)”")) }
  }

  private func expected(_ what: Text, hint: Text? = nil) -> Fault {
    FilterFault.at(
      token.place,
      token.kind == .end
        ? Text("\(what.english) should follow", zh: "后面应为\(what.chinese)")
        : Text(
          "\(what.english) should stand here, not \(token.description)",
          zh: "此处应为\(what.chinese)，而不是\(token.description)"),
      hint: hint)
  }
}

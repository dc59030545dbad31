import Diagnostics
import SystemFiles

/// Turns the words of a command line into a command and its arguments by the program's tables.
struct ArgumentParser {
  let program: Program

  struct Outcome {
    /// The command's names from the program's own.
    var path: [String]
    var command: Command
    /// `nil` where help was asked: nothing else is looked at then.
    var arguments: Arguments?
  }

  /// - Throws: usage faults (64).
  func parse(_ words: [String]) throws(Fault) -> Outcome {
    var words = words
    var wantsHelp = words.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    if words.first == "help" {
      wantsHelp = true
      words.removeFirst()
    }
    var path = [program.root.name]
    var command = program.root
    var scan = Scan(program: program, command: command, path: path)
    var rest = words[...]
    while !command.subcommands.isEmpty {
      guard let word = rest.first else { break }
      if word.hasPrefix("-") {
        if wantsHelp, word == "--help" || word == "-h" {
          rest.removeFirst()
        } else {
          try scan.take(&rest)
        }
        continue
      }
      guard let next = command.subcommands.first(where: { $0.name == word }) else {
        throw unknownCommand(word, in: command, path: path)
      }
      rest.removeFirst()
      command = next
      path.append(word)
      scan.enter(command, path: path)
    }
    if wantsHelp { return Outcome(path: path, command: command) }
    while !rest.isEmpty { try scan.take(&rest) }
    if command.action == nil, !scan.isGiven("version") {
      let names = command.subcommands.map(\.name).joined(separator: ", ")
      throw Fault(
        .usage, code: "missing-command",
        Text(
          "“\(path.joined(separator: " "))” needs a command: \(names)",
          zh: "“\(path.joined(separator: " "))”后面需要一个命令：\(names)"), hint: scan.seeHelp)
    }
    return Outcome(path: path, command: command, arguments: try scan.finish())
  }

  private func unknownCommand(_ word: String, in command: Command, path: [String]) -> Fault {
    let names = command.subcommands.map(\.name)
    let all = names.joined(separator: ", ")
    return Fault(
      .usage, code: "unknown-command",
      Text(
        "“\(path.joined(separator: " "))” has no command “\(word)”",
        zh: "“\(path.joined(separator: " "))”没有命令“\(word)”"),
      hint: Suggestion.hint(for: word, among: names) ?? Text("there are: \(all)", zh: "可用的命令：\(all)"))
  }
}

/// One pass over the words: options are recognised anywhere, operands in their order.
private struct Scan {
  private let globalOptions: [Option]
  private var command: Command
  private var path: [String]
  private var given: [String: [String]] = [:]
  private var operands: [String] = []
  private var onlyOperands = false

  init(program: Program, command: Command, path: [String]) {
    globalOptions = program.globalOptions
    self.command = command
    self.path = path
  }

  private var options: [Option] { command.options + globalOptions }

  var seeHelp: Text {
    let line = "\(path.joined(separator: " ")) --help"
    return Text("see `\(line)`", zh: "参见 `\(line)`")
  }

  mutating func enter(_ command: Command, path: [String]) {
    self.command = command
    self.path = path
  }

  func isGiven(_ name: String) -> Bool { given[name] != nil }

  /// Takes one option with its value, or one operand.
  mutating func take(_ words: inout ArraySlice<String>) throws(Fault) {
    let word = words.removeFirst()
    if onlyOperands || word == "-" || !word.hasPrefix("-") || isNegativeNumber(word) {
      operands.append(word)
    } else if word == "--" {
      onlyOperands = true
    } else if word.hasPrefix("--") {
      try takeLong(word, &words)
    } else {
      try takeShort(word, &words)
    }
  }

  private mutating func takeLong(_ word: String, _ words: inout ArraySlice<String>) throws(Fault) {
    let body = word.dropFirst(2)
    let equals = body.firstIndex(of: "=")
    let name = String(body[..<(equals ?? body.endIndex)])
    guard let option = options.first(where: { $0.name == name }) else {
      let near = Suggestion.nearest(to: name, among: options.map(\.name))
      throw unknownOption("--\(name)", near.map { "--\($0)" })
    }
    try take(option, as: "--\(name)", attached: equals.map { String(body[body.index(after: $0)...]) }, &words)
  }

  private mutating func takeShort(_ word: String, _ words: inout ArraySlice<String>) throws(Fault) {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      guard let option = options.first(where: { $0.short == letter }) else { throw unknownOption("-\(letter)", nil) }
      var attached: String?
      if option.kind != .flag, !letters.isEmpty {
        attached = String(letters.first == "=" ? letters.dropFirst() : letters)
        letters = ""
      }
      try take(option, as: "-\(letter)", attached: attached, &words)
    }
  }

  private mutating func take(
    _ option: Option, as spelling: String, attached: String?, _ words: inout ArraySlice<String>
  ) throws(Fault) {
    guard option.kind != .flag else {
      if let attached {
        throw Fault(
          .usage, code: "unexpected-value",
          Text("\(spelling) takes no value, but “\(attached)” was given", zh: "\(spelling) 不带值，却给了“\(attached)”"))
      }
      given[option.name] = [""]
      return
    }
    guard let value = attached ?? words.first, attached != nil || !looksLikeOption(value) else {
      throw Fault(
        .usage, code: "missing-value",
        Text("\(spelling) needs a value (\(option.placeholder))", zh: "\(spelling) 需要一个值（\(option.placeholder)）"),
        hint: words.isEmpty
          ? seeHelp
          : Text("write --\(option.name)=VALUE if it begins with “-”", zh: "以“-”开头的值请写成 --\(option.name)=值"))
    }
    if attached == nil { words.removeFirst() }
    try option.kind.check(value, of: spelling)
    let parts = option.kind == .list ? splitList(value) : [value]
    if let before = given[option.name], !option.repeats, before != parts {
      throw Fault(
        .usage, code: "repeated-option",
        Text("\(spelling) is given twice, with different values", zh: "\(spelling) 给了两次，而且值不同"))
    }
    given[option.name] = option.repeats ? given[option.name, default: []] + parts : parts
  }

  private func splitList(_ value: String) -> [String] {
    value.split(separator: ",").map { String($0.drop { $0 == " " }) }
  }

  private func looksLikeOption(_ word: String) -> Bool {
    word.count > 1 && word.hasPrefix("-") && !isNegativeNumber(word)
  }

  private func isNegativeNumber(_ word: String) -> Bool { word.hasPrefix("-") && Double(word) != nil }

  private func unknownOption(_ spelling: String, _ near: String?) -> Fault {
    let line = path.joined(separator: " ")
    return Fault(
      .usage, code: "unknown-option", Text("“\(line)” has no option \(spelling)", zh: "“\(line)”没有选项 \(spelling)"),
      hint: near.map { Text("did you mean “\($0)”?", zh: "是否想用“\($0)”？") } ?? seeHelp)
  }

  /// Fills in variables and defaults, and settles the operands.
  func finish() throws(Fault) -> Arguments {
    var values = given
    for option in options where values[option.name] == nil {
      var standIn = option.fallback
      if let variable = option.environment, let text = Environment.value(variable) {
        try option.kind.check(text, of: "$\(variable)")
        standIn = text
      }
      if standIn == nil, option.isRequired {
        throw missing(option.spelling)
      }
      values[option.name] = standIn.map { option.kind == .list ? splitList($0) : [$0] } ?? []
    }
    var rest = operands[...]
    for (position, operand) in command.operands.enumerated() {
      // What stands after this one keeps its share, so that `SOURCE… TARGET` can be told apart.
      let reserved = command.operands[(position + 1)...].count { $0.isNeeded }
      let available = max(0, rest.count - reserved)
      let taken = rest.prefix(operand.takesMany ? available : min(1, max(available, operand.isNeeded ? 1 : 0)))
      rest = rest.dropFirst(taken.count)
      if taken.isEmpty, operand.isNeeded { throw missing(operand.spelling) }
      for word in taken { try operand.kind.check(word, of: operand.name) }
      values[operand.name] = Array(taken)
    }
    if let extra = rest.first {
      throw Fault(
        .usage, code: "unexpected-argument",
        Text("“\(extra)” is one argument too many", zh: "多出了参数“\(extra)”"), hint: seeHelp)
    }
    return Arguments(values)
  }

  private func missing(_ spelling: String) -> Fault {
    let line = path.joined(separator: " ")
    return Fault(
      .usage, code: "missing-argument", Text("“\(line)” needs \(spelling)", zh: "“\(line)”需要 \(spelling)"),
      hint: seeHelp)
  }
}

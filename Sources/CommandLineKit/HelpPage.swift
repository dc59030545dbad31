package import Diagnostics

/// What `--help` prints, laid out for eighty columns whatever the terminal, so that it can be compared and quoted.
package struct HelpPage {
  let program: Program
  let language: Language
  private static let width = 80

  package init(program: Program, language: Language) {
    self.program = program
    self.language = language
  }

  package func text(_ command: Command, _ path: [String]) -> String {
    var sections = ["\(path.joined(separator: " ")) - \(command.summary(language))"]
    sections.append(word("Usage:", "用法：") + " " + usage(command, path))
    sections += paragraphs(command.details)
    if !command.subcommands.isEmpty {
      sections.append(
        list(word("Commands:", "命令："), command.subcommands.map { ($0.name, $0.summary(language)) }))
    }
    if !command.operands.isEmpty {
      sections.append(list(word("Arguments:", "参数："), command.operands.map { ($0.spelling, $0.help(language)) }))
    }
    if !command.options.isEmpty {
      sections.append(list(word("Options:", "选项："), command.options.map { (label($0), explanation($0)) }))
    }
    if path.count == 1 {
      sections.append(
        list(word("Every command takes:", "所有命令都有的选项："), program.globalOptions.map { (label($0), explanation($0)) }))
      sections.append(list(word("Exit status:", "退出状态："), HelpPage.exitStatuses.map { ($0, $1(language)) }))
    } else {
      sections.append(globals(command))
    }
    sections.append(examples(command))
    return sections.joined(separator: "\n\n") + "\n"
  }

  func usage(_ command: Command, _ path: [String]) -> String {
    var parts = path
    if !command.subcommands.isEmpty { parts.append(word("COMMAND", "命令")) }
    parts += command.options.filter(\.isRequired).map(\.spelling)
    parts.append(word("[OPTIONS]", "[选项]"))
    parts += command.operands.map(\.spelling)
    return parts.joined(separator: " ")
  }

  /// The exit statuses of every command.
  static let exitStatuses: [(String, Text)] = [
    ("0", Text("done", zh: "完成")),
    ("1", Text("done, and there are findings", zh: "完成，但发现问题")),
    ("64", Text("wrong use", zh: "用法错误")),
    ("65", Text("bad input data", zh: "输入数据有误")),
    ("66", Text("a file or database is missing, unreadable or of another kind", zh: "文件或数据库不存在、不可读或类型不对")),
    ("70", Text("a fault in the program", zh: "程序自身的错误")),
    ("73", Text("the output cannot be made", zh: "无法生成输出")),
    ("75", Text("locked: try again", zh: "被锁定，请重试")),
  ]

  func label(_ option: Option) -> String {
    (option.short.map { "-\($0), " } ?? "") + option.spelling
  }

  /// The help of an option with its choices, its variable and its default.
  func explanation(_ option: Option) -> String {
    var text = option.help(language)
    var facts: [String] = []
    if case .choice(let words) = option.kind { facts.append(words.joined(separator: "|")) }
    if option.repeats { facts.append(word("may be repeated", "可重复")) }
    if let variable = option.environment { facts.append(word("else", "否则取") + " $\(variable)") }
    if let fallback = option.fallback { facts.append(word("default", "默认") + " \(fallback)") }
    if !facts.isEmpty {
      text += language == .chinese ? "（\(facts.joined(separator: "；"))）" : " (\(facts.joined(separator: "; ")))"
    }
    return text
  }

  private func globals(_ command: Command) -> String {
    let names = program.globalOptions.map { "--\($0.name)" }.joined(separator: " ")
    var lines = [
      word("Every command takes \(names);", "所有命令都有 \(names)；")
        + word(" see `\(program.root.name) --help`.", "参见 `\(program.root.name) --help`。")
    ]
    if !command.formats.isEmpty {
      lines.append(word("Formats: ", "格式：") + command.formats.map(\.rawValue).joined(separator: ", ") + word(".", "。"))
    }
    return lines.flatMap { TextWidth.wrap($0, to: HelpPage.width) }.joined(separator: "\n")
  }

  private func examples(_ command: Command) -> String {
    let blocks = command.examples.map { example in
      TextWidth.wrap("# " + example.purpose(language), to: HelpPage.width - 2).map { "  \($0)\n" }.joined()
        + "  \(example.line)"
    }
    return word("Examples:", "示例：") + "\n" + blocks.joined(separator: "\n\n")
  }

  func paragraphs(_ text: Text?) -> [String] {
    (text?(language) ?? "").split(separator: "\n\n").map { paragraph in
      TextWidth.wrap(paragraph.split(separator: "\n").joined(separator: " "), to: HelpPage.width)
        .joined(separator: "\n")
    }
  }

  /// Labels in a column of their own, explanations beside them; a long label has a line to itself.
  private func list(_ title: String, _ entries: [(label: String, words: String)]) -> String {
    let column = min(26, (entries.map { TextWidth.columns(of: $0.label) }.max() ?? 0) + 4)
    let indent = String(repeating: " ", count: column)
    let lines = entries.map { entry in
      let label = "  " + entry.label
      let words = TextWidth.wrap(entry.words, to: HelpPage.width - column).joined(separator: "\n" + indent)
      let room = column - TextWidth.columns(of: label)
      return label + (room >= 2 ? String(repeating: " ", count: room) : "\n" + indent) + words
    }
    return title + "\n" + lines.joined(separator: "\n")
  }

  private func word(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }
}

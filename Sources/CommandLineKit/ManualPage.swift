package import Diagnostics

/// A command's manual page in roff with the `man` macros.
package struct ManualPage {
  private let program: Program
  private let language: Language
  private let help: HelpPage

  package init(program: Program, language: Language) {
    self.program = program
    self.language = language
    help = HelpPage(program: program, language: language)
  }

  /// The file name of a command's page: `onegrid-edition-list.1`.
  package static func fileName(_ path: [String]) -> String { path.joined(separator: "-") + ".1" }

  package func text(_ command: Command, _ path: [String]) -> String {
    let title = path.joined(separator: "-")
    // No date: the page is the same bytes for the same version.
    var page = ".TH \(title.uppercased()) 1 \"\" \"\(program.root.name) \(program.version)\"\n"
    page += section("NAME", "名称") + "\(escaped(title)) \\- \(escaped(command.summary(language)))\n"
    page += section("SYNOPSIS", "用法") + ".B \(escaped(help.usage(command, path)))\n"
    let paragraphs = (command.details?(language) ?? "").split(separator: "\n\n").map(String.init)
    if !paragraphs.isEmpty {
      page += section("DESCRIPTION", "说明") + paragraphs.map(lines).joined(separator: ".PP\n")
    }
    page += terms("COMMANDS", "命令", command.subcommands.map { ($0.name, $0.summary(language)) })
    page += terms("ARGUMENTS", "参数", command.operands.map { ($0.spelling, $0.help(language)) })
    page += terms(
      "OPTIONS", "选项",
      (command.options + (path.count == 1 ? program.globalOptions : [])).map { (help.label($0), help.explanation($0)) })
    page += section("EXAMPLES", "示例")
    page += command.examples.map { lines($0.purpose(language)) + ".PP\n.nf\n" + lines($0.line) + ".fi\n" }
      .joined(separator: ".PP\n")
    page += terms("EXIT STATUS", "退出状态", HelpPage.exitStatuses.map { ($0, $1(language)) })
    let others = path.count == 1 ? command.subcommands.map { path + [$0.name] } : [[program.root.name]]
    page += section("SEE ALSO", "参见") + others.map { ".BR \($0.joined(separator: "-")) (1)" }.joined(separator: ",\n")
    return page + "\n"
  }

  private func section(_ english: String, _ chinese: String) -> String {
    ".SH \(language == .chinese ? chinese : english)\n"
  }

  private func terms(_ english: String, _ chinese: String, _ entries: [(String, String)]) -> String {
    guard !entries.isEmpty else { return "" }
    return section(english, chinese) + entries.map { ".TP\n.B \(escaped($0))\n\(lines($1))" }.joined()
  }

  private func lines(_ text: String) -> String { escaped(text) + "\n" }

  /// Keeps roff from reading a backslash, a leading dot or quote, or a hyphen as its own.
  private func escaped(_ text: String) -> String {
    let body = text.split(separator: "\n").joined(separator: " ").map { character in
      switch character {
      case "\\": "\\e"
      case "-": "\\-"
      default: String(character)
      }
    }.joined()
    return body.hasPrefix(".") || body.hasPrefix("'") ? "\\&" + body : body
  }
}

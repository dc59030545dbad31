import Diagnostics

/// The completion script for zsh: one function a command, with each word's explanation.
struct ZshCompletion {
  let program: Program
  let language: Language

  var script: String {
    let name = program.root.name
    let functions = program.root.walk().map { function($0.path, $0.command) }
    return "#compdef \(name)\n\n" + functions.joined(separator: "\n") + "\n_\(name) \"$@\"\n"
  }

  private func function(_ path: [String], _ command: Command) -> String {
    let name = "_" + path.joined(separator: "_")
    var lines = ["\(name)() {"]
    let options = program.options(of: command).map(specification)
    if command.subcommands.isEmpty {
      lines.append("  _arguments -s \\")
      lines += (options + command.operands.map(specification)).map { "    \($0) \\" }
      lines.append("    && return 0")
    } else {
      let words = command.subcommands.map { shellQuoted("\($0.name):\($0.summary(language))") }
      lines.append("  local state line")
      lines.append("  _arguments -C -s \\")
      lines += options.map { "    \($0) \\" }
      lines += ["    '1: :->command' '*:: :->rest'", "  case $state in", "    command)"]
      lines.append("      local -a commands=(\(words.joined(separator: " ")))")
      lines += ["      _describe command commands ;;", "    rest)", "      case $words[1] in"]
      lines += command.subcommands.map { "        \($0.name)) \(name)_\($0.name) ;;" }
      lines += ["      esac ;;", "  esac"]
    }
    return (lines + ["}", ""]).joined(separator: "\n")
  }

  private func specification(_ option: Option) -> String {
    let help = plain(option.help)
    let value = option.kind == .flag ? "" : ":\(option.placeholder):\(action(option.kind))"
    let many = option.repeats ? "*" : ""
    return
      ([shellQuoted("\(many)--\(option.name)\(value.isEmpty ? "" : "=")[\(help)]\(value)")]
      + (option.short.map { [shellQuoted("\(many)-\($0)[\(help)]\(value)")] } ?? [])).joined(separator: " ")
  }

  private func specification(_ operand: Operand) -> String {
    let head = operand.takesMany ? "*" : operand.isNeeded ? "" : ":"
    return shellQuoted("\(head):\(operand.name):\(action(operand.kind))")
  }

  private func action(_ kind: ValueKind) -> String {
    switch Completer(kind) {
    case .words(let words): "(\(words.joined(separator: " ")))"
    case .files: "_files"
    case .folders: "_files -/"
    case .nothing: " "
    }
  }

  /// Without the signs that `_arguments` reads as its own.
  private func plain(_ text: Text) -> String {
    text(language).map { "[]:".contains($0) ? " " : String($0) }.joined()
  }
}

import Diagnostics

/// The completion script for fish.
struct FishCompletion {
  let program: Program
  let language: Language

  var script: String {
    let name = program.root.name
    var lines = ["# fish completion for \(name)", "complete -c \(name) -f"]
    lines += program.globalOptions.map { complete($0, when: nil) }
    for (path, command) in program.root.walk() {
      let condition = condition(path, command)
      lines += command.subcommands.map {
        "complete -c \(name) -n \(condition) -a \($0.name) -d \(quoted($0.summary(language)))"
      }
      lines += command.options.map { complete($0, when: condition) }
      for operand in command.operands {
        switch Completer(operand.kind) {
        case .words(let words):
          lines.append("complete -c \(name) -n \(condition) -a \(quoted(words.joined(separator: " ")))")
        case .files: lines.append("complete -c \(name) -n \(condition) -F")
        case .folders: lines.append("complete -c \(name) -n \(condition) -a '(__fish_complete_directories)'")
        case .nothing: break
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// True where the words so far name this command and none below it.
  private func condition(_ path: [String], _ command: Command) -> String {
    let seen = path.dropFirst().map { "__fish_seen_subcommand_from \($0)" }
    let below = command.subcommands.map(\.name).joined(separator: " ")
    let notBelow = below.isEmpty ? [] : ["not __fish_seen_subcommand_from \(below)"]
    return quoted((seen + notBelow).joined(separator: "; and "))
  }

  private func complete(_ option: Option, when condition: String?) -> String {
    var line = "complete -c \(program.root.name)"
    if let condition { line += " -n \(condition)" }
    if let short = option.short { line += " -s \(short)" }
    line += " -l \(option.name)"
    switch Completer(option.kind) {
    case _ where option.kind == .flag: break
    case .words(let words): line += " -x -a \(quoted(words.joined(separator: " ")))"
    case .files: line += " -r -F"
    case .folders: line += " -x -a '(__fish_complete_directories)'"
    case .nothing: line += " -x"
    }
    return line + " -d \(quoted(option.help(language)))"
  }

  private func quoted(_ text: String) -> String {
    "'" + text.map { "'\\".contains($0) ? "\\\($0)" : String($0) }.joined() + "'"
  }
}

/// The completion script for bash.
struct BashCompletion {
  let program: Program

  var script: String {
    let name = program.root.name
    let commands = program.root.walk()
    let paths = commands.dropFirst().map { "\"\($0.path.joined(separator: " "))\"" }.joined(separator: "|")
    return """
      # bash completion for \(name)
      _\(name)() {
        local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
        local path=\(name) word words= files=
        COMPREPLY=()
        for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
          case "$path $word" in
            \(paths)) path="$path $word" ;;
          esac
        done
        case "$previous" in
      \(program.globalOptions.compactMap { valueCase($0, prefix: "") }.joined(separator: "\n"))
        esac
        case "$path $previous" in
      \(commands.flatMap { entry in
        entry.command.options.compactMap { valueCase($0, prefix: entry.path.joined(separator: " ") + " ") }
      }.joined(separator: "\n"))
        esac
        case "$path" in
      \(commands.map { wordsCase($0.path, $0.command) }.joined(separator: "\n"))
        esac
        COMPREPLY=($(compgen -W "$words" -- "$current"))
        if [[ -n $files && $current != -* ]]; then
          compopt -o filenames 2>/dev/null
          COMPREPLY+=($(compgen "$files" -- "$current"))
        fi
      }
      complete -F _\(name) \(name)

      """
  }

  /// What follows an option that takes a value.
  private func valueCase(_ option: Option, prefix: String) -> String? {
    guard option.kind != .flag else { return nil }
    let reply =
      switch Completer(option.kind) {
      case .words(let words): "COMPREPLY=($(compgen -W \"\(words.joined(separator: " "))\" -- \"$current\"))"
      case .files: "compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- \"$current\"))"
      case .folders: "compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- \"$current\"))"
      case .nothing: ":"
      }
    let spellings = ["--\(option.name)"] + (option.short.map { ["-\($0)"] } ?? [])
    let patterns = spellings.map { "\"\(prefix)\($0)\"" }.joined(separator: "|")
    return "    \(patterns)) \(reply); return ;;"
  }

  /// What else may stand after a command.
  private func wordsCase(_ path: [String], _ command: Command) -> String {
    var words = command.subcommands.map(\.name) + program.options(of: command).map { "--\($0.name)" }
    var files = ""
    for operand in command.operands {
      switch Completer(operand.kind) {
      case .words(let choices): words = choices + words
      case .files: files = " files=-f"
      case .folders: files = " files=-d"
      case .nothing: break
      }
    }
    return "    \"\(path.joined(separator: " "))\") words=\"\(words.joined(separator: " "))\"\(files) ;;"
  }
}

package import Diagnostics

/// Shells for which a completion script can be written.
package enum CompletionShell: String, Sendable, CaseIterable {
  case bash, zsh, fish
}

extension Program {
  /// A script for the shell that completes commands, options, choices and file names.
  package func completionScript(for shell: CompletionShell, _ language: Language) -> String {
    switch shell {
    case .bash: BashCompletion(program: self).script
    case .zsh: ZshCompletion(program: self, language: language).script
    case .fish: FishCompletion(program: self, language: language).script
    }
  }

  /// The options that a command takes, its own first.
  func options(of command: Command) -> [Option] { command.options + globalOptions }
}

/// What completes a value.
enum Completer: Equatable {
  case words([String])
  case files, folders, nothing

  init(_ kind: ValueKind) {
    switch kind {
    case .choice(let words): self = .words(words)
    case .file: self = .files
    case .folder: self = .folders
    case .flag, .text, .integer, .number, .list: self = .nothing
    }
  }
}

/// Single quotes for any shell but fish.
func shellQuoted(_ text: String) -> String {
  "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
}

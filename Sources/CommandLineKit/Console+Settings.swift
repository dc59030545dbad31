package import Diagnostics
import Glibc
import SystemFiles

extension Console {
  /// How a run prints: from the command line, the environment and what standard error is.
  package struct Settings: Sendable {
    package enum Progress: Sendable {
      case none, bar, json
    }

    package var language: Language
    /// What `--format` says; `nil`: the command's own default.
    package var format: Format?
    /// Errors and notices are JSON, and so are results where the command has that form.
    package var isJSON: Bool
    package var isQuiet: Bool
    package var progress: Progress
    package var hasColour: Bool

    init(_ arguments: Arguments) {
      self.init(
        language: arguments.value("lang"), json: arguments.flag("json"), format: arguments.value("format"),
        quiet: arguments.flag("quiet"), progress: arguments.value("progress"))
    }

    /// What can be told of words that may not parse: an error must know its language and form.
    init(peekingAt words: [String]) {
      let words = words.prefix { $0 != "--" }
      func value(_ name: String) -> String? {
        if let position = words.firstIndex(of: name) { return words[(position + 1)...].first }
        return words.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
      }
      self.init(
        language: value("--lang"), json: words.contains("--json"), format: value("--format"), quiet: false,
        progress: "none")
    }

    private init(language: String?, json: Bool, format: String?, quiet: Bool, progress: String?) {
      self.language = language.flatMap(Language.init(rawValue:)) ?? .ofEnvironment
      self.format = format.flatMap(Format.init(rawValue:))
      isJSON = json || self.format == .json
      isQuiet = quiet
      let isTerminal = isatty(STDERR_FILENO) == 1
      hasColour = isTerminal && Environment.value("NO_COLOR") == nil && Environment.value("TERM") != "dumb"
      switch progress {
      case _ where quiet: self.progress = .none
      case "json": self.progress = .json
      case "bar": self.progress = .bar
      case "auto": self.progress = isTerminal ? .bar : .none
      default: self.progress = .none
      }
    }
  }
}

extension Language {
  /// From `LC_ALL`, else `LC_MESSAGES`, else `LANG`, as POSIX orders them.
  package static var ofEnvironment: Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(Environment.value).first ?? ""
    return locale.lowercased().hasPrefix("zh") ? .chinese : .english
  }
}

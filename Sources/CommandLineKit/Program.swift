import Diagnostics
import Glibc
import JSONWriting

/// A whole command-line program: its tree of commands and the options that each of them takes.
package struct Program: Sendable {
  /// The command whose name is the program's own.
  package var root: Command
  /// Taken by every command, before or after its name.
  package var globalOptions: [Option]
  /// The program's own version.
  package var version: String
  /// Versions of the libraries in use, by name; asked for by `--version`.
  package var libraries: @Sendable () -> [(name: String, version: String)]

  package init(
    root: Command, globalOptions: [Option], version: String,
    libraries: @escaping @Sendable () -> [(name: String, version: String)]
  ) {
    self.root = root
    self.globalOptions = globalOptions + Program.ownOptions
    self.version = version
    self.libraries = libraries
  }

  /// Parses, runs and prints.
  ///
  /// - Parameter words: the command line without the program's name.
  /// - Returns: the exit status.
  package func run(_ words: [String]) -> Int32 {
    // A reader that goes away is told by EPIPE, so that outputs are tidied up first.
    signal(SIGPIPE, SIG_IGN)
    var console = Console(Console.Settings(peekingAt: words))
    do throws(Fault) {
      let outcome = try ArgumentParser(program: self).parse(words)
      guard let arguments = outcome.arguments else {
        try printHelp(outcome, console)
        return ExitStatus.done.rawValue
      }
      console = Console(Console.Settings(arguments))
      let status = try perform(outcome.command, outcome.path, arguments, console)
      try console.finish()
      return status.rawValue
    } catch {
      return console.end(with: error)
    }
  }

  private func perform(
    _ command: Command, _ path: [String], _ arguments: Arguments, _ console: Console
  ) throws(Fault) -> ExitStatus {
    if arguments.flag("version") {
      try printVersion(console)
      return .done
    }
    guard let action = command.action else { preconditionFailure("the parser lets no group pass") }
    if let asked = console.settings.format, !command.formats.contains(asked) {
      let line = path.joined(separator: " ")
      let forms = command.formats.map(\.rawValue).joined(separator: ", ")
      throw Fault(
        .usage, code: "unknown-format",
        Text("“\(line)” does not print \(asked.rawValue)", zh: "“\(line)”不能输出 \(asked.rawValue)"),
        hint: Text("it prints: \(forms)", zh: "可用的格式：\(forms)"))
    }
    let canPrintJSON = console.settings.isJSON && command.formats.contains(.json)
    console.settle(format: console.settings.format ?? (canPrintJSON ? .json : command.formats[0]))
    return try action(arguments, console)
  }

  private func printHelp(_ outcome: ArgumentParser.Outcome, _ console: Console) throws(Fault) {
    if console.format == .json {
      try console.show(helpJSON(outcome.command, path: outcome.path))
    } else {
      try console.write(
        HelpPage(program: self, language: console.settings.language).text(outcome.command, outcome.path))
    }
    try console.finish()
  }

  private func printVersion(_ console: Console) throws(Fault) {
    let all = [(name: root.name, version: version)] + libraries()
    if console.format == .json {
      try console.show(.object(all.map { JSONValue.Member(key: $0.name, value: .string($0.version)) }))
    } else {
      try console.write(all.map { "\($0.name) \($0.version)\n" }.joined())
    }
  }
}

extension Program {
  /// What every program of this kit takes.
  static let ownOptions: [Option] = [
    Option(
      "format", "F", kind: .choice(Format.allCases.map(\.rawValue)),
      Text("print the result as text, json, csv or geojson", zh: "结果的输出格式")),
    Option(
      flag: "json",
      Text("results as JSON where there is that form; errors and notes always", zh: "结果用 JSON（支持时）；错误和提示总用 JSON")),
    Option(
      flag: "quiet", short: "q", Text("no progress and no notes; warnings stay", zh: "不显示进度和提示，警告仍然显示")),
    Option(
      "progress", "HOW", kind: .choice(["auto", "bar", "json", "none"]),
      Text(
        "progress on standard error: a bar on a terminal (auto), always (bar), as JSON lines, or none",
        zh: "在标准错误上显示进度：终端上显示进度条（auto）、总是显示（bar）、JSON 行或不显示"), default: "auto"),
    Option(
      "lang", "L", kind: .choice(Language.allCases.map(\.rawValue)),
      Text("language of messages; else the locale's", zh: "消息语言；默认取自系统区域设置")),
    Option(flag: "help", short: "h", Text("show help; with --json for machines", zh: "显示帮助；加 --json 供程序读取")),
    Option(flag: "version", Text("show the versions of the program and its libraries", zh: "显示本程序及所用库的版本")),
  ]
}

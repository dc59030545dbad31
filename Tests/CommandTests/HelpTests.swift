import Foundation
import TestSupport
import Testing

@Suite struct HelpTests {
  @Test func theTreeIsThere() {
    let commands = Set(CommandTree.entries.map { $0.words.dropFirst().joined(separator: " ") })
    let promised = [
      "init", "info", "doctor", "backup", "inspect", "import", "check", "edition list", "edition show", "edition diff",
      "edition golden list", "edition golden add",
      "edition golden remove",
      "edition activate",
      "edition discard", "area list", "area show", "area find", "export", "assign",
      "locate", "index build", "index info", "index drop", "case import", "case show", "case list", "case near",
      "case move", "case reassign", "case stats", "revise split", "revise merge", "revise move", "revise rename",
      "revise recode", "partition", "cim import", "cim info", "cim list", "cim show", "cim export", "cim at",
      "cim near", "cim box",
      "cim along", "cim check", "code explain", "code check", "code cover", "code make beidou", "code make geosot",
      "duty import", "duty who", "code make unit-grid", "code make component", "code make event", "completion", "man",
    ]
    #expect(commands.isSuperset(of: promised), "\(promised.filter { !commands.contains($0) })")
  }

  @Test(arguments: CommandTree.entries) func everyCommandHasHelpWithTwoExamples(_ entry: CommandTree.Entry) throws {
    #expect(!entry.summary.isEmpty && !entry.summary.hasSuffix("."))
    #expect(entry.examples.count == 2)
    for language in ["en", "zh"] {
      let outcome = try OneGridCommand(in: NSTemporaryDirectory())
        .run(Array(entry.words.dropFirst()) + ["--help", "--lang", language])
      #expect(outcome.status == 0)
      #expect(outcome.errors == "")
      for part in entry.examples + entry.options { #expect(outcome.output.contains(part), "\(part)") }
      let name = entry.words.joined(separator: "-")
      try Snapshot.compare(outcome.output, with: "help-\(language)/\(name).txt")
    }
  }

  @Test func machineReadableHelp() throws {
    let outcome = try OneGridCommand(in: NSTemporaryDirectory()).run(["--help", "--json"])
    #expect(outcome.status == 0)
    try Snapshot.compare(outcome.output, with: "help.json")
  }

  @Test func everySnapshotIsOfACommand() throws {
    let expected = Set(CommandTree.entries.map { $0.words.joined(separator: "-") + ".txt" })
    for language in ["en", "zh"] { #expect(try Snapshot.leftovers(in: "help-\(language)", besides: expected).isEmpty) }
  }

  /// The examples of the help do what they say on a fresh copy of the sample city.
  @Test(arguments: CommandTree.entries) func theExamplesRun(_ entry: CommandTree.Entry) throws {
    for line in entry.examples {
      let city = try SampleCity()
      let outcome = try city.command.shell(line)
      #expect(outcome.status == 0, "\(line)\n\(outcome.errors)")
    }
  }

  @Test func manualPagesAndCompletionsAreWhole() throws {
    let city = try SampleCity(withDatabase: false)
    #expect(try city.command.run(["man", "."]).status == 0)
    let pages = try city.names().filter { $0.hasSuffix(".1") }
    #expect(pages.count == CommandTree.entries.count)
    for shell in ["bash", "zsh", "fish"] {
      let script = try city.command.run(["completion", shell]).output
      for entry in CommandTree.entries { #expect(script.contains(entry.words.last ?? ""), "\(shell)") }
    }
    #expect(try city.command.shell("onegrid completion bash | bash -n").status == 0)
    let version = try city.command.run(["--version"]).output
    for name in ["onegrid ", "GEOS ", "PROJ ", "SQLite ", "SpatiaLite "] { #expect(version.contains(name)) }
  }
}

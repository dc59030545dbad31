package import Diagnostics

/// One command: the table that its parser, help, completion and manual page are all made from.
package struct Command: Sendable {
  /// What a command does once its arguments are parsed: calls one library function and prints the result.
  package typealias Action = @Sendable (Arguments, Console) throws(Fault) -> ExitStatus

  package var name: String
  /// One line without a full stop.
  package var summary: Text
  /// More to know, in paragraphs parted by blank lines.
  package var details: Text?
  package var operands: [Operand]
  package var options: [Option]
  /// The forms it can print, the default one first.
  package var formats: [Format]
  /// Worked examples; a test runs them.
  package var examples: [Example]
  package var subcommands: [Command]
  /// `nil` for a command that only groups its subcommands.
  package var action: Action?

  package init(
    _ name: String, _ summary: Text, details: Text? = nil, operands: [Operand] = [], options: [Option] = [],
    formats: [Format] = [.text], examples: [Example], action: @escaping Action
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.operands = operands
    self.options = options
    self.formats = formats
    self.examples = examples
    subcommands = []
    self.action = action
  }

  /// A group of subcommands.
  package init(_ name: String, _ summary: Text, details: Text? = nil, examples: [Example], subcommands: [Command]) {
    self.name = name
    self.summary = summary
    self.details = details
    operands = []
    options = []
    formats = []
    self.examples = examples
    self.subcommands = subcommands
    action = nil
  }

  /// This command and all below it, each with the words that call it.
  package func walk(from path: [String] = []) -> [(path: [String], command: Command)] {
    let here = path + [name]
    return [(here, self)] + subcommands.flatMap { $0.walk(from: here) }
  }
}

/// A worked example: a line for the shell and what it is for.
package struct Example: Sendable {
  package var line: String
  package var purpose: Text

  package init(_ line: String, _ purpose: Text) {
    self.line = line
    self.purpose = purpose
  }
}

/// How a command that did its work ends; a `Fault`'s kind gives the other statuses.
package enum ExitStatus: Int32, Sendable {
  case done = 0
  /// The work was done, and it found something wrong with the data.
  case findings = 1
}

/// The forms in which a result can be printed.
package enum Format: String, Sendable, CaseIterable {
  case text, json, csv, geojson
}

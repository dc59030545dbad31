import Diagnostics
package import JSONWriting

extension Program {
  /// The table of a command and of all below it, as `--help --json` prints it.
  package func helpJSON(_ command: Command, path: [String]) -> JSONValue {
    var members = table(command, path: path)
    if path.count == 1 {
      members.append(JSONValue.Member(key: "global_options", value: .array(globalOptions.map(\.json))))
    }
    return .object(members)
  }

  private func table(_ command: Command, path: [String]) -> [JSONValue.Member] {
    let object: [(String, JSONValue)] = [
      ("name", .string(command.name)),
      ("command", .string(path.joined(separator: " "))),
      ("summary", .string(command.summary.english)),
      ("summary_zh", .string(command.summary.chinese)),
      ("details", JSONValue(command.details?.english)),
      ("details_zh", JSONValue(command.details?.chinese)),
      ("formats", .array(command.formats.map { .string($0.rawValue) })),
      ("arguments", .array(command.operands.map(\.json))),
      ("options", .array(command.options.map(\.json))),
      (
        "examples",
        .array(
          command.examples.map {
            [
              "line": .string($0.line), "purpose": .string($0.purpose.english),
              "purpose_zh": .string($0.purpose.chinese),
            ]
          })
      ),
      ("commands", .array(command.subcommands.map { .object(table($0, path: path + [$0.name])) })),
    ]
    return object.map { JSONValue.Member(key: $0.0, value: $0.1) }
  }
}

extension Option {
  fileprivate var json: JSONValue {
    [
      "name": .string("--\(name)"), "short": JSONValue(short.map { "-\($0)" }), "kind": .string(kind.word),
      "placeholder": placeholder.isEmpty ? .null : .string(placeholder), "choices": kind.choicesJSON,
      "required": .bool(isRequired), "repeats": .bool(repeats), "environment": JSONValue(environment),
      "default": JSONValue(fallback), "help": .string(help.english), "help_zh": .string(help.chinese),
    ]
  }
}

extension Operand {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "kind": .string(kind.word), "choices": kind.choicesJSON, "required": .bool(isNeeded),
      "repeats": .bool(takesMany), "help": .string(help.english), "help_zh": .string(help.chinese),
    ]
  }
}

extension ValueKind {
  fileprivate var choicesJSON: JSONValue {
    if case .choice(let words) = self { return .array(words.map { .string($0) }) }
    return .null
  }
}

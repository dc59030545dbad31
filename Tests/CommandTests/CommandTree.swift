import Foundation
import Testing

/// Every command of the program, as `--help --json` tells it.
struct CommandTree {
  struct Entry: Sendable, CustomTestStringConvertible {
    /// The words that call it, from the program's own name.
    var words: [String]
    var summary: String
    var examples: [String]
    var options: [String]

    var testDescription: String { words.joined(separator: " ") }
  }

  /// Empty where the program does not run; a test looks at that.
  static let entries: [Entry] = {
    guard
      let root = try? OneGridCommand(in: NSTemporaryDirectory()).run(["--help", "--json"]).json
    else { return [] }
    return walk(root)
  }()

  private static func walk(_ command: [String: Any]) -> [Entry] {
    let examples = command["examples"] as? [[String: Any]] ?? []
    let options = command["options"] as? [[String: Any]] ?? []
    let entry = Entry(
      words: (command["command"] as? String ?? "").split(separator: " ").map(String.init),
      summary: command["summary"] as? String ?? "", examples: examples.compactMap { $0["line"] as? String },
      options: options.compactMap { $0["name"] as? String })
    return [entry] + (command["commands"] as? [[String: Any]] ?? []).flatMap(walk)
  }
}

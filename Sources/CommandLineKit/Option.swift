package import Diagnostics

/// One named option of a command: `--name VALUE`, `--name=VALUE`, `-n VALUE`, or a flag.
package struct Option: Sendable {
  /// The long name without its dashes.
  package var name: String
  package var short: Character?
  package var kind: ValueKind
  /// What stands for the value in help: `FILE`, `C`. Empty for a flag.
  package var placeholder: String
  package var help: Text
  package var isRequired: Bool
  /// May be given more than once; every value counts.
  package var repeats: Bool
  /// The environment variable that stands in where the option is not given.
  package var environment: String?
  /// The value where neither the option nor the variable is given.
  package var fallback: String?

  package init(
    _ name: String, short: Character? = nil, _ placeholder: String, kind: ValueKind = .text, _ help: Text,
    required: Bool = false, repeats: Bool = false, environment: String? = nil, default fallback: String? = nil
  ) {
    self.name = name
    self.short = short
    self.kind = kind
    self.placeholder = placeholder
    self.help = help
    isRequired = required
    self.repeats = repeats
    self.environment = environment
    self.fallback = fallback
  }

  package init(flag name: String, short: Character? = nil, _ help: Text) {
    self.init(name, short: short, "", kind: .flag, help)
  }

  /// `--name=VALUE` as it stands in help and messages.
  var spelling: String { kind == .flag ? "--\(name)" : "--\(name) \(placeholder)" }
}

/// One argument that is known by its position.
package struct Operand: Sendable {
  package enum Count: Sendable {
    case one, optional, oneOrMore, any
  }

  /// In capitals, as help shows it: `FILE`.
  package var name: String
  package var kind: ValueKind
  package var count: Count
  package var help: Text

  package init(_ name: String, kind: ValueKind = .text, _ help: Text, count: Count = .one) {
    self.name = name
    self.kind = kind
    self.count = count
    self.help = help
  }

  /// `FILE`, `[FILE]`, `FILE…`, `[FILE…]`.
  var spelling: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .oneOrMore: "\(name)…"
    case .any: "[\(name)…]"
    }
  }

  var takesMany: Bool { count == .oneOrMore || count == .any }
  var isNeeded: Bool { count == .one || count == .oneOrMore }
}

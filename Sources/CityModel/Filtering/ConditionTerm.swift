import CivilTime

/// What a filter says, taken apart: a tree of terms over the properties of a city object.
///
/// A term is true, false or unknown, as in SQL: a comparison with what is not there is unknown, and only what is true passes.
indirect enum ConditionTerm: Sendable, Hashable {
  case literal(Bool)
  case comparison(ConditionOperand, Comparison, ConditionOperand)
  case like(ConditionOperand, LikePattern)
  case between(ConditionOperand, ConditionOperand, ConditionOperand)
  case isIn(ConditionOperand, [ConditionOperand])
  case isNull(ConditionOperand)
  /// Two times or periods share a moment.
  case meets(ConditionOperand, ConditionOperand)
  case not(ConditionTerm)
  case all([ConditionTerm])
  case any([ConditionTerm])

  enum Comparison: String, Sendable, Hashable, CaseIterable {
    case equal = "="
    case unequal = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }
}

indirect enum ConditionOperand: Sendable, Hashable {
  case value(ConditionValue)
  case property(ObjectProperty)
  /// Without the difference of capital and small letters.
  case folded(ConditionOperand)
}

/// A value that is compared.
enum ConditionValue: Sendable, Hashable {
  case null
  case truth(Bool)
  case integer(Int64)
  case number(Double)
  case text(String)
  case time(Instant)
  /// A bound that is `nil` is open; the end belongs to it, or does not.
  case period(from: Instant?, to: Instant?, withEnd: Bool)
  /// Of which one that passes is enough.
  case list([ConditionValue])
}

/// What can be asked of a city object.
enum ObjectProperty: Sendable, Hashable {
  case id, type, kind, cimLevel, name, storey, lifeStage, model, lowest, highest
  /// From when and to when it is, and the period between.
  case validFrom, validTo, valid
  /// The official codes of the city components that it is.
  case component
  /// The last reading of a kind, e.g. `reading.tilt`, and when it was taken, `reading.tilt.time`.
  case reading(kind: String)
  case readingTime(kind: String)
  /// Any other name: that attribute, or, where there is none of the whole name, the way to it through objects at its dots.
  case attribute(String)

  static let known: [(name: String, property: ObjectProperty)] = [
    ("id", .id), ("class", .type), ("kind", .kind), ("cim_level", .cimLevel), ("name", .name), ("storey", .storey),
    ("life_stage", .lifeStage), ("model", .model), ("min_z", .lowest), ("max_z", .highest), ("valid_from", .validFrom),
    ("valid_to", .validTo), ("valid", .valid), ("component", .component),
  ]

  init(_ name: String) {
    if let known = ObjectProperty.known.first(where: { $0.name == name }) {
      self = known.property
    } else if name.hasPrefix("reading."), name.count > 8 {
      let kind = name.dropFirst(8)
      self =
        kind.hasSuffix(".time") && kind.count > 5
        ? .readingTime(kind: String(kind.dropLast(5))) : .reading(kind: String(kind))
    } else {
      self = .attribute(name.hasPrefix("attributes.") && name.count > 11 ? String(name.dropFirst(11)) : name)
    }
  }
}

/// A pattern of LIKE: `%` stands for any characters, `_` for one; behind a backslash both stand for themselves.
struct LikePattern: Sendable, Hashable {
  private enum Piece: Sendable, Hashable {
    case one
    case any
    case character(Character)
  }

  private let pieces: [Piece]
  /// Whether texts are folded before they are held against it.
  let isFolded: Bool

  init(_ pattern: String, folded: Bool = false) {
    isFolded = folded
    var pieces: [Piece] = []
    var isEscaped = false
    for character in folded ? pattern.lowercased() : pattern {
      if !isEscaped, character == "\\" {
        isEscaped = true
        continue
      }
      switch character {
      case "%" where !isEscaped: pieces.append(.any)
      case "_" where !isEscaped: pieces.append(.one)
      default: pieces.append(.character(character))
      }
      isEscaped = false
    }
    if isEscaped { pieces.append(.character("\\")) }
    self.pieces = pieces
  }

  /// Goes back to the last `%` alone, which is enough: O(text × pattern).
  func matches(_ text: String) -> Bool {
    let characters = Array(isFolded ? text.lowercased() : text)
    var (at, piece) = (0, 0)
    var back: (at: Int, piece: Int)?
    while at < characters.count {
      if piece < pieces.count, pieces[piece] == .any {
        piece += 1
        back = (at, piece)
      } else if piece < pieces.count, pieces[piece] == .one || pieces[piece] == .character(characters[at]) {
        (at, piece) = (at + 1, piece + 1)
      } else if let last = back {
        back = (last.at + 1, last.piece)
        (at, piece) = (last.at + 1, last.piece)
      } else {
        return false
      }
    }
    return pieces[piece...].allSatisfy { $0 == .any }
  }
}

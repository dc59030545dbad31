import CityStore
import CivilTime
import Diagnostics
import JSONWriting
import SpatialFormats
import SpatialPrimitives

/// Holds objects against a condition, one after the other. Not to be shared between threads.
final class ConditionTest {
  private let condition: ObjectCondition
  private let links: ObjectLinkReader
  /// Of the object that is asked about now.
  private var stored: StoredCityObject?
  private var attributes: JSONValue?
  private var asked: Set<String> = []
  private var met: Set<String> = []

  init(_ condition: ObjectCondition, in city: CityDatabase) throws(Fault) {
    self.condition = condition
    links = try ObjectLinkReader(city)
  }

  /// Whether the condition is true of an object; its geometries are not asked for.
  func holds(_ stored: StoredCityObject) throws(Fault) -> Bool {
    self.stored = stored
    attributes = nil
    return try truth(condition.term) == true
  }

  /// Says which attributes were asked for that no object had so far: they may be mistyped.
  func tellUnmet(_ listener: Listener) {
    for name in asked.subtracting(met).sorted() {
      listener.notice(
        Notice(
          .warning, code: "unknown-attribute",
          Text("no object has an attribute “\(name)”", zh: "没有对象具有属性“\(name)”")))
    }
  }

  // MARK: terms

  private func truth(_ term: ConditionTerm) throws(Fault) -> Bool? {
    switch term {
    case .literal(let value): return value
    case .not(let inner): return try truth(inner).map { !$0 }
    case .all(let terms): return try joined(terms, decisive: false)
    case .any(let terms): return try joined(terms, decisive: true)
    case .isNull(let operand): return try value(operand) == .null
    case .comparison(let a, let comparison, let b):
      let (left, right) = (try value(a), try value(b))
      return pairs(left, right) { self.order($0, $1).map(comparison.holds) }
    case .between(let operand, let low, let high):
      let (low, high) = (try value(low), try value(high))
      return ConditionTest.anyOf(try value(operand)) { value in
        ConditionTest.both(
          self.order(low, value).map { $0 <= 0 }, self.order(value, high).map { $0 <= 0 })
      }
    case .isIn(let operand, let list):
      let left = try value(operand)
      var answer: Bool? = false
      for item in list {
        let right = try value(item)
        switch pairs(left, right, { self.order($0, $1).map { $0 == 0 } }) {
        case true?: return true
        case nil: answer = nil
        case false?: break
        }
      }
      return answer
    case .like(let operand, let pattern):
      return ConditionTest.anyOf(try value(operand)) { value in
        if case .text(let text) = value { pattern.matches(text) } else { nil }
      }
    case .meets(let a, let b):
      guard let first = period(try value(a)), let second = period(try value(b)) else { return nil }
      return first.begins(by: second) && second.begins(by: first)
    }
  }

  /// AND and OR: what decides wins over what is not known.
  private func joined(_ terms: [ConditionTerm], decisive: Bool) throws(Fault) -> Bool? {
    var answer: Bool? = !decisive
    for term in terms {
      let truth = try truth(term)
      if truth == decisive { return decisive }
      if truth == nil { answer = nil }
    }
    return answer
  }

  private static func both(_ a: Bool?, _ b: Bool?) -> Bool? {
    if a == false || b == false { return false }
    return a == nil || b == nil ? nil : true
  }

  /// Of a list one value that passes is enough; an empty one is as if it were not there.
  private static func anyOf(_ value: ConditionValue, _ test: (ConditionValue) -> Bool?) -> Bool? {
    guard case .list(let values) = value else { return test(value) }
    var answer: Bool? = values.isEmpty ? nil : false
    for value in values {
      switch test(value) {
      case true?: return true
      case nil: answer = nil
      case false?: break
      }
    }
    return answer
  }

  private func pairs(
    _ left: ConditionValue, _ right: ConditionValue, _ test: (ConditionValue, ConditionValue) -> Bool?
  ) -> Bool? {
    ConditionTest.anyOf(left) { a in ConditionTest.anyOf(right) { b in test(a, b) } }
  }

  // MARK: values

  /// Below, at or above 0 as the first comes before, with or after the second; `nil` for values that cannot be compared.
  private func order(_ a: ConditionValue, _ b: ConditionValue) -> Int? {
    func sign<Value: Comparable>(_ a: Value, _ b: Value) -> Int { a < b ? -1 : a == b ? 0 : 1 }
    switch (a, b) {
    case (.integer(let a), .integer(let b)): return sign(a, b)
    case (.integer(let a), .number(let b)): return sign(Double(a), b)
    case (.number(let a), .integer(let b)): return sign(a, Double(b))
    case (.number(let a), .number(let b)): return sign(a, b)
    case (.text(let a), .text(let b)): return sign(a, b)
    case (.truth(let a), .truth(let b)): return sign(a ? 1 : 0, b ? 1 : 0)
    case (.time(let a), .time(let b)): return sign(a, b)
    case (.time(let a), .text(let b)): return Instant.parse(b, assuming: condition.offset).map { sign(a, $0) }
    case (.text(let a), .time(let b)): return Instant.parse(a, assuming: condition.offset).map { sign($0, b) }
    default: return nil
    }
  }

  private func period(_ value: ConditionValue) -> ConditionPeriod? {
    switch value {
    case .time(let time): ConditionPeriod(from: time, to: time, withEnd: true)
    case .period(let from, let to, let withEnd): ConditionPeriod(from: from, to: to, withEnd: withEnd)
    case .text(let text):
      Instant.parse(text, assuming: condition.offset).map { ConditionPeriod(from: $0, to: $0, withEnd: true) }
    default: nil
    }
  }

  private func value(_ operand: ConditionOperand) throws(Fault) -> ConditionValue {
    switch operand {
    case .value(let value): value
    case .property(let property): try value(of: property)
    case .folded(let inner): ConditionTest.folded(try value(inner))
    }
  }

  private static func folded(_ value: ConditionValue) -> ConditionValue {
    switch value {
    case .text(let text): .text(text.lowercased())
    case .list(let values): .list(values.map(folded))
    default: value
    }
  }

  private func value(of property: ObjectProperty) throws(Fault) -> ConditionValue {
    guard let stored else { return .null }
    let object = stored.object
    func text(_ text: String?) -> ConditionValue { text.map(ConditionValue.text) ?? .null }
    func time(_ time: Instant?) -> ConditionValue { time.map(ConditionValue.time) ?? .null }
    switch property {
    case .id: return .text(object.id)
    case .type: return .text(object.type)
    case .kind: return .text(object.kind)
    case .cimLevel: return object.cimLevel.map { .integer(Int64($0)) } ?? .null
    case .name: return text(object.name)
    case .storey: return text(object.storey)
    case .lifeStage: return .text(object.lifeStage.rawValue)
    case .model: return text(links.model(of: stored))
    case .lowest: return stored.box.isEmpty ? .null : .number(stored.box.minZ)
    case .highest: return stored.box.isEmpty ? .null : .number(stored.box.maxZ)
    case .validFrom: return time(object.validFrom)
    case .validTo: return time(object.validTo)
    case .valid: return .period(from: object.validFrom, to: object.validTo, withEnd: false)
    case .component:
      let codes = try links.components(of: stored)
      return codes.isEmpty ? .null : .list(codes.map(ConditionValue.text))
    case .reading(let kind): return try links.latest(kind, of: stored).map { ConditionValue($0.value) } ?? .null
    case .readingTime(let kind): return time(try links.latest(kind, of: stored)?.time)
    case .attribute(let name): return attribute(name, of: object)
    }
  }

  private func attribute(_ name: String, of object: CityObject) -> ConditionValue {
    asked.insert(name)
    if attributes == nil { attributes = object.attributes.flatMap { try? JSONValue.parse(Array($0.utf8)) } ?? .null }
    guard let found = ConditionTest.member(name[...], of: attributes ?? .null) else { return .null }
    met.insert(name)
    return ConditionValue(found)
  }

  /// The member of the whole name, else of what stands before a dot, and so on in it.
  private static func member(_ name: Substring, of value: JSONValue) -> JSONValue? {
    guard case .object(let members) = value else { return nil }
    if let found = members.first(where: { $0.key == name }) { return found.value }
    for dot in name.indices where name[dot] == "." {
      if let within = members.first(where: { $0.key == name[..<dot] }),
        let found = member(name[name.index(after: dot)...], of: within.value)
      {
        return found
      }
    }
    return nil
  }
}

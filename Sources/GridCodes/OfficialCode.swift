public import Diagnostics

/// The codes that administrations give by rule: divisions, unit grids, components and events. A code is text; what a length
/// means is told by the standards, and some lengths mean two things.
public struct OfficialCode: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    /// NBS statistical division, 12 digits (6 and 9 digits: its upper parts).
    case division
    /// GB/T 30428.1 and GB/T 47678.3, 15 characters; CJ/T 213-2005, 14.
    case unitGrid = "unit-grid"
    /// CJ/T 349-2010, 20 digits.
    case communityGrid = "community-grid"
    /// GB/T 30428.2-2013, 16 digits; GB/T 47678.5-2026, 17.
    case component
    /// A type of event in a county: 10 digits in 2013, 11 in 2026.
    case event

    /// Lengths of its parts, for each edition of the rule.
    var forms: [Form] {
      let place = [Part.province, .prefecture, .county, .street, .community]
      switch self {
      case .division:
        return [
          Form("GB/T 2260", Array(place[..<3])), Form("GB/T 10114", Array(place[..<4])), Form("NBS", place),
        ]
      case .unitGrid:
        return [
          Form("CJ/T 213-2005", place + [.sequence(2)]),
          Form("GB/T 30428.1-2013, GB/T 47678.3-2026", place + [.sequence(3)], takesLetters: true),
        ]
      case .communityGrid: return [Form("CJ/T 349-2010", [.service] + place + [.sequence(2)])]
      case .component:
        return [
          Form("GB/T 30428.2-2013", place[..<3] + [.mainClass, .smallClass(2), .sequence(6)]),
          Form("GB/T 47678.5-2026", place[..<3] + [.mainClass, .smallClass(3), .sequence(6)]),
        ]
      case .event:
        return [
          Form("GB/T 30428.2-2013", place[..<3] + [.mainClass, .smallClass(2)]),
          Form("GB/T 47678.5-2026", place[..<3] + [.mainClass, .smallClass(3)]),
        ]
      }
    }
  }

  /// One rule's parts, from the left.
  struct Form: Sendable {
    let rule: String
    let parts: [Part]
    /// The 2026 rule lets capital letters stand in the sequence.
    let takesLetters: Bool

    init(_ rule: String, _ parts: [Part], takesLetters: Bool = false) {
      self.rule = rule
      self.parts = parts
      self.takesLetters = takesLetters
    }

    var length: Int { parts.reduce(0) { $0 + $1.length } }
  }

  public enum Part: Sendable, Hashable {
    case province, prefecture, county, street, community, service, mainClass
    case smallClass(Int)
    case sequence(Int)

    var length: Int {
      switch self {
      case .province, .prefecture, .county, .mainClass: 2
      case .street, .community: 3
      case .service: 6
      case .smallClass(let length), .sequence(let length): length
      }
    }

    public var name: String {
      switch self {
      case .province: "province"
      case .prefecture: "prefecture"
      case .county: "county"
      case .street: "street"
      case .community: "community"
      case .service: "service_object"
      case .mainClass: "main_class"
      case .smallClass: "small_class"
      case .sequence: "sequence"
      }
    }
  }

  public let text: String
  public let kind: Kind
  /// The standard by which it is read.
  public let rule: String
  public let parts: [(part: Part, digits: String)]
  /// What is wrong with it; a code that cannot be read at all is no value of this type.
  public let faults: [Text]

  /// All ways in which a text can be read as an official code: by its length, of any kind or of one.
  public static func readings(_ text: String, as kind: Kind? = nil) -> [OfficialCode] {
    let kinds = kind.map { [$0] } ?? Kind.allCases
    guard text.utf8.allSatisfy({ 48...57 ~= $0 || 65...90 ~= $0 }) else { return [] }
    return kinds.flatMap { kind in
      kind.forms.filter { $0.length == text.utf8.count }.map { OfficialCode(text, kind, $0) }
    }
  }

  private init(_ text: String, _ kind: Kind, _ form: Form) {
    var rest = text[...]
    var parts: [(part: Part, digits: String)] = []
    for part in form.parts {
      parts.append((part, String(rest.prefix(part.length))))
      rest = rest.dropFirst(part.length)
    }
    (self.text, self.kind, rule, self.parts) = (text, kind, form.rule, parts)
    faults = parts.compactMap { Self.fault($0.part, $0.digits, form) }
  }

  private static let provinces: [ClosedRange<Int>] = [
    11...15, 21...23, 31...37, 41...46, 50...54, 61...65, 71...71, 81...82,
  ]

  private static func fault(_ part: Part, _ digits: String, _ form: Form) -> Text? {
    guard let value = Int(digits) else {
      if case .sequence = part, form.takesLetters { return nil }
      return Text("\(part.name) “\(digits)” is no number", zh: "\(part.name)“\(digits)”不是数字")
    }
    let isGood =
      switch part {
      case .province: provinces.contains { $0.contains(value) }
      case .street, .community: value < 600
      case .sequence, .mainClass, .smallClass: value > 0
      case .prefecture, .county, .service: true
      }
    return isGood ? nil : Text("\(part.name) \(digits) does not occur", zh: "\(part.name) \(digits) 超出取值范围")
  }

  public static func == (a: OfficialCode, b: OfficialCode) -> Bool {
    a.text == b.text && a.kind == b.kind && a.rule == b.rule
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(kind)
    hasher.combine(rule)
  }

  /// A code out of its parts: the place's digits, then numbers padded with zeros.
  ///
  /// - Parameters:
  ///   - place: of a unit grid 12 digits, of a component or an event 6.
  ///   - classDigits: of a component or an event, 4 digits (2013) or 5 (2026).
  ///   - sequence: of a unit grid 1 to 999, of a component 1 to 999,999.
  /// - Throws: `bad-code` (65) where the result would break its rule.
  public static func make(_ kind: Kind, place: String, classDigits: String = "", sequence: Int? = nil) throws(Fault)
    -> String
  {
    let width = kind == .component ? 6 : 3
    let number = sequence.map(String.init) ?? ""
    let padding = sequence == nil ? "" : String(repeating: "0", count: max(0, width - number.count))
    let text = place + classDigits + padding + number
    let readings = readings(text, as: kind)
    if let reading = readings.last, reading.faults.isEmpty { return text }
    let why = readings.last?.faults.first ?? Text("its length fits no rule", zh: "长度不符合任何规则")
    throw Fault(
      .data, code: "bad-code",
      Text(
        "“\(text)” would be no \(kind.rawValue) code: \(why.english)",
        zh: "“\(text)”不是有效的 \(kind.rawValue) 编码：\(why.chinese)"))
  }
}

import AreaIndex
import Diagnostics

/// What is known of a field before its part is guessed.
struct FieldEvidence {
  var name: String
  /// The values of the rows, as text; `nil` where there is none.
  var values: [String?]

  var isBlank: Bool { values.allSatisfy { $0?.allSatisfy(\.isWhitespace) ?? true } }

  /// A few different values, for people to look at.
  var samples: String {
    var shown: [String] = []
    for case let value? in values where !value.isEmpty && !shown.contains(value) {
      shown.append(value)
      if shown.count == 3 { break }
    }
    return shown.joined(separator: ", ")
  }
}

/// Finds which field of a file is the code, the name, the parent and the number of households.
struct FieldGuess {
  let file: String
  let fields: [FieldEvidence]

  /// - Parameter asked: fields that the caller named; the others are guessed by their usual names.
  /// The level whose areas a file holds, by what its code is called: a file of grids may tell the codes of the communities
  /// above them too, so that the lowest counts.
  ///
  /// - Parameter standard: is taken where no level's code is there, and where its own is.
  func level(otherwise standard: Level) -> Level {
    ([standard] + Level.allCases.sorted(by: >)).first { level in
      let names = FieldNames(level: level)
      return fields.contains { field in
        !field.isBlank && names.meanings(of: field.name).contains { $0.role == .code && $0.rank < FieldNames.faintRank }
      }
    } ?? standard
  }

  /// - Parameter needsCode: whether a file without codes is refused.
  /// - Throws: `unknown-field` (64) for a named field that is not there; `no-code-field` and `ambiguous-field` (65) where
  ///   no guess is better than the others.
  func mapping(
    level: Level, asked: FieldMapping, needsCode: Bool = true
  ) throws(Fault) -> (fields: FieldMapping, notices: [Notice]) {
    var mapping = FieldMapping()
    for role in FieldRole.allCases {
      if let wanted = asked[role] { mapping[role] = try field(named: wanted, for: role) }
    }
    let names = FieldNames(level: level)
    var guessed: [FieldRole] = []
    var doubts: [Notice] = []
    for role in FieldRole.allCases where mapping[role] == nil {
      let taken = FieldRole.allCases.compactMap { mapping[$0] }
      if let (field, rivals) = try best(for: role, among: fields.filter { !taken.contains($0.name) }, names) {
        mapping[role] = field.name
        guessed.append(role)
        if !rivals.isEmpty { doubts.append(doubt(role, field, rivals)) }
      }
    }
    var byValues: [FieldRole] = []
    for role in [FieldRole.code, .name] where mapping[role] == nil {
      let taken = FieldRole.allCases.compactMap { mapping[$0] }
      if let field = FieldValues.best(for: role, among: fields.filter { !taken.contains($0.name) }) {
        mapping[role] = field.name
        byValues.append(role)
      }
    }
    guard mapping.code != nil || !needsCode else { throw noCodeField }
    return (mapping, notices(on: mapping, byName: guessed, byValues: byValues) + doubts)
  }

  /// The field that `wanted` names: exactly, or else but for upper and lower case.
  private func field(named wanted: String, for role: FieldRole) throws(Fault) -> String {
    if let exact = fields.first(where: { $0.name == wanted }) { return exact.name }
    let lower = wanted.lowercased()
    let alike = fields.filter { $0.name.lowercased() == lower }
    if alike.count == 1 { return alike[0].name }
    throw Fault(
      .usage, code: "unknown-field",
      Text("there is no field “\(wanted)” (\(list))", zh: "没有字段“\(wanted)”（\(list)）"),
      at: Place(file),
      hint: Text("name one of these fields with --\(role.rawValue)", zh: "请用 --\(role.rawValue) 指定其中一个字段"))
  }

  /// The field that fits a part best by its name, and those whose names fit as well but whose values say something else.
  private func best(
    for role: FieldRole, among fields: [FieldEvidence], _ names: FieldNames
  ) throws(Fault) -> (field: FieldEvidence, rivals: [FieldEvidence])? {
    var rank = Int.max
    var fitting: [FieldEvidence] = []
    for field in fields where !field.isBlank {
      for meaning in names.meanings(of: field.name) where meaning.role == role && meaning.rank <= rank {
        if meaning.rank < rank { fitting = [] }
        rank = meaning.rank
        fitting.append(field)
      }
    }
    guard let first = fitting.first else { return nil }
    // Twins that say the same in every row are one answer.
    if fitting.dropFirst().allSatisfy({ $0.values == first.values }) { return (first, []) }
    // The place of an area tells its parent too, and households can do without.
    guard role == .code || role == .name, rank < FieldNames.faintRank else { return nil }
    // Of two code systems side by side the one that tells the areas apart is the code.
    let flaws = fitting.map(FieldValues.flaws)
    if role == .code, let fewest = flaws.min(), flaws.filter({ $0 == fewest }).count == 1,
      let position = flaws.firstIndex(of: fewest)
    {
      let chosen = fitting.remove(at: position)
      return (chosen, fitting)
    }
    let rivals = fitting.map { "\($0.name) (\($0.samples))" }.joined(separator: " | ")
    throw Fault(
      .data, code: "ambiguous-field",
      Text(
        "several fields may be the \(role.rawValue): \(rivals)",
        zh: "可能是\(role == .code ? "编码" : "名称")的字段不止一个：\(rivals)"),
      at: Place(file), hint: Text("choose one with --\(role.rawValue) F", zh: "请用 --\(role.rawValue) F 选定其一"))
  }

  private func doubt(_ role: FieldRole, _ chosen: FieldEvidence, _ rivals: [FieldEvidence]) -> Notice {
    let others = rivals.map { "\($0.name) (\($0.samples); \(FieldValues.flaws($0)))" }.joined(separator: " | ")
    let flaws = FieldValues.flaws(chosen)
    return Notice(
      .warning, code: "field-chosen",
      Text(
        "\(role.rawValue) = \(chosen.name), which has fewer blank and doubled values (\(flaws)) than \(others); --\(role.rawValue) F takes another",
        zh: "\(role.rawValue) = \(chosen.name)，其空白和重复值（\(flaws)）少于 \(others)；可用 --\(role.rawValue) F 另选"),
      at: Place(file))
  }

  private func notices(on mapping: FieldMapping, byName: [FieldRole], byValues: [FieldRole]) -> [Notice] {
    func described(_ roles: [FieldRole]) -> String {
      let parts = roles.map { role in
        let field = fields.first { $0.name == mapping[role] }
        return "\(role.rawValue) = \(mapping[role] ?? "") (\(field?.samples ?? ""))"
      }
      return parts.joined(separator: "; ")
    }
    var notices: [Notice] = []
    if !byName.isEmpty {
      let text = described(byName)
      notices.append(
        Notice(
          .note, code: "fields-guessed", Text("fields by their names: \(text)", zh: "按字段名判断：\(text)"), at: Place(file)))
    }
    if !byValues.isEmpty {
      let text = described(byValues)
      notices.append(
        Notice(
          .warning, code: "fields-guessed-by-values",
          Text(
            "no usual field names; by what the values look like: \(text)", zh: "没有常见字段名；按字段值判断：\(text)"),
          at: Place(file)))
    }
    if mapping.code == nil {
      notices.append(
        Notice(
          .warning, code: "no-code-field",
          Text(
            "no field looks like the code, so areas go by their names and rows; --code F names it (\(list))",
            zh: "没有像编码的字段，区域按名称和行号称呼；可用 --code F 指定（\(list)）"), at: Place(file)))
    }
    if mapping.name == nil {
      notices.append(
        Notice(
          .warning, code: "no-name-field",
          Text(
            "no field looks like the name, so names stay blank; --name F names it (\(list))",
            zh: "没有像名称的字段，名称留空；可用 --name F 指定（\(list)）"), at: Place(file)))
    }
    return notices
  }

  private var noCodeField: Fault {
    Fault(
      .data, code: "no-code-field",
      Text("no field looks like the code (\(list))", zh: "没有像编码的字段（\(list)）"),
      at: Place(file), hint: Text("name it with --code F", zh: "请用 --code F 指定"))
  }

  private var list: String {
    fields.isEmpty
      ? "no fields at all" : fields.map { $0.isBlank ? $0.name : "\($0.name): \($0.samples)" }.joined(separator: " | ")
  }
}

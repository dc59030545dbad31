import Diagnostics

extension ParentSummary {
  /// How many disagreements a notice shows; the report has them all.
  private static let shownDisagreements = 5

  var notices: [Notice] {
    var notices = [
      Notice(
        .note, code: "parents-found",
        Text(
          "areas above the \(level) level: \(byField) by field, \(byPrefix) by code, \(byGeometry) by place",
          zh: "\(level) 的上级：按字段 \(byField)，按编码 \(byPrefix)，按位置 \(byGeometry)"))
    ]
    if ignoresField {
      notices.append(
        Notice(
          .warning, code: "parent-field-ignored",
          Text(
            "the guessed parent field contradicts the places of most areas and is not believed; --parent F insists",
            zh: "推测的上级字段与多数区域的位置矛盾，未采用；可用 --parent F 坚持采用")))
    }
    if ignoresPrefix {
      notices.append(
        Notice(
          .note, code: "code-prefix-ignored",
          Text(
            "the codes of the \(level) level do not begin with those of the areas around them",
            zh: "\(level) 的编码不以所在上级的编码开头，未按编码推断")))
    }
    if without > 0 {
      notices.append(
        Notice(
          .warning, code: "parents-missing",
          Text("\(Text.counted(without, "area has", "areas have")) nothing above them", zh: "\(without) 个区域没有上级")))
    }
    if !disagreements.isEmpty {
      let shown = disagreements.prefix(Self.shownDisagreements).map(\.line).joined(separator: "; ")
      let more = disagreements.count > Self.shownDisagreements ? "; …" : ""
      notices.append(
        Notice(
          .warning, code: "parents-disagree",
          Text(
            "field, code and place disagree on the area above \(Text.counted(disagreements.count, "area")): \(shown)\(more)",
            zh: "\(disagreements.count) 个区域的字段、编码与位置所指的上级不一致：\(shown)\(more)")))
    }
    return notices
  }
}

extension ParentDisagreement {
  /// E.g. `440100001: field 4402, code 4401, place 4401`.
  fileprivate var line: String {
    let claims = [("field", byField), ("code", byPrefix), ("place", byGeometry)].compactMap { witness, code in
      code.map { "\(witness) \($0)" }
    }
    return "\(code.isEmpty ? "(blank) \(name)" : code): \(claims.joined(separator: ", "))"
  }
}

package import Diagnostics
package import JSONWriting
import SpatialPrimitives

extension Unification {
  /// The result as `unify --json` prints it.
  package func json(of subject: UnificationSubject, edition: Int64, _ language: Language) -> JSONValue {
    var source: JSONValue = .null
    switch householdSource {
    case .places(let outside): source = ["from": "places", "outside": JSONValue(outside)]
    case .scheme(let scheme): source = ["from": .string(subject.schemes[scheme].name)]
    case .none: break
    }
    let counts = Conflict.Kind.allCases.map { kind in
      JSONValue.Member(key: kind.rawValue, value: JSONValue(conflicts.count { $0.kind == kind }))
    }
    return [
      "edition": .integer(edition), "elements": JSONValue(elements.count), "grids": JSONValue(grids.count),
      "conflicts": JSONValue(conflicts.count), "conflict_kinds": .object(counts), "slivers": JSONValue(slivers.count),
      "slivers_left": JSONValue(slivers.count { $0.place == .left }),
      "slivers_apart": JSONValue(slivers.count { $0.place == .apart }),
      "schemes": .array(
        zip(subject.schemes, schemes).map { scheme, summary in
          [
            "scheme": .string(scheme.name), "grids": JSONValue(summary.grids), "whole": JSONValue(summary.whole),
            "unions": JSONValue(summary.unions), "across": JSONValue(summary.across),
            "uncovered_m2": .number(Rounding.measure(summary.uncovered)),
            "overlapping_m2": .number(Rounding.measure(summary.overlapping)),
            "outside_m2": .number(Rounding.measure(summary.outside)),
          ]
        }),
      "households": source, "cases": .number(cases), "target": target.map(JSONValue.number) ?? .null,
      "within_tolerance": JSONValue(withinTolerance),
      "worst_deviation": worstDeviation.map { .number(Rounding.measure($0)) } ?? .null,
      "reasons": .array(
        reasons.map { reason in
          [
            "community": .string(subject.communities[reason.community].code), "reason": .string(reason.text(language)),
          ]
        }),
    ]
  }

  /// What came of it, in a few lines.
  package func summary(of subject: UnificationSubject, edition: Int64) -> Text {
    var english = "\(Text.counted(schemes.count, "scheme")): \(Text.counted(elements.count, "element")), "
    english += "\(Text.counted(grids.count, "grid")) in edition \(edition), "
    english += "\(Text.counted(conflicts.count, "conflict")), \(Text.counted(slivers.count, "sliver"))"
    var chinese = "\(schemes.count) 个体系：\(elements.count) 个网格元，版本 \(edition) 有 \(grids.count) 个网格，"
    chinese += "\(conflicts.count) 处冲突，\(slivers.count) 个碎条"
    for (scheme, summary) in zip(subject.schemes, schemes) {
      english +=
        "\n  \(scheme.name): of \(Text.counted(summary.grids, "grid")) \(Text.counted(summary.whole, "lies", "lie")) whole in a new one, "
      english += "\(summary.unions) are made up of new ones"
      chinese += "\n  \(scheme.name)：\(summary.grids) 个网格中 \(summary.whole) 个整体位于新网格内，"
      chinese += "\(summary.unions) 个由新网格组成"
      guard summary.across > 0 else { continue }
      english += ", \(summary.across) lie in several communities"
      chinese += "，\(summary.across) 个跨社区"
    }
    if let target, let withinTolerance {
      english +=
        "\n  \(withinTolerance) of \(Text.counted(grids.count, "grid is", "grids are")) near \(Quantity.number(target)) households"
      chinese += "\n  \(grids.count) 个网格中 \(withinTolerance) 个接近 \(Quantity.number(target)) 户"
    }
    return Text(english, zh: chinese)
  }

  /// What must be known about the answer, as notices: where numbers come from, and how nets are not as they should be.
  package func notices(of subject: UnificationSubject) -> [Notice] {
    var notices: [Notice] = []
    func add(_ weight: Notice.Weight, _ code: String, _ text: Text) {
      notices.append(Notice(weight, code: code, text))
    }
    switch householdSource {
    case .places(let outside) where outside > 0:
      add(
        .warning, "households-outside",
        Text(
          "\(Text.counted(outside, "place with households lies", "places with households lie")) in no element",
          zh: "\(outside) 处住户不在任何网格元内"))
    case .places: break
    case .scheme(let scheme):
      let name = subject.schemes[scheme].name
      add(
        .note, "households-apportioned",
        Text(
          "households are those of \(name)'s grids, divided by area", zh: "户数取自 \(name) 的网格，按面积分摊"))
    case .none:
      add(
        .note, "households-unknown",
        Text("no households are known: their shares are those of the area", zh: "没有户数：户数比例以面积比例代替"))
    }
    if cases == 0 {
      add(
        .note, "cases-unknown",
        Text("no cases are stored: their shares are those of the area", zh: "没有案件：案件比例以面积比例代替"))
    }
    for (scheme, summary) in zip(subject.schemes, schemes) {
      for (area, code, english, chinese) in [
        (summary.uncovered, "scheme-not-covering", "has no grid on", "未覆盖"),
        (summary.overlapping, "scheme-overlapping", "has several grids on", "自身重叠"),
        (summary.outside, "scheme-outside", "reaches beyond the communities by", "超出社区范围"),
      ] where area >= 1 {
        let size = Quantity.squareMetres(area)
        add(.warning, code, Text("\(scheme.name) \(english) \(size)", zh: "\(scheme.name) \(chinese) \(size)"))
      }
    }
    return notices
  }
}

import AreaIndex
package import Diagnostics
package import JSONWriting
import SystemFiles

/// The certificate of a simplification: what it cost.
package struct SimplifyCertificate {
  private let result: SimplifyResult
  private let subject: CheckSubject
  private let language: Language

  package init(_ result: SimplifyResult, of subject: CheckSubject, _ language: Language) {
    self.result = result
    self.subject = subject
    self.language = language
  }

  /// Writes it as JSON.
  ///
  /// - Throws: `output-exists`, `unwritable`, `disk-full` … (73).
  package func write(to path: String, force: Bool) throws(Fault) {
    var file = try OutputFile(path: path, force: force)
    try file.write(json.prettyText + "\n")
    try file.commit()
  }

  package var json: JSONValue {
    [
      "simplified": .string(subject.title(language)), "edition": JSONValue(subject.editionID.map(Int.init)),
      "tolerance_m": .number(result.tolerance), "greatest_shift_m": .number(Rounding.measure(result.greatestShift)),
      "vertices_before": JSONValue(result.verticesBefore), "vertices_after": JSONValue(result.verticesAfter),
      "cases": JSONValue(result.cases),
      "levels": .array(
        result.levels.map { level in
          [
            "level": JSONValue(level.level?.name), "areas": JSONValue(level.areas),
            "areas_changed": JSONValue(level.areasChanged),
            "changed_m2": .number(Rounding.measure(level.squareMetres)),
            "households_changed": JSONValue(level.households.map(Rounding.measure)),
            "cases_changed": JSONValue(level.cases),
          ]
        }),
      "areas": .array(
        result.areas.map { change in
          let area = subject.areas[change.ordinal]
          return [
            "level": JSONValue(area.level?.name), "code": .string(area.code), "name": .string(area.name),
            "before_m2": .number(change.before), "after_m2": .number(change.after),
            "gained_m2": .number(Rounding.measure(change.gained)), "lost_m2": .number(Rounding.measure(change.lost)),
            "vertices_before": JSONValue(change.verticesBefore), "vertices_after": JSONValue(change.verticesAfter),
            "households_lost": JSONValue(change.householdsLost.map(Rounding.measure)),
          ]
        }),
      "left": .array(result.left.map { .string(subject.areas[$0].code) }),
    ]
  }

  package var text: String {
    var lines: [String] = []
    for level in result.levels {
      let name = level.level?.name ?? Text("areas", zh: "区域")(language)
      let moved = Quantity.squareMetres(level.squareMetres)
      var words = Text(
        "\(level.areasChanged) of \(Text.counted(level.areas, "area")) changed, \(moved) change area",
        zh: "\(level.areas) 个区域中修改 \(level.areasChanged) 个，\(moved) 改变归属")
      if let households = level.households {
        let count = Quantity.number(households)
        words = Text("\(words.english), some \(count) households", zh: "\(words.chinese)，约 \(count) 户")
      }
      if let cases = level.cases, let all = result.cases {
        words = Text(
          "\(words.english), \(cases) of \(Text.counted(all, "case"))", zh: "\(words.chinese)，案件 \(all) 件中 \(cases) 件")
      }
      lines.append(name + ": " + words(language))
    }
    let shift = Quantity.metres(result.greatestShift)
    lines.append(
      Text(
        "\(result.verticesBefore) vertices before, \(result.verticesAfter) after; moved up to \(shift)",
        zh: "顶点由 \(result.verticesBefore) 个减至 \(result.verticesAfter) 个；最大移动 \(shift)")(language))
    if !result.left.isEmpty {
      let codes = result.left.map { subject.areas[$0].code }.joined(separator: ", ")
      lines.append(Text("left, for they enclose nothing: \(codes)", zh: "没有围成面积，予以保留：\(codes)")(language))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

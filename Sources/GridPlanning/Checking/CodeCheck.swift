import AreaIndex
import Diagnostics
import SpatialPrimitives

/// Looks at the codes of one level: doubled, blank, of another form than most, not below the code of the area above.
struct CodeCheck {
  let subject: CheckSubject
  let ordinals: [Int]

  func run() throws(Fault) -> [Finding] {
    let measure = try FaceMeasure(subject.coordinateSystem)
    return duplicates(measure) + blanks(measure) + forms(measure) + prefixes(measure)
  }

  private func finding(
    _ kind: Finding.Kind, _ ordinals: [Int], _ measure: FaceMeasure, _ message: Text
  ) -> Finding {
    var finding = Finding(
      kind, .error, level: subject.areas[ordinals[0]].level, areas: ordinals.map { subject.areas[$0].label },
      message: message)
    finding.place = subject.areas[ordinals[0]].geometry.middle(measure)
    finding.ordinals = ordinals
    return finding
  }

  private func duplicates(_ measure: FaceMeasure) -> [Finding] {
    let byCode = Dictionary(grouping: ordinals.filter { !subject.areas[$0].isCodeBlank }) { subject.areas[$0].code }
    return byCode.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { code, bearers in
      let names = Naming.list(bearers.map(bearer))
      return finding(
        .duplicateCode, bearers, measure,
        Text(
          "\(bearers.count) areas bear the code \(code): \(names.english)",
          zh: "\(bearers.count) 个区域使用同一编码 \(code)：\(names.chinese)"))
    }
  }

  /// An area whose code says nothing of it: by its name and its row, since duplicates mostly have one name too.
  private func bearer(_ ordinal: Int) -> Text {
    let area = subject.areas[ordinal]
    guard let row = area.row else { return area.name.isEmpty ? area.label.text : Text(verbatim: area.name) }
    guard !area.name.isEmpty else { return Finding.Name(code: "", name: "", row: row).text }
    return Text("\(area.name) (row \(row))", zh: "\(area.name)（第 \(row) 行）")
  }

  private func blanks(_ measure: FaceMeasure) -> [Finding] {
    if subject.editionID == nil, ordinals.allSatisfy({ subject.areas[$0].isCodeBlank }) { return [uncoded(measure)] }
    return ordinals.filter { subject.areas[$0].isCodeBlank }.map { ordinal in
      let name = subject.areas[ordinal].label.text
      return finding(
        .badCode, [ordinal], measure, Text("\(name.english): the code is blank", zh: "\(name.chinese)：编码为空"))
    }
  }

  /// One note for a file that knows no codes.
  private func uncoded(_ measure: FaceMeasure) -> Finding {
    let count = ordinals.count
    var finding = finding(
      .badCode, ordinals, measure, Text("none of \(Text.counted(count, "area")) has a code", zh: "\(count) 个区域均无编码"))
    finding.severity = .note
    return finding
  }

  /// The form that more than half of the codes have is the rule; where none has, there is no rule.
  private func forms(_ measure: FaceMeasure) -> [Finding] {
    let coded = ordinals.filter { !subject.areas[$0].isCodeBlank }
    let codes = coded.map { subject.areas[$0].code }
    guard !CodeForm.areNumbers(codes) else { return [] }
    let forms = codes.map { CodeForm($0) }
    let counts = Dictionary(grouping: forms) { $0 }.mapValues(\.count)
    guard let rule = counts.max(by: { ($0.value, $1.key.text) < ($1.value, $0.key.text) }),
      rule.value * 2 > coded.count, rule.value >= 3
    else { return [] }
    return zip(coded, forms).filter { $1 != rule.key }.map { ordinal, form in
      let name = subject.areas[ordinal].label.text
      let (found, most) = (form.words, rule.key.words)
      return finding(
        .badCode, [ordinal], measure,
        Text(
          "the code of \(name.english) is \(found.english); \(rule.value) of \(Text.counted(coded.count, "code is", "codes are")) \(most.english)",
          zh: "\(name.chinese) 的编码为\(found.chinese)，而 \(coded.count) 个编码中有 \(rule.value) 个为\(most.chinese)"))
    }
  }

  /// Where most codes begin with the code of the area above, the others are wrong, or stand in the wrong place.
  private func prefixes(_ measure: FaceMeasure) -> [Finding] {
    var fits = 0
    var misfits: [(child: Int, parent: Int)] = []
    for ordinal in ordinals {
      let area = subject.areas[ordinal]
      guard !area.isCodeBlank, let parent = area.parent, !subject.areas[parent].isCodeBlank else { continue }
      let above = CodeForm.significantPart(of: subject.areas[parent].code)
      if area.code.utf8.starts(with: above.utf8), area.code != above {
        fits += 1
      } else {
        misfits.append((ordinal, parent))
      }
    }
    guard fits > misfits.count else { return [] }
    return misfits.map { child, parent in
      let (name, above) = (subject.areas[child].label.text, subject.areas[parent].label.text)
      return finding(
        .badCode, [child], measure,
        Text(
          "the code of \(name.english) does not begin with that of \(above.english), the area above it, as \(Text.counted(fits, "other does", "others do"))",
          zh: "\(name.chinese) 的编码不以其上级 \(above.chinese) 的编码开头，而其他 \(fits) 个均如此"))
    }
  }
}

extension CheckSubject.Area {
  var isCodeBlank: Bool {
    // Most begin with a sign that is none.
    if let first = code.utf8.first, (0x21...0x7E).contains(first) { return false }
    return code.allSatisfy(\.isWhitespace)
  }
}

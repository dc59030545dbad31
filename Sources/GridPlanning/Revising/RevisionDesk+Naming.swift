import AreaIndex
import CityStore
import Diagnostics
import SpatialPrimitives

extension RevisionDesk {
  func rename(_ text: String, to name: String) throws(Fault) -> RevisionReport {
    let area = try self.area(text)
    var report = RevisionReport(editionID: draft.id, level: area.level)
    report.before = [item(area)]
    try writer(area.level).update(area.id, NewArea(area, name: name))
    report.after = [item(area.code, name, area.geometry, area.households)]
    try recordSource(area.level, areas: 1)
    return report
  }

  func recode(_ text: String, to code: String, below: Bool) throws(Fault) -> RevisionReport {
    let area = try self.area(text)
    guard !code.isEmpty, !code.contains(where: \.isWhitespace), code != area.code else {
      throw Fault(
        .usage, code: "bad-code",
        Text("“\(code)” is no new code for \(area.code)", zh: "“\(code)”不能作为 \(area.code) 的新编码"))
    }
    var report = RevisionReport(editionID: draft.id, level: area.level)
    report.before = [item(area)]
    report.after = [item(code, area.name, area.geometry, area.households)]
    var steps: [Level: LineageSteps] = [:]
    try recode(area, to: code, parentCode: area.parentCode, below: below, &steps, &report)
    report.lineage = try write(steps)
    return report
  }

  /// One area and, where its code begins theirs too and they are to follow, those below.
  private func recode(
    _ area: AreaRecord, to code: String, parentCode: String?, below: Bool, _ steps: inout [Level: LineageSteps],
    _ report: inout RevisionReport
  ) throws(Fault) {
    if code != area.code {
      _ = try codes(after: area, given: [code], boxes: [area.geometry.box], own: [area.code])
      steps[area.level, default: LineageSteps(level: area.level)].steps.append(
        LineageSteps.Step(from: area.code, to: code, areaShare: 1, householdShare: 1, caseShare: 1))
    }
    var renewed = NewArea(area, code: code)
    renewed.parentCode = parentCode
    try writer(area.level).update(area.id, renewed)
    guard code != area.code else { return }
    let (stem, newStem) = (CodeForm.significantPart(of: area.code), CodeForm.significantPart(of: code))
    for child in try city.children(of: area) {
      let follows = below && child.code.hasPrefix(stem)
      let newCode = follows ? newStem + child.code.dropFirst(stem.count) : child.code
      try recode(child, to: newCode, parentCode: code, below: below, &steps, &report)
      report.relinked += 1
    }
  }

  /// Gives areas right below numbers of the area that they belong to now, where their codes begin with one of before.
  func renumber(
    below parents: [(id: Int64, code: String)], formerly old: [String], _ report: inout RevisionReport
  ) throws(Fault) {
    var steps: [Level: LineageSteps] = [:]
    let old = old.map(CodeForm.significantPart)
    for parent in parents {
      guard let record = try city.area(parent.id) else { continue }
      let stem = CodeForm.significantPart(of: parent.code)
      let strangers = try city.children(of: record).filter { !$0.code.hasPrefix(stem) }
      for level in Level.allCases {
        let children = strangers.filter { child in
          child.level == level && old.contains { child.code.hasPrefix($0) && child.code.count > $0.count }
        }
        guard let first = children.first, let former = old.first(where: first.code.hasPrefix) else { continue }
        let used = try city.codesEverUsed(in: draft.scheme, at: level).union(city.codes(in: draft, at: level))
        var numbering = GridNumbering(used: used, digits: first.code.utf8.count - former.utf8.count)
        let codes = try numbering.codes(in: stem, boxes: children.map(\.geometry.box))
        for (child, code) in zip(children, codes) {
          try recode(child, to: code, parentCode: parent.code, below: true, &steps, &report)
        }
      }
    }
    report.lineage += try write(steps)
  }

  private func write(_ steps: [Level: LineageSteps]) throws(Fault) -> [LineageEdge] {
    var edges: [LineageEdge] = []
    for level in Level.allCases {
      guard let taken = steps[level] else { continue }
      edges += try write(taken)
      try recordSource(level, areas: taken.steps.count)
    }
    return edges
  }
}

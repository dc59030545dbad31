import AreaIndex
import CityStore
import CoverageTopology
import Diagnostics
import SpatialPrimitives

extension RevisionDesk {
  // MARK: split

  func split(
    _ text: String, by drawing: Drawing, codes given: [String], names: [String], below: Bool
  ) throws(Fault) -> RevisionReport {
    let area = try self.area(text)
    let division = try AreaDivision(area, by: drawing, measure)
    let parts = division.parts
    let codes = try self.codes(after: area, given: given, boxes: parts.map(\.box), own: [area.code])
    guard names.isEmpty || names.count == parts.count else {
      throw Fault(
        .usage, code: "names-do-not-fit",
        Text(
          "\(Text.counted(parts.count, "area comes", "areas come")) of it, and \(Text.counted(names.count, "name is", "names are")) given",
          zh: "将产生 \(parts.count) 个区域，但给出了 \(names.count) 个名称"),
        hint: Text("give one name an area, or none", zh: "每个区域给出一个名称，或都不给"))
    }
    let squareMetres = parts.map(squareMetres)
    let children = try self.children(of: area, in: parts)
    let households = HouseholdShares(
      of: area.households, children: children.map { ($0.record.households, $0.shares) }, squareMetres: squareMetres)
    let cases = try caseShares(of: area, in: parts)

    var report = RevisionReport(editionID: draft.id, level: area.level)
    report.before = [item(area)]
    report.slivers = division.slivers
    report.householdRule = households.rule.rawValue
    let writer = try self.writer(area.level)
    var steps = LineageSteps(level: area.level)
    var parents: [(id: Int64, code: String)] = []
    let whole = squareMetres.reduce(0, +)
    for (number, part) in parts.enumerated() {
      let name =
        try names.isEmpty
        ? self.name(after: area, code: codes[number], else: "\(area.name)-\(number + 1)") : names[number]
      let fresh = NewArea(area, code: codes[number], name: name, households: households.counts[number], geometry: part)
      if codes[number] == area.code {
        try writer.update(area.id, fresh)
        parents.append((area.id, area.code))
      } else {
        parents.append((try writer.insert(fresh), codes[number]))
      }
      report.after.append(item(codes[number], name, part, households.counts[number]))
      steps.steps.append(
        LineageSteps.Step(
          from: area.code, to: codes[number], areaShare: squareMetres[number] / whole,
          householdShare: share(households.counts[number], of: area.households), caseShare: cases?[number]))
    }
    try relink(children, to: parents, &report)
    if !codes.contains(area.code) { try writer.remove(area.id) }
    report.neighbours = try fitNeighbours(of: [area.geometry], after: parts, besides: Set(parents.map(\.id)))
    report.lineage = try write(steps)
    if below { try renumber(below: parents, formerly: [area.code], &report) }
    try recordSource(area.level, areas: parts.count)
    return report
  }

  private func share(_ count: Double?, of total: Double?) -> Double? {
    guard let count, let total, total > 0 else { return nil }
    return count / total
  }

  // MARK: merge

  func merge(_ texts: [String], code given: String?, name: String?, below: Bool) throws(Fault) -> RevisionReport {
    var areas: [AreaRecord] = []
    for text in texts { areas.append(try area(text)) }
    try requireOneLevel(areas)
    warnOfParents(areas)
    let arrangement = AreaArrangement(areas.map(\.geometry), cutBy: [])
    let merged = arrangement.areas(labels: arrangement.faces.map { _ in 0 }, count: 1)[0]
    if merged.polygons.count > areas.map(\.geometry.polygons.count).max() ?? 1 {
      warn("areas-apart", Text("the areas do not all touch: the new one has parts", zh: "这些区域不全相邻：新区域由多部分组成"))
    }
    let largest = areas.max { $0.geometry.planarArea < $1.geometry.planarArea } ?? areas[0]
    let code = try codes(
      after: largest, given: given.map { [$0] } ?? [], boxes: [merged.box], own: Set(areas.map(\.code)))[0]
    let heir = areas.first { $0.code == code } ?? largest
    let counts = areas.compactMap(\.households)
    let households = counts.count == areas.count ? counts.reduce(0, +) : nil

    var report = RevisionReport(editionID: draft.id, level: heir.level)
    report.before = areas.map(item)
    let title = if let name { name } else { try self.name(after: heir, code: code, else: heir.name) }
    let writer = try self.writer(heir.level)
    try writer.update(heir.id, NewArea(heir, code: code, name: title, households: .some(households), geometry: merged))
    report.after = [item(code, title, merged, households)]
    for area in areas {
      for child in try city.children(of: area) where area.id != heir.id || area.code != code {
        try self.writer(child.level).setParent(of: child.id, to: heir.id, code: code)
        report.relinked += 1
      }
      if area.id != heir.id { try writer.remove(area.id) }
    }
    report.neighbours = try fitNeighbours(of: areas.map(\.geometry), after: [merged], besides: [heir.id])
    report.lineage = try write(
      LineageSteps(
        level: heir.level,
        steps: areas.map {
          LineageSteps.Step(from: $0.code, to: code, areaShare: 1, householdShare: 1, caseShare: 1)
        }))
    if below { try renumber(below: [(heir.id, code)], formerly: areas.map(\.code), &report) }
    try recordSource(heir.level, areas: 1)
    return report
  }

  private func requireOneLevel(_ areas: [AreaRecord]) throws(Fault) {
    guard Set(areas.map(\.id)).count == areas.count, areas.count > 1 else {
      throw Fault(
        .usage, code: "areas-not-several", Text("two areas that differ are needed", zh: "需要两个不同的区域"))
    }
    guard Set(areas.map(\.level)).count == 1 else {
      let list = areas.map { "\($0.level)/\($0.code)" }.joined(separator: ", ")
      throw Fault(
        .usage, code: "levels-differ", Text("the areas are of different levels: \(list)", zh: "这些区域层级不同：\(list)"),
        hint: Text("write LEVEL/CODE", zh: "请写成 层级/编码"))
    }
  }

  // MARK: move

  func move(
    _ fromText: String, _ toText: String, ground: Drawing, below: Bool
  ) throws(Fault) -> RevisionReport {
    let areas = [try area(fromText), try area(toText)]
    let (giver, taker) = (areas[0], areas[1])
    try requireOneLevel(areas)
    warnOfParents(areas)
    let arrangement = AreaArrangement(areas.map(\.geometry), cutBy: ground.polygons.flatMap(\.paths))
    var labels = arrangement.faces.map { face in
      if face.areas == [1] { return 1 }
      let isMarked = ground.polygons.contains {
        $0.box.contains(face.interior) && $0.location(of: face.interior) == .inside
      }
      return isMarked ? 1 : 0
    }
    let slivers = arrangement.joinSlivers(&labels, measure)
    let isMoved = arrangement.faces.indices.map { arrangement.faces[$0].areas.contains(0) && labels[$0] == 1 }
    guard isMoved.contains(true) else {
      throw Fault(
        .data, code: "ground-not-in-area",
        Text(
          "no polygon of the file lies in \(giver.code) \(giver.name)",
          zh: "文件中的面都不在 \(giver.code) \(giver.name) 内"),
        hint: Text("draw a polygon round the ground that goes over", zh: "请绘制包围要划出部分的面"))
    }
    guard labels.contains(0) else {
      throw Fault(
        .data, code: "nothing-left",
        Text("nothing would be left of \(giver.code) \(giver.name)", zh: "\(giver.code) \(giver.name) 将不剩任何部分"),
        hint: Text("merge the two areas instead", zh: "请改用 revise merge"))
    }
    let shapes = arrangement.areas(labels: labels, count: 2)
    if shapes[1].polygons.count > taker.geometry.polygons.count {
      warn(
        "areas-apart",
        Text("the ground does not touch \(taker.code): that has more parts now", zh: "划入部分与 \(taker.code) 不相邻：其部分数增加"))
    }
    // What the giver keeps, and what it gives.
    let kept = zip(arrangement.faces, labels).map { $0.areas.contains(0) ? $1 : -1 }
    let parts = arrangement.areas(labels: kept, count: 2)
    let squareMetres = parts.map(squareMetres)
    let children = try self.children(of: giver, in: parts)
    let split = HouseholdShares(
      of: giver.households, children: children.map { ($0.record.households, $0.shares) }, squareMetres: squareMetres)
    let moved = split.counts[1] ?? 0
    let cases = try caseShares(of: giver, in: parts)
    let counts = [split.counts[0], taker.households.map { $0 + moved }]

    var report = RevisionReport(editionID: draft.id, level: giver.level)
    report.before = areas.map(item)
    report.slivers = slivers
    report.householdRule = split.rule.rawValue
    let writer = try self.writer(giver.level)
    for (number, area) in areas.enumerated() {
      try writer.update(area.id, NewArea(area, households: .some(counts[number]), geometry: shapes[number]))
      report.after.append(item(area.code, area.name, shapes[number], counts[number]))
    }
    try relink(children, to: areas.map { ($0.id, $0.code) }, &report)
    report.neighbours = try fitNeighbours(of: areas.map(\.geometry), after: shapes, besides: Set(areas.map(\.id)))
    var steps = LineageSteps(level: giver.level)
    let whole = squareMetres.reduce(0, +)
    for number in 0..<2 {
      steps.steps.append(
        LineageSteps.Step(
          from: giver.code, to: areas[number].code, areaShare: squareMetres[number] / whole,
          householdShare: share(split.counts[number], of: giver.households), caseShare: cases?[number]))
    }
    steps.steps.append(
      LineageSteps.Step(from: taker.code, to: taker.code, areaShare: 1, householdShare: 1, caseShare: 1))
    report.lineage = try write(steps)
    if below { try renumber(below: areas.map { ($0.id, $0.code) }, formerly: areas.map(\.code), &report) }
    try recordSource(giver.level, areas: 2)
    return report
  }
}

import AreaIndex
public import CityStore
public import Diagnostics
import SpatialPrimitives

extension UnificationSubject {
  /// The grids in force of several schemes, and the communities of `unified` (of its open draft, where there is one), else
  /// those of the first scheme that has any.
  ///
  /// - Parameters:
  ///   - names: of the schemes, two at least.
  ///   - priority: those that come before the others, the first leads.
  /// - Throws: `one-scheme`, `unknown-scheme`, `unknown-edition`, `missing-level`, `bad-priority` (64), `no-communities`,
  ///   `blank-codes` (65).
  public init(
    of names: [String], priority: [String] = [], in city: CityDatabase, listener: Listener = .silent
  ) throws(Fault) {
    let order = try UnificationSubject.order(names, priority)
    var schemes: [Scheme] = []
    for name in order {
      let edition = try city.edition(EditionSelector(scheme: name))
      try city.requireLevel(.grid, in: edition)
      listener.progress(
        ProgressReport(
          stage: Text("reading schemes", zh: "读取网格体系"), done: schemes.count, total: order.count, unit: "schemes"))
      schemes.append(Scheme(name: name, grids: try UnificationSubject.grids(of: edition, in: city, listener)))
    }
    let source = try UnificationSubject.communitySource(order, in: city)
    var communities: [Community] = []
    try city.forEachArea(in: source, level: .community) { (area) throws(Fault) in
      communities.append(Community(code: area.code, name: area.name, geometry: area.geometry))
    }
    self.init(communities: communities, schemes: schemes, coordinateSystem: city.coordinateSystem)
  }

  private static func order(_ names: [String], _ priority: [String]) throws(Fault) -> [String] {
    var order: [String] = []
    for name in priority + names where !order.contains(name) { order.append(name) }
    for name in priority where !names.contains(name) {
      throw Fault(
        .usage, code: "bad-priority", Text("“\(name)” is no scheme that is to be unified", zh: "“\(name)”不在要合并的体系中"),
        hint: Text("name it with --scheme too", zh: "请同时用 --scheme 指定"))
    }
    guard order.count > 1 else {
      throw Fault(
        .usage, code: "one-scheme", Text("to unify takes two schemes at least", zh: "至少需要两个网格体系才能合并"),
        hint: Text("name each with --scheme", zh: "请逐一用 --scheme 指定"))
    }
    return order
  }

  /// The grids of an edition; areas with the same code are one grid.
  private static func grids(
    of edition: Edition, in city: CityDatabase, _ listener: Listener
  ) throws(Fault) -> [Grid] {
    var grids: [Grid] = []
    var numbers: [String: Int] = [:]
    var (blank, doubled) = (0, 0)
    try city.forEachArea(in: edition, level: .grid) { (area) throws(Fault) in
      if area.code.isEmpty {
        blank += 1
      } else if let number = numbers[area.code] {
        doubled += 1
        grids[number].shapes.append(area.geometry)
        if let households = area.households { grids[number].households = (grids[number].households ?? 0) + households }
      } else {
        numbers[area.code] = grids.count
        grids.append(Grid(code: area.code, households: area.households, shapes: [area.geometry]))
      }
    }
    guard blank == 0 else {
      throw Fault(
        .data, code: "blank-codes",
        Text(
          "\(Text.counted(blank, "grid")) of \(edition.scheme) without a code, and a crosswalk carries codes over",
          zh: "\(edition.scheme) 有 \(blank) 个网格没有编码，无法编制对照表"),
        at: Place(city.path), hint: Text("`onegrid check` lists them", zh: "可用 onegrid check 列出"))
    }
    if doubled > 0 {
      listener.notice(
        Notice(
          .warning, code: "duplicate-codes",
          Text(
            "\(doubled) areas of \(edition.scheme) bear the code of another one; areas with the same code count as one grid",
            zh: "\(edition.scheme) 有 \(doubled) 个区域与其他区域编码相同，按同一网格处理")))
    }
    return grids
  }

  /// The edition whose communities hold the grids.
  static func communitySource(_ order: [String], in city: CityDatabase) throws(Fault) -> Edition {
    var candidates: [Edition] = []
    if let draft = try city.draft(of: Edition.unifiedScheme) { candidates.append(draft) }
    for name in [Edition.unifiedScheme] + order {
      if let active = try city.activeEdition(of: name) { candidates.append(active) }
    }
    for edition in candidates where try city.levels(in: edition).contains(.community) { return edition }
    throw Fault(
      .data, code: "no-communities",
      Text("no scheme has communities, and grids lie in communities", zh: "没有任何体系含有社区，而网格须在社区内"),
      at: Place(city.path),
      hint: Text(
        "import them: onegrid import FILE --level community --activate",
        zh: "请先导入：onegrid import 文件 --level community --activate"))
  }
}

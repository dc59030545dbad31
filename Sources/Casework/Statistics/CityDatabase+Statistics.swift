public import CityStore
import AreaIndex
import CivilTime
public import Diagnostics
import SpatialDatabase

extension CityDatabase {
  /// Counts cases by area, category or day; those of areas carried along the lineage to one edition, if asked.
  ///
  /// - Throws: `missing-level`, `unknown-edition` (64), as they are asked for.
  /// - Complexity: O(cases that the filter finds), and the areas of each edition between.
  public func statistics(_ count: CaseCount) throws(Fault) -> CaseStatistics {
    switch count.key {
    case .category, .day: try plainStatistics(count)
    case .area: try areaStatistics(count)
    }
  }

  private func plainStatistics(_ count: CaseCount) throws(Fault) -> CaseStatistics {
    let offset = settings.utcOffset
    var counts: [String?: Double] = [:]
    var total = 0
    try forEachCase(count.filter, "category, reported_at") { row in
      total += 1
      let day = row.integer(1).map { Instant(milliseconds: $0).iso8601(offset: offset).prefix(10) }
      counts[count.key == .category ? row.text(0) : day.map(String.init), default: 0] += 1
    }
    var rows = counts.map { CaseStatistics.Row(key: $0.key, name: nil, cases: $0.value) }
    rows.sort { a, b in
      if (a.key == nil) != (b.key == nil) { return b.key == nil }
      if count.key == .category, a.cases != b.cases { return a.cases > b.cases }
      return (a.key ?? "") < (b.key ?? "")
    }
    return CaseStatistics(key: count.key, level: nil, editionID: nil, roll: nil, total: total, rows: rows)
  }

  /// Calls `body` with columns of each case that the filter finds, from column 0 on.
  private func forEachCase(
    _ filter: CaseFilter, _ columns: String, _ body: (Statement) -> Void
  ) throws(Fault) {
    let condition = CaseCondition(filter)
    let place = columns.split(separator: ",").count
    try connection.forEachRow("SELECT \(columns), geometry FROM cases \(condition.sql)", condition.values) {
      row throws(Fault) in
      if filter.within.isEmpty { return body(row) }
      if filter.admits(try row.point(place)) { body(row) }
    }
  }

  // MARK: areas

  private func areaStatistics(_ count: CaseCount) throws(Fault) -> CaseStatistics {
    let target = try self.target(of: count)
    let level = try self.level(of: count, target)
    var counts: [Int64: [String: Double]] = [:]
    var (total, outside) = (0, 0.0)
    try forEachCase(count.filter, "edition_id, \(level.name)_code") { row in
      let edition = row.integer(0) ?? 0
      if count.roll == nil, let target, edition != target.id { return }
      total += 1
      if let code = row.text(1) { counts[edition, default: [:]][code, default: 0] += 1 } else { outside += 1 }
    }
    var result = CaseStatistics(
      key: .area, level: level, editionID: target?.id, roll: count.roll, total: total, rows: [])
    if let target, let share = count.roll {
      counts = try carried(counts, to: target, at: level, by: share, &result)
    }
    result.rows = try rows(counts, at: level, known: target)
    if outside > 0 { result.rows.append(CaseStatistics.Row(key: nil, name: nil, cases: outside)) }
    return result
  }

  /// The edition whose areas are counted; `nil` for those of whatever edition answered.
  private func target(of count: CaseCount) throws(Fault) -> Edition? {
    if let id = count.editionID { return try edition(id) }
    return count.roll == nil ? nil : try edition(EditionSelector())
  }

  private func level(of count: CaseCount, _ target: Edition?) throws(Fault) -> Level {
    let edition = if let target { target } else { try self.edition(EditionSelector()) }
    let levels = try editionsByLevel(of: edition).map { $0.0 }
    guard let level = count.level ?? levels.last else {
      throw Fault(
        .data, code: "no-areas", Text("edition \(edition.id) has no areas", zh: "版本 \(edition.id) 没有任何区域"),
        at: Place(path))
    }
    if !levels.contains(level) { try requireLevel(level, in: edition) }
    return level
  }

  /// Takes the counts of every edition that leads to `target` there, edition by edition; the others become rests.
  private func carried(
    _ counts: [Int64: [String: Double]], to target: Edition, at level: Level, by share: RollShare,
    _ result: inout CaseStatistics
  ) throws(Fault) -> [Int64: [String: Double]] {
    // From the target back to the first edition: each is made from the next one of the list.
    var chain = [target]
    while let last = chain.last, let base = last.basedOn, !chain.contains(where: { $0.id == base }) {
      chain.append(try edition(base))
    }
    let known = Set(chain.map(\.id))
    for (id, areas) in counts.sorted(by: { $0.key < $1.key }) where !known.contains(id) {
      for (code, cases) in areas.sorted(by: { $0.key < $1.key }) {
        result.rest.append(CaseStatistics.Rest(editionID: id, code: code, cases: cases, reason: .notBefore))
      }
    }
    var here: [String: Double] = [:]
    for (number, edition) in chain.enumerated().reversed() {
      for (code, cases) in counts[edition.id] ?? [:] { here[code, default: 0] += cases }
      guard number > 0 else { break }
      let next = chain[number - 1]
      let codes = Set(try codes(in: next, at: level))
      let roll = LineageRoll(
        try lineage(of: next).filter { $0.level == level }, present: codes.isEmpty ? nil : codes, by: share)
      let outcome = roll.carried(here)
      here = outcome.counts
      result.carriedByGround += outcome.byGround
      for rest in outcome.rest {
        result.rest.append(
          CaseStatistics.Rest(
            editionID: edition.id, code: rest.code, cases: rest.cases,
            reason: rest.isAbolished ? .abolished : .noLineage))
      }
    }
    return [target.id: here]
  }

  /// One row a code, with the name of the area that bears it in the latest edition counted.
  private func rows(
    _ counts: [Int64: [String: Double]], at level: Level, known target: Edition?
  ) throws(Fault) -> [CaseStatistics.Row] {
    var cases: [String: Double] = [:]
    var names: [String: String] = [:]
    for (id, areas) in counts.sorted(by: { $0.key < $1.key }) {
      for (code, number) in areas { cases[code, default: 0] += number }
      guard let edition = try? self.edition(id) else { continue }
      for (upper, source) in try editionsByLevel(of: edition) where upper == level {
        try forEachName(in: source, at: level) { names[$0] = $1 }
      }
    }
    return cases.sorted { $0.key < $1.key }.map { code, number in
      CaseStatistics.Row(key: code, name: names[code], cases: number)
    }
  }

  private func forEachName(
    in edition: Edition, at level: Level, _ body: (_ code: String, _ name: String) -> Void
  ) throws(Fault) {
    try connection.forEachRow(
      "SELECT code, name FROM areas WHERE edition_id = ? AND level = ?",
      [.integer(edition.id), .text(level.name)]
    ) { row throws(Fault) in body(row.text(0) ?? "", row.text(1) ?? "") }
  }
}

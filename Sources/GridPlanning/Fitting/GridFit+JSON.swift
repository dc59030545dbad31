import AreaIndex
package import Diagnostics
package import JSONWriting

extension GridFit {
  /// What `grid fit --json` prints: measures to seven digits; what is not known, or was not asked, is null.
  ///
  /// - Parameter against: another edition, under a key of its own.
  package func json(against other: GridFit?, _ language: Language) -> JSONValue {
    var members = summary(language)
    if let other { members.append(JSONValue.Member(key: "against", value: .object(other.summary(language)))) }
    return .object(members)
  }

  private func summary(_ language: Language) -> [JSONValue.Member] {
    func measure(_ value: Double?) -> JSONValue { JSONValue(value.map(Rounding.measure)) }
    let members: [(String, JSONValue)] = [
      ("edition", JSONValue(editionID.map(Int.init))), ("level", .string(level.name)),
      ("grids", JSONValue(grids.count)),
      ("target", measure(target)), ("tolerance", .number(tolerance)),
      ("within_tolerance", JSONValue(withinTolerance)), ("worst_deviation", measure(worstDeviation)),
      ("gini", measure(gini)), ("street_share", measure(streetShare)), ("contiguous", .bool(isContiguous)),
      ("nested", JSONValue(nested)), ("mean_compactness", measure(meanCompactness)),
      ("households", measure(households)), ("area_m2", measure(squareMetres)), ("officers", JSONValue(officers)),
      ("cases", hasLoads ? JSONValue(cases) : .null), ("cases_outside", hasLoads ? JSONValue(casesOutside) : .null),
      ("busiest_hour", JSONValue(busiestHour?.hour)), ("busiest_hour_cases", JSONValue(busiestHour?.cases)),
      ("heaviest_grid", JSONValue(heaviestLoad?.grid.code)),
      ("cases_per_officer", measure(heaviestLoad?.casesPerOfficer)), ("longest_walk_m", measure(longestWalk)),
      (
        "reasons",
        .array(
          reasons.map {
            ["kind": .string($0.kind.rawValue), "code": .string($0.code), "message": .string($0.message(language))]
          })
      ),
      (
        "areas",
        .array(grids.map { .object(zip(GridFit.keys, values(of: $0)).map { JSONValue.Member(key: $0, value: $1) }) })
      ),
    ]
    return members.map { JSONValue.Member(key: $0.0, value: $0.1) }
  }

  /// The columns of `values(of:)`.
  package static let keys = [
    "code", "name", "parent_code", "households", "deviation", "area_m2", "compactness", "street_share", "pieces",
    "nested",
    "officers", "cases", "cases_per_officer", "busiest_hour", "busiest_hour_cases", "longest_walk_m",
  ]

  /// One grid as a row.
  package func values(of grid: Grid) -> [JSONValue] {
    func measure(_ value: Double?) -> JSONValue { JSONValue(value.map(Rounding.measure)) }
    let share = grid.innerBorder > 0 ? grid.streetBorder.map { $0 / grid.innerBorder } : nil
    let hour = grid.load?.busiestHour
    return [
      .string(grid.code), .string(grid.name), JSONValue(grid.parent), JSONValue(grid.households),
      measure(deviation(of: grid)), measure(grid.squareMetres), measure(grid.compactness), measure(share),
      JSONValue(grid.pieces), grid.isNested.map(JSONValue.bool) ?? .null, JSONValue(grid.officers),
      JSONValue(grid.load?.cases), measure(grid.load.map { Double($0.cases) / Double(grid.officers ?? 1) }),
      JSONValue(hour), JSONValue(hour.flatMap { grid.load?.byHour[$0] }), measure(grid.load?.longestWalk),
    ]
  }
}

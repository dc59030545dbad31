import AreaIndex
public import Diagnostics
public import JSONWriting
import SpatialPrimitives

extension CityDrawing {
  private var shared: [DrawnGrid] { communities.flatMap(\.grids).filter { $0.kind == .shared } }

  public var gridCount: Int { communities.reduce(0) { $0 + $1.grids.count } }
  public var reasons: [PartitionReason] { unnumbered + communities.flatMap(\.reasons) }
  /// Of the grids that share households, those within the tolerance.
  public var withinTolerance: Int { shared.count { job.targets.isMet(by: $0.amount(job.targets.measure)) } }
  /// Of the grids that share households, the greatest distance from the target as a share of it.
  public var worstDeviation: Double {
    shared.map { job.targets.deviation(of: $0).magnitude }.max() ?? 0
  }
  /// What part of the borders between grids, in metres, follows streets; a community's own border is not counted.
  public var streetShare: Double {
    let metres = communities.reduce(0) { $0 + $1.borderMetres }
    return metres > 0 ? communities.reduce(0) { $0 + $1.streetMetres } / metres : 1
  }
  /// Whether every grid that shares households is of one piece.
  public var isContiguous: Bool { shared.allSatisfy { $0.geometry.polygons.count == 1 } }

  /// The result as `partition --json` prints it.
  /// - Parameter edition: the draft that it was written into.
  public func json(edition: Int64, _ language: Language) -> JSONValue {
    var members: [JSONValue.Member] = []
    func add(_ key: String, _ value: JSONValue) { members.append(JSONValue.Member(key: key, value: value)) }
    add("edition", .integer(edition))
    add("scheme", .string(scheme))
    add("level", .string(job.level.name))
    add("grids", JSONValue(gridCount))
    add("target", .number(job.targets.target))
    add("tolerance", .number(job.targets.tolerance))
    add("within_tolerance", JSONValue(withinTolerance))
    add("worst_deviation", .number(Rounding.measure(worstDeviation)))
    add("street_share", .number(Rounding.measure(streetShare)))
    add("contiguous", .bool(isContiguous))
    add("communities", JSONValue(communities.count))
    add("untouched", JSONValue(untouched.count))
    add("unnumbered", JSONValue(unnumbered.count))
    add("optimal", JSONValue(communities.count(where: \.isOptimal)))
    add("special", JSONValue(communities.reduce(0) { $0 + $1.grids.count { $0.kind == .special } }))
    add("locked", JSONValue(communities.reduce(0) { $0 + $1.grids.count { $0.kind == .locked } }))
    if job.level != .unit {
      add("officers", JSONValue(communities.reduce(0) { $0 + $1.grids.reduce(0) { $0 + $1.officers } }))
    }
    if let change {
      add(
        "change",
        [
          "grids": JSONValue(change.grids), "households": .number(Rounding.measure(change.households)),
          "officers": JSONValue(change.officers),
        ])
    }
    add("reasons", .array(reasons.map { $0.json(job.targets.measure, language) }))
    return .object(members)
  }

  /// One line for people.
  public func summary(edition: Int64) -> Text {
    let (count, regions, met, all) = (gridCount, communities.count, withinTolerance, shared.count)
    let (unit, region) =
      job.level == .unit
      ? (
        Text(Text.counted(count, "unit grid"), zh: "单元网格"),
        Text("\(Text.counted(regions, "area")) of level \(job.within)", zh: "个 \(job.within) 级区域")
      )
      : (
        Text(Text.counted(count, "grid"), zh: "网格"),
        Text(Text.counted(regions, "community", "communities"), zh: "个社区")
      )
    let worst = Quantity.fixed(worstDeviation * 100, 1)
    let street = Quantity.fixed(streetShare * 100, 0)
    return Text(
      "\(unit.english) in \(region.english), draft edition \(edition): \(met) of \(all) within the tolerance, the worst \(worst) % off; \(street) % of their borders follow streets",
      zh:
        "\(regions) \(region.chinese)共 \(count) 个\(unit.chinese)，草稿版本 \(edition)：\(all) 个中 \(met) 个在容差内，最大偏差 \(worst)%；\(street)% 的网格边界沿道路"
    )
  }
}

extension PartitionReason {
  /// One line for people: which community, what, and where.
  public func line(_ language: Language) -> String {
    "\(community)  \(message(language))  (\(PartitionReasons.text(place)))"
  }

  fileprivate func json(_ measure: GridMeasure, _ language: Language) -> JSONValue {
    [
      "code": .string(code), "community": .string(community), "message": .string(message(language)),
      "lon": .number(Rounding.degrees(place.x)), "lat": .number(Rounding.degrees(place.y)),
      (measure == .households ? "households" : "area_m2"): .number(Rounding.measure(amount)),
    ]
  }
}

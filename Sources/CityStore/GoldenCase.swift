public import AreaIndex
public import CivilTime
public import Diagnostics
import Projections
import SpatialDatabase
public import SpatialPrimitives

/// A place whose area at one level must stay the same: every edition of the scheme is asked for it before it is put into
/// force.
public struct GoldenCase: Sendable, Hashable {
  /// The number by which it is removed; 0 for one that is not stored.
  public var id: Int64 = 0
  /// Longitude and latitude in the geographic base of the database's reference system.
  public var place: Point
  public var level: Level
  public var code: String
  /// The file that it came from.
  public var file: String?
  public var addedAt: Instant?

  public init(place: Point, level: Level, code: String, file: String? = nil) {
    self.place = place
    self.level = level
    self.code = code
    self.file = file
  }
}

/// A golden case that an edition answers with another area.
public struct GoldenFailure: Sendable, Hashable {
  public var golden: GoldenCase
  /// The area that the edition answers with; `nil` for none.
  public var answer: String?
}

extension CityDatabase {
  /// The golden cases of a scheme, in the order in which they came.
  public func goldenCases(of scheme: String) throws(Fault) -> [GoldenCase] {
    try connection.rows(
      "SELECT id, lon, lat, level, code, file, added_at FROM golden_cases WHERE scheme = ? ORDER BY id", [.text(scheme)]
    ) { row in
      var golden = GoldenCase(
        place: Point(row.real(1) ?? .nan, row.real(2) ?? .nan),
        level: row.text(3).flatMap { Level(name: $0) } ?? .city, code: row.text(4) ?? "", file: row.text(5))
      golden.id = row.integer(0) ?? 0
      golden.addedAt = row.integer(6).map(Instant.init)
      return golden
    }
  }

  /// Remembers golden cases. One of the same place and level gives way.
  public func add(_ cases: [GoldenCase], to scheme: String, now: Instant = .now()) throws(Fault) {
    try transaction { () throws(Fault) in
      let insertion = try connection.prepare(
        """
        INSERT INTO golden_cases (scheme, lon, lat, level, code, file, added_at) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET code = excluded.code, file = excluded.file, added_at = excluded.added_at
        """)
      for golden in cases {
        try insertion.bind([
          .text(scheme), .real(golden.place.x), .real(golden.place.y), .text(golden.level.name), .text(golden.code),
          SQLValue(golden.file), .integer(now.milliseconds),
        ])
        try insertion.run()
      }
    }
  }

  /// Forgets golden cases of a scheme.
  /// - Parameter ids: which; `nil` for all of them.
  /// - Returns: how many there were.
  /// - Throws: `unknown-golden-case` (64) for a number that none bears, and forgets none.
  public func removeGoldenCases(_ ids: [Int64]?, of scheme: String) throws(Fault) -> Int {
    try transaction { () throws(Fault) in
      let present = try goldenCases(of: scheme).map(\.id)
      if let unknown = ids?.first(where: { !present.contains($0) }) {
        throw Fault(
          .usage, code: "unknown-golden-case",
          Text("\(scheme) has no golden case \(unknown)", zh: "\(scheme) 没有编号为 \(unknown) 的金标案例"), at: Place(path),
          hint: Text("`onegrid edition golden list` shows them", zh: "用 onegrid edition golden list 查看"))
      }
      let chosen = Set(ids ?? present)
      for id in chosen { try connection.run("DELETE FROM golden_cases WHERE id = ?", [.integer(id)]) }
      return chosen.count
    }
  }

  /// Asks an edition for golden cases, by the one rule that decides.
  ///
  /// - Returns: those that it answers otherwise.
  /// - Throws: `no-areas` (65).
  public func failures(
    of cases: [GoldenCase], in edition: Edition, threads: Int = 1, listener: Listener = .silent
  ) throws(Fault) -> [GoldenFailure] {
    guard !cases.isEmpty else { return [] }
    let catalog = try catalog(of: edition, threads: threads, listener: listener)
    let toStored = try Transformation(from: coordinateSystem.geographicBase, to: coordinateSystem)
    return cases.compactMap { golden in
      let ordinal = toStored.transform(golden.place).map { catalog.index.assign($0).area(at: golden.level) } ?? -1
      let answer = ordinal < 0 ? nil : catalog.areas[Int(ordinal)].code
      return answer == golden.code ? nil : GoldenFailure(golden: golden, answer: answer)
    }
  }

  /// - Throws: `golden-case-failed` (65), listing those that the edition answers otherwise; `no-areas` (65).
  public func requireGolden(
    _ cases: [GoldenCase], in edition: Edition, threads: Int = 1, listener: Listener = .silent
  ) throws(Fault) {
    let failures = try failures(of: cases, in: edition, threads: threads, listener: listener)
    guard !failures.isEmpty else { return }
    let shown = failures.prefix(12).map { failure in
      let (golden, place) = (failure.golden, failure.golden.place)
      return "\(place.x) \(place.y) \(golden.level)/\(golden.code) → \(failure.answer ?? "-")"
    }
    let list = shown.joined(separator: ", ") + (failures.count > shown.count ? " …" : "")
    throw Fault(
      .data, code: "golden-case-failed",
      Text(
        "edition \(edition.id) answers \(failures.count) of \(Text.counted(cases.count, "golden case")) otherwise: \(list)",
        zh: "版本 \(edition.id) 有 \(failures.count) 个（共 \(cases.count) 个）金标案例的结果不符：\(list)"), at: Place(path),
      hint: Text("mend the edition, or see `onegrid edition golden`", zh: "修正版本，或用 onegrid edition golden 处理金标案例"))
  }
}

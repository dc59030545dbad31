public import AreaIndex
public import CivilTime
public import Diagnostics
import SpatialDatabase

extension CityDatabase {
  /// Remembers duties, in one transaction. One of the same officer, area, role, category and beginning gives way.
  ///
  /// - Parameter replacing: forgets all that there were before.
  public func add(_ duties: [Duty], replacing: Bool = false) throws(Fault) {
    try transaction { () throws(Fault) in
      if replacing { try connection.execute("DELETE FROM duties") }
      let insertion = try connection.prepare(
        """
        INSERT INTO duties (\(DutyTable.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET name = excluded.name, valid_to = excluded.valid_to, hours = excluded.hours,
          load_limit = excluded.load_limit, stand_in = excluded.stand_in
        """)
      for duty in duties {
        try insertion.bind([
          .text(duty.officerID), .text(duty.name), .text(duty.role.rawValue), .text(duty.scheme),
          .text(duty.level.name), .text(duty.code), duty.from.map { .integer($0.milliseconds) } ?? .null,
          duty.to.map { .integer($0.milliseconds) } ?? .null, .text(duty.category ?? ""), SQLValue(duty.hours?.text),
          duty.loadLimit.map { .integer(Int64($0)) } ?? .null, SQLValue(duty.standIn),
        ])
        try insertion.run()
      }
    }
  }

  /// All duties, in force or not, in a fixed order.
  public func duties() throws(Fault) -> [Duty] {
    try connection.rows("SELECT \(DutyTable.columns) FROM duties ORDER BY \(CityDatabase.dutyOrder)") { Duty($0) }
  }

  /// The duties of one area, heads after members.
  func duties(at level: Level, code: String, schemes: [String]) throws(Fault) -> [Duty] {
    let marks = schemes.map { _ in "?" }.joined(separator: ", ")
    return try connection.rows(
      """
      SELECT \(DutyTable.columns) FROM duties WHERE level = ? AND code = ? AND scheme IN (\(marks))
      ORDER BY \(CityDatabase.dutyOrder)
      """, [.text(level.name), .text(code)] + schemes.map { .text($0) }
    ) { Duty($0) }
  }

  /// An area and those above it by their links, the smallest last.
  public func lineUpward(from area: AreaRecord) throws(Fault) -> [(level: Level, code: String)] {
    var line = [(level: area.level, code: area.code)]
    var link: (id: Int64?, code: String?) = (area.parentID, area.parentCode)
    while let first = line.first, link.id != nil || link.code != nil {
      // A code stands where the area above is another edition's.
      let above = try connection.firstRow(
        """
        SELECT level, code, parent_id, parent_code FROM areas WHERE id = ?1 OR ?1 IS NULL AND code = ?2
        ORDER BY edition_id DESC
        """, [SQLValue(link.id), SQLValue(link.code)]
      ) { (level: $0.text(0).flatMap { Level(name: $0) }, code: $0.text(1) ?? "", id: $0.integer(2), up: $0.text(3)) }
      guard let above, let level = above.level, level < first.level else { break }
      line.insert((level, above.code), at: 0)
      link = (above.id, above.up)
    }
    return line
  }

  /// The name that an officer bears in any duty.
  func officerName(_ id: String) throws(Fault) -> String? {
    try connection.text("SELECT name FROM duties WHERE officer_id = ? ORDER BY id DESC LIMIT 1", [.text(id)])
  }

  /// The stored cases of an area that are not closed.
  func openCases(at level: Level, code: String) throws(Fault) -> Int {
    let counts = try connection.rows(
      "SELECT status, count(*) FROM cases WHERE \(level.name)_code = ? GROUP BY status", [.text(code)]
    ) { (isClosed: CaseStatus.isClosed($0.text(0)), count: $0.integer(1) ?? 0) }
    return counts.reduce(0) { $1.isClosed ? $0 : $0 + Int($1.count) }
  }

  private static let dutyOrder = "role DESC, officer_id, category, valid_from, scheme, level, code"

  /// The officers who at a time have a duty in the areas of a level, by the area's code.
  public func officers(at level: Level, of scheme: String, on time: Instant) throws(Fault) -> [String: Set<String>] {
    var officers: [String: Set<String>] = [:]
    for duty in try duties() where duty.level == level && duty.scheme == scheme && duty.isInForce(at: time) {
      officers[duty.code, default: []].insert(duty.officerID)
    }
    return officers
  }
}

import AreaIndex
import CityStore
import CivilTime
import Diagnostics
import SpatialDatabase
import SpatialFormats
import SpatialPrimitives

/// Stores assigned events as cases. To be used within one transaction.
final class CaseWriter {
  enum Outcome {
    case added, updated
    /// There is a case with this id, and it was not to be changed.
    case duplicate
  }

  private let city: CityDatabase
  private let editions: EditionsInForce
  private let updates: Bool
  private let now: Instant
  private let insertion: Statement
  private let change: Statement
  private let hasIndexes: Bool

  /// - Parameters:
  ///   - updates: whether a case that is stored already takes the new row's place and fields.
  ///   - expected: how many rows may come, where that is known.
  init(
    _ city: CityDatabase, _ editions: EditionsInForce, updates: Bool, expected: Int?, now: Instant
  ) throws(Fault) {
    self.city = city
    self.editions = editions
    self.updates = updates
    self.now = now
    // Indexes are built faster behind many rows than kept up row by row.
    let stored = Int(try city.connection.integer("SELECT count(*) FROM cases") ?? 0)
    hasIndexes = stored > 4 * (expected ?? 50_000)
    if !hasIndexes { try CaseTable.dropIndexes(in: city.connection) }
    let codes = Level.allCases.map { "\($0)_code" }
    let columns =
      [
        "lon", "lat", "edition_id", "match", "status", "category", "reported_at", "attributes", "geometry",
        "updated_at",
      ]
      + codes
    let all = columns + ["id", "first_saved_at"]
    insertion = try city.connection.prepare(
      """
      INSERT INTO cases (\(all.joined(separator: ", ")))
      VALUES (\(all.indices.map { "?\($0 + 1)" }.joined(separator: ", "))) ON CONFLICT (id) DO NOTHING
      """)
    let settings = columns.enumerated().map { "\($1) = ?\($0 + 1)" }.joined(separator: ", ")
    change = try city.connection.prepare("UPDATE cases SET \(settings) WHERE id = ?\(columns.count + 1)")
  }

  func write(_ draft: CaseDraft, texts: ByteBuffer) throws(Fault) -> Outcome {
    try bind(draft, texts, to: insertion, isNew: true)
    try insertion.run()
    if city.connection.changedRows > 0 { return .added }
    guard updates else { return .duplicate }
    try bind(draft, texts, to: change, isNew: false)
    try change.run()
    return .updated
  }

  /// The parameters stand in the order of the columns.
  private func bind(
    _ draft: CaseDraft, _ texts: ByteBuffer, to statement: Statement, isNew: Bool
  ) throws(Fault) {
    let catalog = draft.finding.catalog < 0 ? nil : editions.catalogs[Int(draft.finding.catalog)]
    try statement.bind(1, draft.base.x)
    try statement.bind(2, draft.base.y)
    try statement.bind(3, SQLValue(catalog?.edition?.id))
    try statement.bind(4, draft.finding.match.name)
    try bindText(5, draft.status, texts, to: statement)
    try bindText(6, draft.category, texts, to: statement)
    try statement.bind(7, SQLValue(draft.reportedAt))
    try bindText(8, draft.attributes, texts, to: statement)
    try statement.bind(9, SpatiaLiteBlob.encode(draft.place, srid: city.srid))
    try statement.bind(10, now.milliseconds)
    for level in Level.allCases {
      let parameter = 11 + Int(level.rawValue)
      let area = draft.finding.area(at: level)
      if let catalog, area >= 0 {
        try statement.bind(parameter, catalog.areas[Int(area)].code)
      } else {
        try statement.bindNull(parameter)
      }
    }
    try bindText(17, draft.id, texts, to: statement)
    if isNew { try statement.bind(18, now.milliseconds) }
  }

  /// An empty text is stored as NULL.
  private func bindText(
    _ parameter: Int, _ range: Range<Int>, _ texts: ByteBuffer, to statement: Statement
  ) throws(Fault) {
    guard !range.isEmpty else { return try statement.bindNull(parameter) }
    try unsafe statement.bind(parameter, utf8: UnsafeRawBufferPointer(rebasing: texts.bytes[range]))
  }

  /// Builds what was left off for the sake of speed.
  func finish() throws(Fault) {
    if !hasIndexes { try CaseTable.buildIndexes(in: city.connection) }
  }
}

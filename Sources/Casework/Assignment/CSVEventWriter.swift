import AreaIndex
import CityStore
import SpatialFormats

/// Writes assigned events as delimited records: the input's record as it was, then what the run adds.
final class CSVEventWriter {
  private let plan: OutputPlan
  private let editions: EditionsInForce
  private let dialect: CSVDialect
  private let rows: SettledRows
  /// Of each catalog.
  private let texts: [AnswerTexts]
  /// Of each catalog, in bytes: what ends a row of which nothing more is to be told.
  private let plainEnds: [Int]

  /// - Parameter finders: of each catalog.
  init(_ job: AssignmentJob, _ finders: [AreaFinder]) {
    let plan = job.plan
    let editions = job.editions
    self.plan = plan
    self.editions = editions
    dialect = plan.layout.dialect
    rows = SettledRows(delimiter: plan.layout.dialect.delimiter, kept: plan.kept)
    plainEnds = editions.catalogs.indices.map { catalog in
      var finding = Finding()
      finding.catalog = Int32(catalog)
      let end = ByteBuffer(capacity: 64)
      CSVEventWriter.appendEnd(finding, nil, plan, editions, to: end)
      return end.count
    }
    texts = zip(editions.catalogs, finders).map { catalog, finder in
      AnswerTexts(catalog, finder) { finding, isComplete, target in
        let start = target.count
        CSVEventWriter.append(finding, plan, catalog.areas, to: target)
        if plan.addsFirst { target.removeByte(at: start) }
        if isComplete { CSVEventWriter.appendEnd(finding, nil, plan, editions, to: target) }
      }
    }
  }

  /// Writes rows of one catalog until one must be written with care.
  /// - Returns: the first row that is not written.
  func appendSettled(
    _ range: Range<Int>, of records: EventRecords, _ numbers: UnsafePointer<UInt32>, catalog: Int,
    to target: ByteBuffer, outside: inout Int
  ) -> Int {
    unsafe rows.append(range, of: records, numbers, texts[catalog], to: target, outside: &outside)
  }

  /// Writes one row.
  /// - Parameter number: of the answer, where the finding says what the index says.
  func append(
    _ record: UnsafeRawBufferPointer, _ fields: RecordFields, _ finding: Finding, _ details: Finding.Details?,
    number: UInt32?, to target: ByteBuffer
  ) {
    if let kept = plan.kept {
      for (position, column) in kept.enumerated() {
        if position > 0 { target.append(dialect.delimiter) }
        unsafe target.append(fields[column])
      }
    } else {
      unsafe target.append(record)
    }
    if let number, finding.catalog >= 0 {
      if texts[Int(finding.catalog)].append(number, to: target) {
        if details == nil { return }
        // What there is to tell stands where else nothing does.
        target.removeLast(plainEnds[Int(finding.catalog)])
      }
    } else {
      let start = target.count
      let areas = finding.catalog < 0 ? nil : editions.catalogs[Int(finding.catalog)].areas
      CSVEventWriter.append(finding, plan, areas, to: target)
      // Every added column brings a delimiter before it; the first of a record has none.
      if plan.addsFirst { target.removeByte(at: start) }
    }
    CSVEventWriter.appendEnd(finding, details, plan, editions, to: target)
  }

  /// Areas and match, each with a delimiter before it.
  private static func append(
    _ finding: Finding, _ plan: OutputPlan, _ areas: AreaTable?, to target: ByteBuffer
  ) {
    let dialect = plan.layout.dialect
    for level in plan.levels {
      let ordinal = Int(finding.area(at: level))
      target.append(dialect.delimiter)
      // As bytes: a long run begins with the texts of most areas.
      if ordinal >= 0, let areas { unsafe CSVField.append(areas.codeBytes(of: ordinal), to: target, dialect: dialect) }
      guard plan.hasNames else { continue }
      target.append(dialect.delimiter)
      if ordinal >= 0, let areas { unsafe CSVField.append(areas.nameBytes(of: ordinal), to: target, dialect: dialect) }
    }
    target.append(dialect.delimiter)
    target.append(finding.match.name)
  }

  /// What options add, and the line end.
  private static func appendEnd(
    _ finding: Finding, _ details: Finding.Details?, _ plan: OutputPlan, _ editions: EditionsInForce,
    to target: ByteBuffer
  ) {
    let dialect = plan.layout.dialect
    for extra in plan.extras {
      target.append(dialect.delimiter)
      switch extra {
      case .borderDistance: if let metres = details?.borderDistance { NumberText.append(metres: metres, to: target) }
      case .snapDistance: if let metres = details?.snapDistance { NumberText.append(metres: metres, to: target) }
      case .runnerUp:
        if let ordinal = details?.runnerUp, ordinal >= 0 {
          let code = editions.catalogs[Int(finding.catalog)].areas[Int(ordinal)].code
          CSVField.append(code, to: target, dialect: dialect)
        }
      case .edition:
        if finding.catalog >= 0, let edition = editions.catalogs[Int(finding.catalog)].edition {
          target.append(String(edition.id))
        }
      case .explanation: CSVField.append(details?.explanation ?? "", to: target, dialect: dialect)
      }
    }
    target.append(dialect.lineEnd)
  }
}

/// Numbers as the output has them.
enum NumberText {
  /// Metres to the millimetre.
  static func append(metres: Double, to target: ByteBuffer) {
    let millimetres = UInt64((max(0, metres) * 1000).rounded())
    append(whole: millimetres / 1000, digits: 1, to: target)
    target.append(UInt8(ascii: "."))
    append(whole: millimetres % 1000, digits: 3, to: target)
  }

  /// With zeros before it, up to so many digits.
  private static func append(whole: UInt64, digits: Int, to target: ByteBuffer) {
    if whole >= 10 || digits > 1 { append(whole: whole / 10, digits: digits - 1, to: target) }
    target.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: whole % 10))
  }
}

import AreaIndex
import CityStore
import SpatialFormats

/// Writes assigned events as delimited records: the input's record as it was, then what the run adds.
final class CSVEventWriter {
  private let plan: OutputPlan
  private let texts: [AreaTexts]
  private let delimiter: UInt8
  private let lineEnd: StaticString
  private let dialect: CSVDialect
  /// Of each match, with the delimiter before it.
  private let matches: [[UInt8]]
  private let editionIDs: [[UInt8]]
  private let catalogs: EditionsInForce
  /// What the added columns take at most where there are no details.
  private let longestSuffix: Int

  init(_ job: AssignmentJob) {
    plan = job.plan
    texts = job.texts
    catalogs = job.editions
    dialect = plan.layout.dialect
    delimiter = dialect.delimiter
    lineEnd = dialect.lineEnd
    let separator = UnicodeScalar(delimiter)
    matches = Match.allCases.map { Array("\(separator)\($0.name)".utf8) }
    editionIDs = job.editions.catalogs.map { Array(String($0.edition.id).utf8) }
    longestSuffix = plan.levels.count * (texts.map(\.longest).max() ?? 0) + 32
  }

  func append(
    _ record: UnsafeRawBufferPointer, _ fields: RecordFields, _ finding: Finding, _ details: Finding.Details?,
    to target: ByteBuffer
  ) {
    let start = target.count
    if let kept = plan.kept {
      for (position, column) in kept.enumerated() {
        if position > 0 { target.append(delimiter) }
        unsafe target.append(fields[column])
      }
    } else {
      unsafe target.append(record)
    }
    if finding.catalog >= 0 {
      unsafe texts[Int(finding.catalog)].withBytes { bytes in
        for level in plan.levels {
          let range = texts[Int(finding.catalog)].range(of: finding.area(at: level), at: level)
          unsafe target.append(UnsafeRawBufferPointer(rebasing: bytes[range]))
        }
      }
    } else {
      for _ in 0..<plan.levels.count * (plan.hasNames ? 2 : 1) { target.append(delimiter) }
    }
    unsafe matches[Int(finding.match.rawValue)].withUnsafeBytes { unsafe target.append($0) }
    if !plan.extras.isEmpty { appendExtras(finding, details, to: target) }
    target.append(lineEnd)
    if plan.addsFirst { dropDelimiter(at: start, of: target) }
  }

  private func appendExtras(_ finding: Finding, _ details: Finding.Details?, to target: ByteBuffer) {
    for extra in plan.extras {
      target.append(delimiter)
      switch extra {
      case .borderDistance: if let metres = details?.borderDistance { NumberText.append(metres: metres, to: target) }
      case .snapDistance: if let metres = details?.snapDistance { NumberText.append(metres: metres, to: target) }
      case .runnerUp:
        if let ordinal = details?.runnerUp, ordinal >= 0 {
          CSVField.append(
            catalogs.catalogs[Int(finding.catalog)].areas[Int(ordinal)].code, to: target, dialect: dialect)
        }
      case .edition:
        if finding.catalog >= 0 {
          unsafe editionIDs[Int(finding.catalog)].withUnsafeBytes { unsafe target.append($0) }
        }
      case .explanation: CSVField.append(details?.explanation ?? "", to: target, dialect: dialect)
      }
    }
  }

  /// Every added column brings a delimiter before it; the first of a record has none.
  private func dropDelimiter(at start: Int, of target: ByteBuffer) {
    let bytes = unsafe target.mutableBytes
    unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start...]).copyBytes(
      from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[(start + 1)...]))
    target.removeLast(1)
  }
}

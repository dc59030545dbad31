import AreaIndex
import CityStore
import SpatialFormats

/// Writes assigned events as delimited records: the input's record as it was, then what the run adds.
final class CSVEventWriter {
  private let plan: OutputPlan
  private let editions: EditionsInForce
  private let dialect: CSVDialect
  private let delimiter: UInt8
  private let texts: [AreaTexts]
  /// By level, what stands where no edition was in force.
  private let blank: [UInt8]
  /// By match, with the delimiter before it.
  private let matches: [[UInt8]]
  private let lineEnd: [UInt8]
  /// What the areas, the match and the line end take at most.
  private let longestSuffix: Int

  init(_ job: AssignmentJob) {
    plan = job.plan
    texts = job.texts
    editions = job.editions
    dialect = plan.layout.dialect
    delimiter = dialect.delimiter
    blank = Array(repeating: delimiter, count: plan.levels.count * (plan.hasNames ? 2 : 1))
    let separator = UnicodeScalar(delimiter)
    matches = Match.allCases.map { Array("\(separator)\($0.name)".utf8) }
    lineEnd = Array("\(dialect.lineEnd)".utf8)
    longestSuffix = plan.levels.count * max(2, texts.map(\.longest).max() ?? 0) + 16
  }

  func append(
    _ record: UnsafeRawBufferPointer, _ fields: RecordFields, _ finding: Finding, _ details: Finding.Details?,
    to target: ByteBuffer
  ) {
    if let kept = plan.kept {
      for (position, column) in kept.enumerated() {
        if position > 0 { target.append(delimiter) }
        unsafe target.append(fields[column])
      }
    }
    let isWhole = plan.kept == nil
    let room = unsafe target.room(longestSuffix + (isWhole ? record.count : 0))
    var cursor = unsafe ByteCursor(room)
    if isWhole { unsafe cursor.append(record) }
    // Every added column brings a delimiter before it; the first of a record has none.
    let start = unsafe cursor.position
    if finding.catalog >= 0 {
      let texts = texts[Int(finding.catalog)]
      for level in plan.levels { unsafe cursor.append(texts.text(of: finding.area(at: level), at: level)) }
    } else {
      unsafe blank.withUnsafeBytes { unsafe cursor.append($0) }
    }
    unsafe matches[Int(finding.match.rawValue)].withUnsafeBytes { unsafe cursor.append($0) }
    if plan.addsFirst { unsafe cursor.dropByte(at: start) }
    if plan.extras.isEmpty {
      unsafe lineEnd.withUnsafeBytes { unsafe cursor.append($0) }
      target.advance(unsafe cursor.position)
    } else {
      target.advance(unsafe cursor.position)
      appendExtras(finding, details, to: target)
      unsafe lineEnd.withUnsafeBytes { unsafe target.append($0) }
    }
  }

  private func appendExtras(_ finding: Finding, _ details: Finding.Details?, to target: ByteBuffer) {
    for extra in plan.extras {
      target.append(delimiter)
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
  }
}

/// Writes into room that was made before: nothing is checked but in debug builds.
@unsafe private struct ByteCursor {
  private let base: UnsafeMutableRawPointer
  private let count: Int
  private(set) var position = 0

  @inline(__always) init(_ room: UnsafeMutableRawBufferPointer) {
    unsafe base = room.baseAddress!
    unsafe count = room.count
  }

  @inline(__always) mutating func append(_ bytes: UnsafeRawBufferPointer) {
    unsafe assert(position + bytes.count <= count)
    guard let source = bytes.baseAddress else { return }
    unsafe (base + position).copyMemory(from: source, byteCount: bytes.count)
    unsafe position += bytes.count
  }

  @inline(__always) mutating func dropByte(at offset: Int) {
    unsafe (base + offset).copyMemory(from: base + offset + 1, byteCount: position - offset - 1)
    unsafe position -= 1
  }
}

/// Numbers as the output has them.
enum NumberText {
  /// Metres to the millimetre.
  static func append(metres: Double, to target: ByteBuffer) {
    let millimetres = UInt64((max(0, metres) * 1000).rounded())
    let fraction = String(millimetres % 1000)
    target.append("\(millimetres / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)")
  }
}

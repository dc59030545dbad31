import CityStore
import CivilTime
import JSONWriting
import SpatialFormats
import SpatialPrimitives

/// Turns events into cases about to be stored: finds id, status, category and time, and keeps all fields as JSON.
/// One per thread.
final class CaseDrafter {
  private let job: AssignmentJob
  private let columns: CaseColumns
  private let keys: [(key: String, type: FieldDescription.FieldType)]
  private let scratch = ByteBuffer()

  init(_ job: AssignmentJob, _ columns: CaseColumns) {
    self.job = job
    self.columns = columns
    keys = job.plan.layout.columns.map { (JSONValue.quoted($0.name) + ":", $0.type) }
  }

  /// - Parameter texts: takes the bytes that the draft points into.
  func draft(
    _ record: UnsafeRawBufferPointer, _ fields: RecordFields, line: Int, _ finding: Finding, into texts: ByteBuffer
  ) -> CaseDraft {
    let start = texts.count
    unsafe texts.append(record)
    let recordEnd = texts.count
    var id = copy(columns.id, of: fields, to: texts)
    if id.isEmpty {
      let edition = finding.catalog < 0 ? 0 : job.editions.catalogs[Int(finding.catalog)].edition?.id ?? 0
      texts.append("\(edition)-\(line)")
      id = id.lowerBound..<texts.count
    }
    let status = copy(columns.status, of: fields, to: texts)
    let category = copy(columns.category, of: fields, to: texts)
    let reportedAt = columns.reportedAt.flatMap { column in
      unsafe CSVField.withValue(fields[column], scratch: scratch) {
        unsafe Instant.parse($0, assuming: job.offset)?.milliseconds
      }
    }
    let attributesStart = texts.count
    appendAttributes(fields, to: texts)
    return CaseDraft(
      line: line, outputEnd: 0, record: start..<recordEnd, id: id, attributes: attributesStart..<texts.count,
      status: status, category: category, reportedAt: reportedAt, place: Point(0, 0), base: Point(0, 0),
      finding: finding)
  }

  private func copy(_ column: Int?, of fields: RecordFields, to texts: ByteBuffer) -> Range<Int> {
    let start = texts.count
    if let column { unsafe CSVField.withValue(fields[column], scratch: scratch) { unsafe texts.append($0) } }
    return start..<texts.count
  }

  private func appendAttributes(_ fields: RecordFields, to texts: ByteBuffer) {
    texts.append("{")
    for (column, entry) in keys.enumerated() {
      if column > 0 { texts.append(",") }
      texts.append(entry.key)
      unsafe JSONField.append(fields[column], entry.type, to: texts, scratch: scratch)
    }
    texts.append("}")
  }
}

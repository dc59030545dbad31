import SpatialFormats
import SpatialPrimitives

/// Writes assigned events in the form of the output, and as cases. One per thread.
final class EventWriter {
  private let csv: CSVEventWriter?
  private let geoJSON: GeoJSONEventWriter?
  private let cases: CaseDrafter?

  init(_ job: AssignmentJob) {
    csv = job.plan.form == .csv ? CSVEventWriter(job) : nil
    geoJSON = job.plan.form == .csv ? nil : GeoJSONEventWriter(job)
    cases = job.caseColumns.map { CaseDrafter(job, $0) }
  }

  /// - Parameters:
  ///   - place: in the city's system.
  ///   - base: longitude and latitude, where the run gives any out.
  ///   - line: the event's first physical line; asked for only where it is needed.
  @inline(__always)
  func write(
    _ record: UnsafeRawBufferPointer, _ fields: RecordFields, _ finding: Finding, _ details: Finding.Details?,
    place: Point, base: Point, line: () -> Int, into result: BlockResult
  ) {
    if let csv {
      unsafe csv.append(record, fields, finding, details, to: result.output)
    } else if let geoJSON {
      geoJSON.append(fields, finding, details, at: base, to: result.output)
    }
    guard let cases else { return }
    var draft = unsafe cases.draft(record, fields, line: line(), finding, into: result.texts)
    draft.place = place
    draft.base = base
    draft.outputEnd = result.output.count
    result.cases.append(draft)
  }
}

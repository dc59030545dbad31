import SpatialFormats
import SpatialPrimitives

/// Writes assigned events in the form of the output, and as cases. One per thread.
final class EventWriter {
  private let csv: CSVEventWriter?
  private let geoJSON: GeoJSONEventWriter?
  private let cases: CaseDrafter?

  /// - Parameter finders: of each catalog.
  init(_ job: AssignmentJob, _ finders: [AreaFinder]) {
    csv = job.plan.form == .csv ? CSVEventWriter(job, finders) : nil
    geoJSON = job.plan.form == .csv ? nil : GeoJSONEventWriter(job, finders)
    cases = job.caseColumns.map { CaseDrafter(job, $0) }
  }

  /// Writes whole rows; `nil` where each needs more than that.
  var settled: CSVEventWriter? { cases == nil ? csv : nil }

  /// - Parameters:
  ///   - number: of the index's answer, where the finding says the same.
  ///   - place: in the city's system.
  ///   - base: longitude and latitude, where the run gives any out.
  ///   - line: the event's first physical line; asked for only where it is needed.
  func write(
    _ record: UnsafeRawBufferPointer, _ fields: RecordFields, _ finding: Finding, _ details: Finding.Details?,
    number: UInt32?, place: Point, base: Point, line: () -> Int, into result: BlockResult
  ) {
    if let csv {
      unsafe csv.append(record, fields, finding, details, number: number, to: result.output)
    } else if let geoJSON {
      geoJSON.append(fields, finding, details, number: number, at: base, to: result.output)
    }
    guard let cases else { return }
    var draft = unsafe cases.draft(record, fields, line: line(), finding, into: result.texts)
    draft.place = place
    draft.base = base
    draft.outputEnd = result.output.count
    result.cases.append(draft)
  }
}

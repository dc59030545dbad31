import AreaIndex
import SpatialFormats
import SpatialPrimitives

/// The events of a block that have a place, and what was found for each.
struct AssignedEvents {
  let block: EventBlock
  let scan: SeparatorScan
  let events: [AcceptedEvent]
  let details: [Finding.Details]
  /// In the city's system.
  let places: [Point]
  /// Longitudes and latitudes, where the run gives any out.
  let base: [Point]
}

/// Writes assigned events in the form of the output, and as cases. One per thread.
final class EventWriter {
  private let job: AssignmentJob
  private let csv: CSVEventWriter?
  private let geoJSON: GeoJSONEventWriter?
  private let cases: CaseDrafter?

  init(_ job: AssignmentJob) {
    self.job = job
    csv = job.plan.form == .csv ? CSVEventWriter(job) : nil
    geoJSON = job.plan.form == .csv ? nil : GeoJSONEventWriter(job)
    cases = job.caseColumns.map { CaseDrafter(job, $0) }
  }

  func write(_ assigned: AssignedEvents, _ lines: inout LineCounter, into result: BlockResult) {
    let count = max(1, job.plan.layout.columns.count)
    let bytes = unsafe assigned.block.bytes
    let ends = unsafe assigned.scan.fieldEnds
    for (position, event) in assigned.events.enumerated() {
      result.summary.count(event.finding.match)
      let fields = unsafe RecordFields(bytes: bytes, ends: ends, event, count: count)
      let record = unsafe UnsafeRawBufferPointer(rebasing: bytes[event.start..<event.end])
      let details = event.finding.details < 0 ? nil : assigned.details[Int(event.finding.details)]
      if let csv {
        unsafe csv.append(record, fields, event.finding, details, to: result.output)
      } else if let geoJSON {
        geoJSON.append(fields, event.finding, details, at: assigned.base[position], to: result.output)
      }
      if let cases {
        let line = lines.line(of: event.record, at: event.start)
        var draft = unsafe cases.draft(record, fields, line: line, event.finding, into: result.texts)
        draft.place = assigned.places[position]
        draft.base = assigned.base[position]
        draft.outputEnd = result.output.count
        result.cases.append(draft)
      }
    }
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

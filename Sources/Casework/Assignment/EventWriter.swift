import SpatialFormats
import SpatialPrimitives

/// Writes assigned events in the form of the output, and as cases. One per thread.
final class EventWriter {
  private let csv: CSVEventWriter?
  private let geoJSON: GeoJSONEventWriter?
  private let features: FeatureEventWriter?
  private let cases: CaseDrafter?

  /// - Parameters:
  ///   - finders: of each catalog.
  ///   - movesPlaces: whether events may be given out elsewhere than their own geometry says.
  init(_ job: AssignmentJob, _ finders: [AreaFinder], movesPlaces: Bool) {
    csv = job.plan.form == .csv ? CSVEventWriter(job, finders) : nil
    geoJSON = job.plan.form == .csv ? nil : GeoJSONEventWriter(job, finders)
    let keepsFeatures = job.plan.layout.form != .records && job.plan.kept == nil
    features = keepsFeatures ? geoJSON.map { FeatureEventWriter($0, job.plan, movesPlaces: movesPlaces) } : nil
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
    _ event: EventSource, _ finding: Finding, _ details: Finding.Details?, number: UInt32?, place: Point, base: Point,
    line: () -> Int, into result: BlockResult
  ) {
    if let csv {
      unsafe csv.append(event.record, event.fields, finding, details, number: number, to: result.output)
    } else if let features, let feature = event.feature {
      features.append(feature, of: event.block, finding, details, number: number, at: base, to: result.output)
    } else if let geoJSON {
      geoJSON.append(event.fields, finding, details, number: number, at: base, to: result.output)
    }
    guard let cases else { return }
    var draft = unsafe cases.draft(event.original, event.fields, line: line(), finding, into: result.texts)
    draft.place = place
    draft.base = base
    draft.outputEnd = result.output.count
    result.cases.append(draft)
  }
}

/// One event as it came.
@safe struct EventSource {
  let block: EventBlock
  private let records: EventRecords
  private let number: Int

  init(_ number: Int, of records: EventRecords, in block: EventBlock) {
    self.number = number
    unsafe self.records = records
    self.block = block
  }

  /// Its delimited record.
  var record: UnsafeRawBufferPointer { unsafe records.record(number) }
  var fields: RecordFields { unsafe records.fields(of: number) }
  /// `nil` where it is no GeoJSON feature.
  var feature: FeatureText? { block.features.isEmpty ? nil : block.features[number] }
  /// What stood in the file.
  var original: UnsafeRawBufferPointer {
    if let feature { unsafe block.text(feature.whole) } else { unsafe record }
  }
}

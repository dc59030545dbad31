import AreaIndex
import CityStore
import CivilTime
import Diagnostics
import Projections
import SpatialFormats
import SpatialPrimitives

/// Assigns the events of one block after the other: reads their fields, asks the index for all of them at once, and
/// writes what comes of it. One per thread; its space is used again.
final class AssignmentWorker {
  private let job: AssignmentJob
  private let decoder = BlockDecoder()
  private let scan = SeparatorScan()
  private let check: CoordinateCheck
  private let finders: [AreaFinder]
  private let writer: EventWriter
  private let toBase: Transformation?
  private let scratch = ByteBuffer()
  private var batch = EventBatch()

  init(_ job: AssignmentJob) throws(Fault) {
    self.job = job
    check = try CoordinateCheck(from: job.eventSystem, to: job.citySystem, city: job.editions.extent)
    var finders: [AreaFinder] = []
    for (number, catalog) in job.editions.catalogs.enumerated() {
      finders.append(
        try AreaFinder(
          catalog, number: number, levels: job.plan.levels, request: job.request, system: job.citySystem))
    }
    self.finders = finders
    writer = EventWriter(job)
    toBase = job.needsBase ? try Transformation(from: job.eventSystem, to: job.baseSystem) : nil
  }

  /// - Throws: `unknown-encoding` (70).
  func process(_ block: EventBlock, into result: BlockResult) throws(Fault) {
    result.clear()
    result.sequence = block.sequence
    result.streamPosition = block.streamPosition
    try decoder.decode(block)
    scan.scan(block, job.plan.layout.dialect)
    // Held here and not in the object while it is worked on: each access to an object's property is checked.
    var batch = self.batch
    self.batch = EventBatch()
    batch.clear()
    readRecords(block, &batch)
    placePoints(&batch)
    writeRejects(block, batch, result)
    findAreas(&batch)
    writeEvents(block, batch, result)
    self.batch = batch
  }

  // MARK: reading

  private func readRecords(_ block: EventBlock, _ batch: inout EventBatch) {
    let bytes = unsafe block.bytes
    let fieldEnds = unsafe scan.fieldEnds
    let recordEnds = unsafe scan.recordEnds
    let layout = job.plan.layout
    let expected = max(1, layout.columns.count)
    let endsInLineFeed = layout.dialect.terminator == 0x0A
    var damage = block.damage[...]
    var first = 0
    var start = 0
    for record in 0..<recordEnds.count {
      let last = unsafe Int(recordEnds[record])
      let terminator = unsafe Int(fieldEnds[last])
      var end = terminator
      if endsInLineFeed, end > start, unsafe bytes[end - 1] == 0x0D { end -= 1 }
      let event = EventRecord(start: start, end: end, firstField: first, number: record)
      let columns = last - first + 1
      first = last + 1
      start = terminator + 1
      // An empty line is no record of a file with columns.
      if event.start == event.end, expected > 1, columns == 1 { continue }
      var isBroken = false
      while let offset = damage.first, offset < terminator {
        isBroken = true
        damage.removeFirst()
      }
      if isBroken {
        batch.reject(event, .brokenText)
      } else if columns != expected {
        batch.reject(event, .wrongColumnCount)
      } else {
        unsafe read(event, RecordFields(bytes: bytes, ends: fieldEnds, event, count: expected), block, &batch)
      }
    }
  }

  @inline(__always)
  private func read(_ event: EventRecord, _ fields: RecordFields, _ block: EventBlock, _ batch: inout EventBatch) {
    let point: Point
    if let columns = job.coordinates {
      let x = unsafe CoordinateField.read(fields[columns.lon], scratch: scratch)
      let y = unsafe CoordinateField.read(fields[columns.lat], scratch: scratch)
      switch (x, y) {
      case (.success(let x), .success(let y)): point = Point(x, y)
      case (.failure(let reason), _), (_, .failure(let reason)): return batch.reject(event, reason)
      }
    } else {
      switch block.places[Int(event.number)] {
      case .at(let place): point = place
      case .none: return batch.reject(event, .empty)
      case .notAPoint: return batch.reject(event, .notAPoint)
      }
    }
    if let reason = check.problem(point) { return batch.reject(event, reason) }
    if let column = job.timeColumn {
      let time = unsafe CSVField.withValue(fields[column], scratch: scratch) {
        unsafe Instant.parse($0, assuming: job.offset)
      }
      guard let time else { return batch.reject(event, .badTime) }
      batch.catalogs.append(job.editions.catalog(at: time).map(Int32.init) ?? -1)
    }
    batch.events.append(event)
    batch.points.append(point)
  }

  // MARK: finding

  /// Takes the points to the city's system, and rejects those that have no place there.
  private func placePoints(_ batch: inout EventBatch) {
    batch.places = batch.points
    check.transform(&batch.places)
    batch.removeEvents { point, place in check.problem(point, transformed: place) }
    toBase?.transformEach(&batch.points)
  }

  private func findAreas(_ batch: inout EventBatch) {
    batch.makeRoomForAnswers()
    guard job.timeColumn != nil else {
      var answers = batch.answers
      batch.answers = []  // so that there is one owner, and nothing is copied
      var span = answers.mutableSpan
      job.editions.catalogs[0].index.assign(x: batch.xs.span, y: batch.ys.span, into: &span)
      batch.answers = answers
      return
    }
    for position in batch.events.indices where batch.catalogs[position] >= 0 {
      batch.answers[position] =
        job.editions.catalogs[Int(batch.catalogs[position])].index.assign(batch.places[position])
    }
  }

  // MARK: writing

  private func writeEvents(_ block: EventBlock, _ batch: EventBatch, _ result: BlockResult) {
    let count = max(1, job.plan.layout.columns.count)
    let bytes = unsafe block.bytes
    let ends = unsafe scan.fieldEnds
    var lines = LineCounter(block, job.plan.layout.dialect)
    var summary = result.summary
    for position in batch.events.indices {
      let event = batch.events[position]
      let catalog = batch.catalogs.isEmpty ? 0 : batch.catalogs[position]
      var details: Finding.Details?
      let finding =
        catalog < 0
        ? Finding()
        : finders[Int(catalog)].finding(for: batch.places[position], batch.answers[position], details: &details)
      summary.count(finding.match)
      unsafe writer.write(
        UnsafeRawBufferPointer(rebasing: bytes[Int(event.start)..<Int(event.end)]),
        RecordFields(bytes: bytes, ends: ends, event, count: count), finding, details, place: batch.places[position],
        base: batch.points[position], line: { lines.line(of: event) }, into: result)
    }
    result.summary = summary
  }

  private func writeRejects(_ block: EventBlock, _ batch: EventBatch, _ result: BlockResult) {
    var lines = LineCounter(block, job.plan.layout.dialect)
    for (event, reason) in batch.rejected {
      result.summary.reject(reason)
      var geometry: String?
      if job.plan.layout.hasPlaces, case .at(let point) = block.places[Int(event.number)] {
        geometry = WKT.text(of: .point(point))
      }
      unsafe RejectsFile.append(
        line: lines.line(of: event), reason, geometry: geometry,
        UnsafeRawBufferPointer(rebasing: block.bytes[Int(event.start)..<Int(event.end)]), to: result.rejects,
        job.plan.layout)
    }
  }
}

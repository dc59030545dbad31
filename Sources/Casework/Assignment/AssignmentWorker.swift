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

  private var accepted: [AcceptedEvent] = []
  /// As the events have them; then in the city's system.
  private var points: [Point] = []
  private var places: [Point] = []
  private var xs: [Double] = []
  private var ys: [Double] = []
  private var answers: [Answer] = []
  private var details: [Finding.Details] = []
  private var rejected: [RejectedEvent] = []

  private struct RejectedEvent {
    var start: Int
    var end: Int
    var record: Int
    var reason: RejectReason
  }

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
    accepted.removeAll(keepingCapacity: true)
    points.removeAll(keepingCapacity: true)
    rejected.removeAll(keepingCapacity: true)
    try decoder.decode(block)
    scan.scan(block, job.plan.layout.dialect)
    readRecords(block)
    placePoints()
    findAreas()
    var lines = LineCounter(block, job.plan.layout.dialect)
    writeRejects(block, result, &lines)
    lines = LineCounter(block, job.plan.layout.dialect)
    writer.write(
      AssignedEvents(
        block: block, scan: scan, events: accepted, details: details, places: places,
        base: toBase == nil ? places : points), &lines, into: result)
  }

  // MARK: reading

  private func readRecords(_ block: EventBlock) {
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
      defer {
        first = last + 1
        start = terminator + 1
      }
      // An empty line is no record of a file with columns.
      if end == start, expected > 1, first == last { continue }
      var isBroken = false
      while let offset = damage.first, offset < terminator {
        isBroken = true
        damage.removeFirst()
      }
      let event = AcceptedEvent(start: start, end: end, firstField: first, record: record)
      if isBroken {
        reject(event, .brokenText)
      } else if last - first + 1 != expected {
        reject(event, .wrongColumnCount)
      } else {
        unsafe read(event, RecordFields(bytes: bytes, ends: fieldEnds, event, count: expected), block)
      }
    }
  }

  @inline(__always)
  private func read(_ event: AcceptedEvent, _ fields: RecordFields, _ block: EventBlock) {
    let point: Point
    if let columns = job.coordinates {
      let x = unsafe CoordinateField.read(fields[columns.lon], scratch: scratch)
      let y = unsafe CoordinateField.read(fields[columns.lat], scratch: scratch)
      switch (x, y) {
      case (.success(let x), .success(let y)): point = Point(x, y)
      case (.failure(let reason), _), (_, .failure(let reason)): return reject(event, reason)
      }
    } else {
      switch block.places[event.record] {
      case .at(let place): point = place
      case .none: return reject(event, .empty)
      case .notAPoint: return reject(event, .notAPoint)
      }
    }
    if let reason = check.problem(point) { return reject(event, reason) }
    var event = event
    if let column = job.timeColumn {
      let time = unsafe CSVField.withValue(fields[column], scratch: scratch) {
        unsafe Instant.parse($0, assuming: job.offset)
      }
      guard let time else { return reject(event, .badTime) }
      event.catalog = job.editions.catalog(at: time).map(Int32.init) ?? -1
    }
    accepted.append(event)
    points.append(point)
  }

  private func reject(_ event: AcceptedEvent, _ reason: RejectReason) {
    rejected.append(RejectedEvent(start: event.start, end: event.end, record: event.record, reason: reason))
  }

  // MARK: finding

  /// Takes the points to the city's system, and rejects those that have no place there.
  private func placePoints() {
    places = points
    check.transform(&places)
    var kept = 0
    let already = rejected.count
    for index in accepted.indices {
      if let reason = check.problem(points[index], transformed: places[index]) {
        reject(accepted[index], reason)
        continue
      }
      if kept < index {
        accepted[kept] = accepted[index]
        points[kept] = points[index]
        places[kept] = places[index]
      }
      kept += 1
    }
    let surplus = accepted.count - kept
    accepted.removeLast(surplus)
    points.removeLast(surplus)
    places.removeLast(surplus)
    if rejected.count > already, already > 0 { rejected.sort { $0.start < $1.start } }
    toBase?.transformEach(&points)
  }

  private func findAreas() {
    details.removeAll(keepingCapacity: true)
    if job.timeColumn == nil {
      let index = job.editions.catalogs[0].index
      xs.removeAll(keepingCapacity: true)
      ys.removeAll(keepingCapacity: true)
      for place in places {
        xs.append(place.x)
        ys.append(place.y)
      }
      let surplus = answers.count - places.count
      answers.removeLast(max(0, surplus))
      answers.append(contentsOf: repeatElement(.outside, count: max(0, -surplus)))
      var target = answers.mutableSpan
      index.assign(x: xs.span, y: ys.span, into: &target)
      for position in accepted.indices {
        accepted[position].finding = finders[0].finding(
          for: places[position], answers[position], details: &details)
      }
    } else {
      for position in accepted.indices where accepted[position].catalog >= 0 {
        let catalog = Int(accepted[position].catalog)
        let answer = job.editions.catalogs[catalog].index.assign(places[position])
        accepted[position].finding = finders[catalog].finding(
          for: places[position], answer, details: &details)
      }
    }
  }

  // MARK: rejects

  private func writeRejects(_ block: EventBlock, _ result: BlockResult, _ lines: inout LineCounter) {
    for event in rejected {
      result.summary.reject(event.reason)
      var geometry: String?
      if job.plan.layout.hasPlaces, case .at(let point) = block.places[event.record] {
        geometry = WKT.text(of: .point(point))
      }
      unsafe RejectsFile.append(
        line: lines.line(of: event.record, at: event.start), event.reason, geometry: geometry,
        UnsafeRawBufferPointer(rebasing: block.bytes[event.start..<event.end]), to: result.rejects, job.plan.layout)
    }
  }
}

/// A record of a block whose event has a place.
struct AcceptedEvent {
  /// The record's bytes in the block.
  var start: Int
  var end: Int
  /// The index of its first field among the block's field ends.
  var firstField: Int
  /// Its position in the block.
  var record: Int
  /// The catalog of its own time, −1 where none was in force.
  var catalog: Int32 = -1
  var finding = Finding()

  init(start: Int, end: Int, firstField: Int, record: Int) {
    self.start = start
    self.end = end
    self.firstField = firstField
    self.record = record
  }
}

/// The fields of one record.
@safe struct RecordFields {
  private let bytes: UnsafeRawBufferPointer
  private let ends: UnsafeBufferPointer<UInt32>
  private let event: AcceptedEvent
  private let count: Int

  @inline(__always)
  init(bytes: UnsafeRawBufferPointer, ends: UnsafeBufferPointer<UInt32>, _ event: AcceptedEvent, count: Int) {
    unsafe self.bytes = bytes
    unsafe self.ends = ends
    self.event = event
    self.count = count
  }

  @inline(__always) subscript(_ column: Int) -> UnsafeRawBufferPointer {
    let start = unsafe column == 0 ? event.start : Int(ends[event.firstField + column - 1]) + 1
    let end = unsafe column == count - 1 ? event.end : Int(ends[event.firstField + column])
    return unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<max(start, end)])
  }
}

/// Finds the first physical line of records that are asked for in order.
struct LineCounter {
  private let block: EventBlock
  private let dialect: CSVDialect
  private var line: Int
  private var position = 0

  init(_ block: EventBlock, _ dialect: CSVDialect) {
    self.block = block
    self.dialect = dialect
    line = block.firstLine
  }

  mutating func line(of record: Int, at start: Int) -> Int {
    if !block.rows.isEmpty { return block.rows[record] }
    line += block.lines(in: position..<start, dialect)
    position = start
    return line
  }
}

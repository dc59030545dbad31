import AreaIndex
import CityStore
import Diagnostics
import Projections
import SpatialFormats
import SpatialPrimitives

/// Assigns the events of one block after the other: reads their fields, asks the index for all of them at once, and
/// writes what comes of it. Each step takes the whole block, most rows in a loop of its own that allocates nothing; the
/// few that are odd are taken one by one. One per thread; its space is used again.
final class AssignmentWorker {
  private let job: AssignmentJob
  private let decoder = BlockDecoder()
  /// Of streams of GeoJSON features.
  private let features: FeatureDecoder?
  private let scan = SeparatorScan()
  private let check: CoordinateCheck
  private let finders: [AreaFinder]
  private let indexes: [AreaIndex]
  private let writer: EventWriter
  private let toBase: Transformation?
  private let times: EventTimes
  private let scratch = ByteBuffer()
  private let batch = EventBatch()

  init(_ job: AssignmentJob) throws(Fault) {
    self.job = job
    check = try CoordinateCheck(from: job.eventSystem, to: job.citySystem, city: job.editions.extent)
    var finders: [AreaFinder] = []
    for (number, catalog) in job.editions.catalogs.enumerated() {
      finders.append(
        try AreaFinder(
          catalog, number: number, levels: job.plan.levels, request: job.request, system: job.citySystem,
          maps: job.maps))
    }
    self.finders = finders
    indexes = job.editions.catalogs.map(\.index)
    times = EventTimes(job.editions, offset: job.offset)
    let layout = job.plan.layout
    features = layout.form == .records ? nil : try FeatureDecoder(layout, reserved: job.plan.addedNames)
    toBase = job.needsBase ? try Transformation(from: job.eventSystem, to: job.baseSystem) : nil
    writer = EventWriter(job, finders, movesPlaces: job.coordinates != nil || toBase?.isIdentity == false)
  }

  /// - Throws: `unknown-encoding` (70), `column-clash` (65); `index-damaged` (66).
  func process(_ block: EventBlock, into result: BlockResult) throws(Fault) {
    result.clear()
    result.sequence = block.sequence
    result.streamPosition = block.streamPosition
    if let features { try features.decode(block) } else { try decoder.decode(block) }
    let records = unsafe scan.scan(block, job.plan.layout.dialect, columns: columnCount)
    unsafe batch.begin(records.count)
    unsafe leaveOutDamage(block, records)
    unsafe readPlaces(block, records)
    if let column = job.timeColumn { unsafe readTimes(column, records) }
    movePlaces()
    if job.isForFew { try confirmPlaces() }
    if job.timeColumn == nil { batch.find(in: indexes[0]) } else { batch.find(in: indexes) }
    if job.request.doubtful != nil, !job.request.explains, writer.settled != nil { setAsideDoubtful() }
    unsafe write(block, records, result)
  }

  private var columnCount: Int { max(1, job.plan.layout.columns.count) }

  // MARK: reading

  /// Records with bytes that mean nothing.
  private func leaveOutDamage(_ block: EventBlock, _ records: EventRecords) {
    guard !block.damage.isEmpty else { return }
    var damage = block.damage[...]
    for record in unsafe 0..<records.count {
      let end = unsafe records.end(of: record)
      while let offset = damage.first, offset < end {
        batch.leaveOut(record, .rejected(.brokenText))
        damage.removeFirst()
      }
    }
  }

  private func readPlaces(_ block: EventBlock, _ records: EventRecords) {
    for record in block.places.indices {
      guard unsafe isLawful(record, records) else { continue }
      let isAsked = job.coordinates == nil
      switch block.places[record] {
      case .at(let place): if isAsked { takeIn(record, place) }
      case .none: if isAsked { batch.leaveOut(record, .rejected(.empty)) }
      case .notAPoint: if isAsked { batch.leaveOut(record, .rejected(.notAPoint)) }
      case .notAFeature: batch.leaveOut(record, .rejected(.notAFeature))
      case .badJSON: batch.leaveOut(record, .rejected(.badJSON))
      case .brokenText: batch.leaveOut(record, .rejected(.brokenText))
      }
    }
    guard let columns = job.coordinates else { return }
    unsafe columns.read(records, within: check.bounds, into: batch)
    for position in 0..<batch.oddCount {
      let record = unsafe Int(batch.odd[position])
      guard unsafe isLawful(record, records) else { continue }
      let fields = unsafe records.fields(of: record)
      let x = unsafe CoordinateField.read(fields[columns.lon], scratch: scratch)
      let y = unsafe CoordinateField.read(fields[columns.lat], scratch: scratch)
      switch (x, y) {
      case (.success(let x), .success(let y)): takeIn(record, Point(x, y))
      case (.failure(let reason), _), (_, .failure(let reason)): batch.leaveOut(record, .rejected(reason))
      }
    }
  }

  /// Whether a record has the fields that it should have; else it is left out.
  private func isLawful(_ record: Int, _ records: EventRecords) -> Bool {
    guard batch.isEvent(record) else { return false }
    let columns = unsafe records.columns(of: record)
    if columns == columnCount { return true }
    // An empty line is no record of a file with columns.
    let isBlank = unsafe columns == 1 && records.record(record).isEmpty
    batch.leaveOut(record, isBlank ? .blank : .rejected(.wrongColumnCount))
    return false
  }

  private func takeIn(_ record: Int, _ point: Point) {
    if let reason = check.problem(point) {
      batch.leaveOut(record, .rejected(reason))
    } else {
      batch.place(record, at: point)
    }
  }

  /// Finds the catalog of each event's own time.
  private func readTimes(_ column: Int, _ records: EventRecords) {
    batch.catalogs.removeAll(keepingCapacity: true)
    for record in unsafe 0..<records.count {
      var catalog: Int32 = -1
      if batch.isEvent(record) {
        if let found = unsafe times.catalog(at: records.fields(of: record)[column]) {
          catalog = found
        } else {
          batch.leaveOut(record, .rejected(.badTime))
        }
      }
      batch.catalogs.append(catalog)
    }
  }

  /// Takes the points to the city's system, and leaves out those that have no place there.
  private func movePlaces() {
    if let toBase {
      batch.bases = batch.places
      toBase.transformEach(&batch.bases)
    }
    if check.isIdentity {
      // Only what is odd may lie far off.
      let isAnywhere = job.coordinates == nil
      for position in 0..<(isAnywhere ? batch.count : batch.oddCount) {
        let record = unsafe isAnywhere ? position : Int(batch.odd[position])
        checkPlace(record, from: batch.place(of: record))
      }
    } else {
      let origins = batch.places
      var places = origins
      check.transform(&places)
      batch.places = places
      for record in 0..<batch.count { checkPlace(record, from: origins[record]) }
    }
  }

  private func checkPlace(_ record: Int, from origin: Point) {
    guard batch.isEvent(record), let reason = check.problem(origin, transformed: batch.place(of: record)) else {
      return
    }
    batch.leaveOut(record, .rejected(reason))
  }

  /// Verifies what the index file says of the events' places.
  private func confirmPlaces() throws(Fault) {
    for record in 0..<batch.count where batch.isEvent(record) {
      try indexes[0].confirm(batch.place(of: record))
    }
  }

  /// Keeps back the events near a border; all others are written as if nobody had asked.
  private func setAsideDoubtful() {
    let isPicked = batch.catalogs.isEmpty && finders[0].pickNear(in: batch)
    for position in 0..<(isPicked ? batch.oddCount : batch.count) {
      let record = unsafe isPicked ? Int(batch.odd[position]) : position
      let number = unsafe batch.numbers[record]
      let catalog = batch.catalogs.isEmpty ? 0 : Int(batch.catalogs[record])
      if number == AreaIndex.unsettled || catalog < 0 { continue }
      let answer = indexes[catalog].answer(number)
      var finding = finders[catalog].finding(of: answer)
      if finding.match == .outside { continue }
      if let details = finders[catalog].details(of: &finding, at: batch.place(of: record), answer, isSettled: true) {
        batch.setAside(record, finding, details)
      }
    }
  }

  // MARK: writing

  private func write(_ block: EventBlock, _ records: EventRecords, _ result: BlockResult) {
    var lines = LineCounter(block, job.plan.layout.dialect)
    var asides = 0
    let count = batch.count
    var outside = 0
    var record = 0
    while record < count {
      let catalog = batch.catalogs.isEmpty ? 0 : Int(batch.catalogs[record])
      if catalog >= 0, let rows = writer.settled {
        var end = count
        if !batch.catalogs.isEmpty {
          end = record + 1
          while end < count, Int(batch.catalogs[end]) == catalog { end += 1 }
        }
        let start = record
        unsafe record = rows.appendSettled(
          start..<end, of: records, batch.numbers, catalog: catalog, to: result.output, outside: &outside)
        result.summary.count(.inside, record - start)
        if record == end { continue }
      }
      var aside: Aside?
      if asides < batch.asides.count, batch.asides[asides].record == record {
        aside = batch.asides[asides]
        asides += 1
      }
      unsafe writeOne(record, of: records, block, catalog: catalog, aside, &lines, result)
      record += 1
    }
    result.summary.count(.inside, -outside)
    result.summary.count(.outside, outside)
  }

  /// Writes an event that asks for more than a copy, or a record that is none.
  private func writeOne(
    _ record: Int, of records: EventRecords, _ block: EventBlock, catalog: Int, _ aside: Aside?,
    _ lines: inout LineCounter, _ result: BlockResult
  ) {
    func line() -> Int { lines.line(of: record, at: unsafe records.start(of: record)) }
    switch batch.state(of: record) {
    case .blank: return
    case .rejected(let reason):
      result.summary.reject(reason)
      var geometry: String?
      if job.plan.layout.hasPlaces, case .at(let point) = block.places[record] {
        geometry = WKT.text(of: .point(point))
      }
      unsafe RejectsFile.append(
        line: line(), reason, geometry: geometry, EventSource(record, of: records, in: block).original,
        to: result.rejects,
        job.plan.layout)
    case .event:
      let place = batch.place(of: record)
      var number = unsafe batch.numbers[record] == AreaIndex.unsettled ? nil : batch.numbers[record]
      var finding = Finding()
      var details: Finding.Details?
      if let aside {
        (number, finding, details) = (aside.number, aside.finding, aside.details)
      } else if catalog >= 0 {
        let answer = if let number { indexes[catalog].answer(number) } else { indexes[catalog].assign(place) }
        finding = finders[catalog].finding(of: answer)
        details = finders[catalog].details(of: &finding, at: place, answer, isSettled: number != nil)
        if finding.match == .snapped { number = nil }
      }
      result.summary.count(finding.match)
      unsafe writer.write(
        EventSource(record, of: records, in: block), finding, details, number: number, place: place,
        base: toBase == nil ? place : batch.bases[record], line: line, into: result)
    }
  }
}

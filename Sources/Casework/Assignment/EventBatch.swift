import AreaIndex
import SpatialFormats
import SpatialPrimitives

/// A record of a block: where its bytes and its fields are.
struct EventRecord {
  var start: UInt32
  var end: UInt32
  /// The index of its first field among the block's field ends.
  var firstField: UInt32
  /// Its position in the block.
  var number: UInt32

  @inline(__always) init(start: Int, end: Int, firstField: Int, number: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
    self.firstField = UInt32(truncatingIfNeeded: firstField)
    self.number = UInt32(truncatingIfNeeded: number)
  }
}

/// The events of one block, as arrays that run side by side.
struct EventBatch {
  var events: [EventRecord] = []
  /// As the events have them; then longitudes and latitudes, where the run gives any out.
  var points: [Point] = []
  /// In the city's system.
  var places: [Point] = []
  /// The catalog of each event's own time, −1 where none was in force; empty where all have the same.
  var catalogs: [Int32] = []
  var xs: [Double] = []
  var ys: [Double] = []
  var answers: [Answer] = []
  var rejected: [(event: EventRecord, reason: RejectReason)] = []

  mutating func clear() {
    events.removeAll(keepingCapacity: true)
    points.removeAll(keepingCapacity: true)
    catalogs.removeAll(keepingCapacity: true)
    rejected.removeAll(keepingCapacity: true)
  }

  mutating func reject(_ event: EventRecord, _ reason: RejectReason) { rejected.append((event, reason)) }

  /// Rejects the events that `problem` finds fault with; the others move up.
  mutating func removeEvents(_ problem: (_ point: Point, _ place: Point) -> RejectReason?) {
    let already = rejected.count
    var kept = 0
    for position in events.indices {
      if let reason = problem(points[position], places[position]) {
        reject(events[position], reason)
        continue
      }
      if kept < position {
        events[kept] = events[position]
        points[kept] = points[position]
        places[kept] = places[position]
        if !catalogs.isEmpty { catalogs[kept] = catalogs[position] }
      }
      kept += 1
    }
    let surplus = events.count - kept
    guard surplus > 0 else { return }
    events.removeLast(surplus)
    points.removeLast(surplus)
    places.removeLast(surplus)
    if !catalogs.isEmpty { catalogs.removeLast(surplus) }
    if already > 0 { rejected.sort { $0.event.start < $1.event.start } }
  }

  /// Lays the places out as the index wants them.
  mutating func makeRoomForAnswers() {
    xs.removeAll(keepingCapacity: true)
    ys.removeAll(keepingCapacity: true)
    for place in places {
      xs.append(place.x)
      ys.append(place.y)
    }
    if answers.count > places.count { answers.removeLast(answers.count - places.count) }
    if answers.count < places.count {
      answers.append(contentsOf: repeatElement(.outside, count: places.count - answers.count))
    }
  }
}

/// The fields of one record.
@safe struct RecordFields {
  private let bytes: UnsafeRawBufferPointer
  private let ends: UnsafeBufferPointer<UInt32>
  private let event: EventRecord
  private let count: Int

  @inline(__always)
  init(bytes: UnsafeRawBufferPointer, ends: UnsafeBufferPointer<UInt32>, _ event: EventRecord, count: Int) {
    unsafe self.bytes = bytes
    unsafe self.ends = ends
    self.event = event
    self.count = count
  }

  @inline(__always) subscript(_ column: Int) -> UnsafeRawBufferPointer {
    let first = Int(event.firstField) + column
    let start = unsafe column == 0 ? Int(event.start) : Int(ends[first - 1]) + 1
    let end = unsafe column == count - 1 ? Int(event.end) : Int(ends[first])
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

  mutating func line(of event: EventRecord) -> Int {
    if !block.rows.isEmpty { return block.rows[Int(event.number)] }
    line += block.lines(in: position..<Int(event.start), dialect)
    position = Int(event.start)
    return line
  }
}

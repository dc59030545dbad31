import AreaIndex
import SpatialFormats
import SpatialPrimitives

/// What became of one record of a block.
enum RecordState: Equatable {
  case event
  /// An empty line.
  case blank
  case rejected(RejectReason)
}

/// The records of one block as columns that run side by side, an entry for each. Used again and again.
@safe final class EventBatch {
  private(set) var count = 0
  private var capacity = 0
  /// Where the events are: first as they have it, then in the city's system. NaN for a record that is none.
  private(set) var x: UnsafeMutablePointer<Double>
  private(set) var y: UnsafeMutablePointer<Double>
  /// The number of each event's answer, or `AreaIndex.unsettled`; always that for a record that is no event.
  private(set) var numbers: UnsafeMutablePointer<UInt32>
  private var states: UnsafeMutablePointer<RecordState>
  /// Records that a kernel left to be looked at with care.
  private(set) var odd: UnsafeMutablePointer<UInt32>
  var oddCount = 0
  /// Records that are no events, in no order.
  private(set) var leftOut: [Int] = []
  /// Where the events are as they have it; empty where that is the city's system, and nothing else is asked.
  var origins: [Point] = []
  /// Longitudes and latitudes, where the run gives any out.
  var bases: [Point] = []
  /// Records by catalog, while each catalog's index is asked.
  private var groups = CatalogGroups()
  /// Events away from borders of which more is to be told than their answer's text; ascending. Their `numbers` say
  /// `AreaIndex.unsettled`.
  private(set) var asides: [Aside] = []
  /// The catalog of each event's own time, −1 where none was in force; empty where all have the same.
  var catalogs: [Int32] = []

  init() {
    unsafe x = .allocate(capacity: 0)
    unsafe y = .allocate(capacity: 0)
    unsafe numbers = .allocate(capacity: 0)
    unsafe states = .allocate(capacity: 0)
    unsafe odd = .allocate(capacity: 0)
  }

  deinit { deallocate() }

  private func deallocate() {
    unsafe x.deallocate()
    unsafe y.deallocate()
    unsafe numbers.deallocate()
    unsafe states.deallocate()
    unsafe odd.deallocate()
  }

  /// Begins a block of so many records, all of them events.
  func begin(_ count: Int) {
    asides.removeAll(keepingCapacity: true)
    for record in leftOut { unsafe states[record] = .event }
    leftOut.removeAll(keepingCapacity: true)
    oddCount = 0
    self.count = count
    guard count > capacity else { return }
    deallocate()
    capacity = max(count, 2 * capacity)
    unsafe x = .allocate(capacity: capacity)
    unsafe y = .allocate(capacity: capacity)
    unsafe numbers = .allocate(capacity: capacity)
    unsafe states = .allocate(capacity: capacity)
    unsafe states.initialize(repeating: .event, count: capacity)
    unsafe odd = .allocate(capacity: capacity)
  }

  func state(of record: Int) -> RecordState {
    precondition(record >= 0 && record < count, "a record of the block")
    return unsafe states[record]
  }

  func isEvent(_ record: Int) -> Bool { state(of: record) == .event }

  /// Leaves out a record that is no event.
  func leaveOut(_ record: Int, _ state: RecordState) {
    precondition(record >= 0 && record < count, "a record of the block")
    if unsafe states[record] == .event { leftOut.append(record) }
    unsafe states[record] = state
    place(record, at: Point(.nan, .nan))
  }

  func place(_ record: Int, at point: Point) {
    precondition(record >= 0 && record < count, "a record of the block")
    unsafe x[record] = point.x
    unsafe y[record] = point.y
  }

  func place(of record: Int) -> Point {
    precondition(record >= 0 && record < count, "a record of the block")
    return unsafe Point(x[record], y[record])
  }

  /// All places at once.
  var places: [Point] {
    get { (0..<count).map { unsafe Point(x[$0], y[$0]) } }
    set { for (record, point) in newValue.enumerated() { place(record, at: point) } }
  }

  // MARK: answers

  /// Asks an index for the answers of all records.
  func find(in index: AreaIndex) {
    var output = unsafe UnsafeMutableBufferPointer(start: numbers, count: count).mutableSpan
    unsafe index.find(
      x: UnsafeBufferPointer(start: x, count: count).span, y: UnsafeBufferPointer(start: y, count: count).span,
      into: &output)
    unsettleOthers()
  }

  /// Asks for each record the index of its own catalog: those of one catalog together.
  func find(in catalogs: [AreaIndex]) {
    if let first = self.catalogs.first, first >= 0, self.catalogs.allSatisfy({ $0 == first }) {
      return find(in: catalogs[Int(first)])
    }
    unsafe numbers.update(repeating: AreaIndex.unsettled, count: count)
    groups.begin(count, catalogs: catalogs.count)
    for catalog in self.catalogs { groups.count(catalog) }
    groups.place()
    for record in 0..<count { unsafe groups.add(record, x[record], y[record], self.catalogs[record]) }
    for (catalog, index) in catalogs.enumerated() {
      groups.find(in: index, catalog) { record, number in unsafe numbers[record] = number }
    }
    unsettleOthers()
  }

  /// Keeps back an event that has a number, with what is to be told of it.
  func setAside(_ record: Int, _ finding: Finding, _ details: Finding.Details) {
    precondition(record >= 0 && record < count, "a record of the block")
    asides.append(unsafe Aside(record: record, number: numbers[record], finding: finding, details: details))
    unsafe numbers[record] = AreaIndex.unsettled
  }

  private func unsettleOthers() {
    for record in leftOut { unsafe numbers[record] = AreaIndex.unsettled }
  }
}

/// An event that was kept back.
struct Aside {
  var record: Int
  /// Of its answer.
  var number: UInt32
  var finding: Finding
  var details: Finding.Details
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

  /// - Parameter start: where the record begins.
  mutating func line(of record: Int, at start: Int) -> Int {
    if !block.rows.isEmpty { return block.rows[record] }
    line += block.lines(in: position..<start, dialect)
    position = start
    return line
  }
}

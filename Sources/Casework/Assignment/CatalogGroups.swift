import AreaIndex

/// The events of one block sorted by the catalog of their time (counting sort), so that each index is asked once for all
/// of its own. The space is used again.
struct CatalogGroups {
  /// By catalog: where its events begin, and where the next one goes.
  private var starts: [Int] = []
  private var next: [Int] = []
  private var records: [UInt32] = []
  private var x: [Double] = []
  private var y: [Double] = []
  private var numbers: [UInt32] = []

  mutating func begin(_ count: Int, catalogs: Int) {
    starts = Array(repeating: 0, count: catalogs + 1)
    guard records.count < count else { return }
    records = Array(repeating: 0, count: count)
    x = Array(repeating: 0, count: count)
    y = Array(repeating: 0, count: count)
    numbers = Array(repeating: 0, count: count)
  }

  /// Counts an event; negative catalogs are none.
  mutating func count(_ catalog: Int32) { if catalog >= 0 { starts[Int(catalog) + 1] += 1 } }

  /// Fixes where each catalog's events go.
  mutating func place() {
    for catalog in starts.indices.dropFirst() { starts[catalog] += starts[catalog - 1] }
    next = starts
  }

  mutating func add(_ record: Int, _ x: Double, _ y: Double, _ catalog: Int32) {
    guard catalog >= 0 else { return }
    let position = next[Int(catalog)]
    next[Int(catalog)] += 1
    records[position] = UInt32(record)
    self.x[position] = x
    self.y[position] = y
  }

  /// Asks for a catalog's events, and gives each its number.
  mutating func find(in index: AreaIndex, _ catalog: Int, _ give: (_ record: Int, _ number: UInt32) -> Void) {
    let range = starts[catalog]..<starts[catalog + 1]
    guard !range.isEmpty else { return }
    let (x, y) = (self.x, self.y)
    var found = numbers
    numbers = []  // so that there is one owner, and nothing is copied
    unsafe found.withUnsafeMutableBufferPointer { found in
      var output = unsafe UnsafeMutableBufferPointer(rebasing: found[range]).mutableSpan
      index.find(x: x.span.extracting(range), y: y.span.extracting(range), into: &output)
    }
    numbers = found
    for position in range { give(Int(records[position]), numbers[position]) }
  }
}

import SpatialPrimitives
import SystemFiles

/// Square buckets over an extent, row by row from below.
struct BucketFrame: Sendable {
  let columns: Int
  let rows: Int
  /// Of a bucket, in units of the coordinates.
  let side: Double
  private let origin: Point
  private let scale: Double

  var count: Int { columns * rows }

  /// About two buckets for each edge; fewer where edges are so long that each would pass through very many.
  init(_ entries: [BorderMap.Entry], _ vertices: Section<Point>, _ extent: Box) {
    let wanted = Double(min(max(2 * entries.count, 1), 1 << 21))
    let (width, height) = (max(extent.width, 0), max(extent.height, 0))
    var side = max((width * height / wanted).squareRoot(), max(width, height) / wanted, .leastNormalMagnitude)
    var length = 0.0
    for entry in entries {
      let (a, b) = (vertices[Int(entry.edge)], vertices[Int(entry.edge) + 1])
      length += (a.x - b.x).magnitude + (a.y - b.y).magnitude
    }
    while length / side > 6 * Double(entries.count) { side *= 2 }
    self.side = side
    scale = 1 / side
    origin = Point(extent.minX, extent.minY)
    columns = Int((width / side).rounded(.down)) + 1
    rows = Int((height / side).rounded(.down)) + 1
  }

  /// Calls `body` with each bucket that an edge passes through.
  @inline(__always)
  func forEachBucket(of edge: UInt32, _ vertices: Section<Point>, _ body: (Int) -> Void) {
    let (a, b) = (vertices[Int(edge)], vertices[Int(edge) + 1])
    guard a.isFinite, b.isFinite else { return }
    EdgeTrace.cells(
      (a.x - origin.x) * scale, (a.y - origin.y) * scale, (b.x - origin.x) * scale, (b.y - origin.y) * scale,
      columns: columns, rows: rows, margin: Self.margin
    ) { column, row in body(row &* columns &+ column) }
  }

  /// What rounding may move a place by, in sides; far more than it does.
  private static let margin = 0x1p-20

  /// Buckets side by side and one on another.
  struct Window {
    var columns: Range<Int>
    var rows: Range<Int>

    static let empty = Window(columns: 0..<0, rows: 0..<0)

    /// Calls `body` with the rows, or the parts of them, that `inner`, a window within this one, has not.
    @inline(__always)
    func forEachRow(besides inner: Window, _ body: (_ row: Int, _ columns: Range<Int>) -> Void) {
      for row in rows {
        if inner.rows.contains(row) {
          if columns.lowerBound < inner.columns.lowerBound { body(row, columns.lowerBound..<inner.columns.lowerBound) }
          if inner.columns.upperBound < columns.upperBound { body(row, inner.columns.upperBound..<columns.upperBound) }
        } else {
          body(row, columns)
        }
      }
    }
  }

  /// The buckets no farther from a place than `x` and `y`.
  @inline(__always)
  func window(around point: Point, x: Double, y: Double) -> Window {
    Window(
      columns: Self.range((point.x - origin.x) * scale, x * scale, columns),
      rows: Self.range((point.y - origin.y) * scale, y * scale, rows))
  }

  @inline(__always)
  private static func range(_ place: Double, _ reach: Double, _ count: Int) -> Range<Int> {
    // What is no number is in the first.
    let last = Double(count - 1)
    func bucket(_ value: Double) -> Int { Int(value > 0 ? (value < last ? value : last) : 0) }
    return bucket(place - reach - margin)..<bucket(place + reach + margin) + 1
  }
}

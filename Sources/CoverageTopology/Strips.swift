/// Items by the horizontal strips that they reach into: as many strips as keep each item in three of them on the average.
struct Strips {
  private let buckets: Buckets<UInt32>
  private let bottom: Double
  private let scale: Double
  private let count: Int

  /// - Parameter spans: where each item begins and ends, low before high.
  init(_ spans: [(low: Double, high: Double, item: UInt32)]) {
    var (bottom, top, total) = (Double.infinity, -Double.infinity, 0.0)
    for span in spans {
      bottom = min(bottom, span.low)
      top = max(top, span.high)
      total += span.high - span.low
    }
    let height = max(top - bottom, 0)
    let share = total > 0 ? 2 * height / total : 0
    let count = max(1, min(spans.count, Int(Double(spans.count) * share)))
    let scale = height > 0 ? Double(count) / height : 0
    var items: [(Int, UInt32)] = []
    items.reserveCapacity(spans.count * 3)
    for span in spans {
      var strip = Strips.strip(span.low, bottom, scale, count)
      let last = Strips.strip(span.high, bottom, scale, count)
      while strip <= last {
        items.append((strip, span.item))
        strip += 1
      }
    }
    buckets = Buckets(count: count, items: items)
    self.bottom = bottom
    self.scale = scale
    self.count = count
  }

  private static func strip(_ y: Double, _ bottom: Double, _ scale: Double, _ count: Int) -> Int {
    min(max(Int((y - bottom) * scale), 0), count - 1)
  }

  /// Every item that reaches to this height, among others.
  func items(at y: Double) -> ArraySlice<UInt32> { buckets[Strips.strip(y, bottom, scale, count)] }
}

/// Divides the cells of a graph into a given number of connected, compact regions of like size.
///
/// Every region grows from a seed over the graph's edges, the nearest free cell first; then each seed moves to the
/// middle of its region and all grow again (Lloyd's iteration on a graph). A region that came out too large counts
/// its distances longer in the next round; one that stayed tiny starts anew beside the middle of one of the largest.
struct RegionGrowing {
  let neighbours: [[Int32]]
  let places: [(x: Double, y: Double)]
  /// How much each cell counts for the size of its region.
  let weights: [Double]

  /// The region of each cell, 0..<count, every region connected and none empty.
  func divide(into count: Int, rounds: Int = 12, _ random: inout RandomSource) -> [Int32] {
    precondition(count <= places.count)
    var cells = Array(places.indices)
    for index in 0..<count { cells.swapAt(index, index + random.index(cells.count - index)) }
    var seeds = Array(cells[..<count])
    var stretch = [Double](repeating: 1, count: count)
    let fairSize = weights.reduce(0, +) / Double(count)
    var regions = grow(seeds, stretch)
    for _ in 1..<rounds {
      seeds = middles(regions, count)
      var sizes = [Double](repeating: 0, count: count)
      for (cell, region) in regions.enumerated() { sizes[Int(region)] += weights[cell] }
      for region in 0..<count {
        stretch[region] *= min(1.5, max(0.67, (sizes[region] / fairSize).squareRoot()))
      }
      let bySize = (0..<count).sorted { (sizes[$0], $0) < (sizes[$1], $1) }
      for (tiny, large) in zip(bySize, bySize.reversed()) where sizes[tiny] < 0.45 * fairSize {
        guard let beside = neighbours[seeds[large]].first(where: { regions[Int($0)] == large }) else { continue }
        seeds[tiny] = Int(beside)
        stretch[tiny] = stretch[large]
      }
      regions = grow(seeds, stretch)
    }
    return regions
  }

  private func grow(_ seeds: [Int], _ stretch: [Double]) -> [Int32] {
    var regions = [Int32](repeating: -1, count: places.count)
    var front = Front()
    func claim(_ cell: Int, for region: Int) {
      regions[cell] = Int32(region)
      for next in neighbours[cell] where regions[Int(next)] < 0 {
        let key = squaredDistance(Int(next), places[seeds[region]]) * stretch[region]
        front.push(Front.Entry(key: key, cell: next, region: Int32(region)))
      }
    }
    for (region, seed) in seeds.enumerated() { regions[seed] = Int32(region) }
    for (region, seed) in seeds.enumerated() { claim(seed, for: region) }
    while let entry = front.pop() {
      if regions[Int(entry.cell)] < 0 { claim(Int(entry.cell), for: Int(entry.region)) }
    }
    precondition(!regions.contains(-1), "the graph must hang together")
    return regions
  }

  /// The cell nearest to the centre of each region.
  private func middles(_ regions: [Int32], _ count: Int) -> [Int] {
    var sums = [(x: Double, y: Double, n: Double)](repeating: (0, 0, 0), count: count)
    for (cell, region) in regions.enumerated() {
      sums[Int(region)].x += places[cell].x
      sums[Int(region)].y += places[cell].y
      sums[Int(region)].n += 1
    }
    var middles = [Int](repeating: -1, count: count)
    var best = [Double](repeating: .infinity, count: count)
    for (cell, region) in regions.enumerated() {
      let sum = sums[Int(region)]
      let distance = squaredDistance(cell, (sum.x / sum.n, sum.y / sum.n))
      if distance < best[Int(region)] {
        best[Int(region)] = distance
        middles[Int(region)] = cell
      }
    }
    return middles
  }

  private func squaredDistance(_ cell: Int, _ place: (x: Double, y: Double)) -> Double {
    let dx = places[cell].x - place.x
    let dy = places[cell].y - place.y
    return dx * dx + dy * dy
  }
}

/// A binary heap of the cells that regions may claim next; equal distances are ordered by cell, then region.
private struct Front {
  struct Entry: Comparable {
    var key: Double
    var cell: Int32
    var region: Int32

    static func < (a: Entry, b: Entry) -> Bool {
      (a.key, a.cell, a.region) < (b.key, b.cell, b.region)
    }
  }

  private var heap: [Entry] = []

  mutating func push(_ entry: Entry) {
    var child = heap.count
    heap.append(entry)
    while child > 0, entry < heap[(child - 1) / 2] {
      heap[child] = heap[(child - 1) / 2]
      child = (child - 1) / 2
    }
    heap[child] = entry
  }

  mutating func pop() -> Entry? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first }
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < last else { break }
      heap[parent] = heap[child]
      parent = child
    }
    heap[parent] = last
    return first
  }
}

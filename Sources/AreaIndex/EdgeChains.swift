import Diagnostics
import SpatialPrimitives
import SystemFiles

/// Lays down the edges of rings, each once however many rings have it, in chains: edge `i` goes from vertex `i` to vertex
/// `i + 1`, and edges that are new one after the other are one chain.
///
/// Who has one edge of a chain mostly has the next one too, so that the neighbours of the edge before are looked at first.
/// Only where a chain is entered, and where edges are new, they are looked for by the hash of their two ends. Most edges of
/// upper levels, and nearly every second one of the lowest, are found without.
@safe struct EdgeChains: ~Copyable {
  /// The vertices laid down; no edge begins at the last of a chain.
  private(set) var count = 0
  private let space: SectionMemory
  private let vertices: UnsafeMutablePointer<Point>
  /// By vertex: 1 where an edge begins.
  private let joined: SectionMemory
  private let begins: UnsafeMutablePointer<UInt8>
  private var table: EdgeTable
  /// What the area at hand has of chains, first edge `<< 32 |` number of edges; the last one may still grow.
  private var stretches: [UInt64] = []

  /// The edge before, and which way its chain is followed: +1, −1, or 0 where none is.
  private var edge = -1
  private var step = 0
  /// Whether the edge before was new, so that the next new one goes on from it.
  private var isOpen = false
  /// Of the points from the one before that at hand to `ahead` more, by the last bits of their position.
  private var hashes = FixedList<UInt64>(capacity: window)

  /// How many edges ahead the table is asked; half as many ahead, the chain.
  private static let ahead = 16
  private static let window = 32

  /// - Parameter points: how many points the rings have, or more.
  init(points: Int) {
    space = SectionMemory(byteCount: max(1, 2 * points) * MemoryLayout<Point>.stride)
    unsafe vertices = space.bytes.baseAddress!.bindMemory(to: Point.self, capacity: max(1, 2 * points))
    joined = SectionMemory(byteCount: max(1, 2 * points))
    unsafe begins = joined.bytes.baseAddress!.bindMemory(to: UInt8.self, capacity: max(1, 2 * points))
    table = EdgeTable(capacity: points / 2)
    hashes.append(0, times: Self.window)
  }

  /// The vertices so far.
  consuming func finish() -> (vertices: Section<Point>, begins: Section<UInt8>) {
    let size = max(1, count)
    return unsafe (
      Section(
        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(space.bytes)[..<(size * MemoryLayout<Point>.stride)]),
        owner: space),
      Section(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(joined.bytes)[..<size]), owner: joined)
    )
  }

  // MARK: Rings

  /// Takes a ring, closed or not. A point that stands twice in a row counts once; of a ring of one place only that place
  /// is kept as an edge without length: it is still boundary.
  mutating func append(_ ring: Ring) {
    step = 0
    isOpen = false
    unsafe ring.points.withUnsafeBufferPointer { points in
      guard let first = unsafe points.first else { return }
      hashes[0] = first.positionHash
      for index in 1...Self.ahead { unsafe prepare(index, points) }
      var before = first
      var hasEdge = false
      for index in 1..<max(1, points.count) {
        unsafe prepare(index + Self.ahead, points)
        prefetchVertices(of: index + Self.ahead / 2, below: points.count)
        let point = unsafe points[index]
        if point == before { continue }
        hasEdge = true
        if !follow(before, point) { find(before, point, hash(of: index)) }
        before = point
      }
      if before != first || !hasEdge, !follow(before, first) {
        find(before, first, before.positionHash &+ first.positionHash)
      }
    }
  }

  /// Asks for what the table knows of the edge that ends at a point, which may be beyond the last. A chain lies anywhere in
  /// memory: waiting for it where it is entered would take longer than all else.
  @inline(__always)
  private mutating func prepare(_ index: Int, _ points: UnsafeBufferPointer<Point>) {
    guard index < points.count else { return }
    unsafe hashes[index & (Self.window - 1)] = points[index].positionHash
    table.prefetch(hash(of: index))
  }

  /// Some edges later, when the table's answer is there: asks for the chain.
  @inline(__always)
  private func prefetchVertices(of index: Int, below count: Int) {
    guard index < count, let edge = table.guess(hash(of: index)) else { return }
    unsafe CacheLine.prefetch(vertices + edge)
  }

  /// Of the edge that ends at a point near the one at hand, in whichever direction it goes.
  @inline(__always)
  private func hash(of index: Int) -> UInt64 {
    hashes[(index - 1) & (Self.window - 1)] &+ hashes[index & (Self.window - 1)]
  }

  /// Whether the neighbour of the edge before is the edge from `a`, its end, to `b`.
  @inline(__always)
  private mutating func follow(_ a: Point, _ b: Point) -> Bool {
    let next = edge + step
    guard step != 0, next >= 0, unsafe next < count && begins[next] != 0 else { return false }
    guard unsafe vertices[step > 0 ? next + 1 : next] == b else { return false }
    edge = next
    note()
    return true
  }

  /// Looks for the edge in the table, where it is entered if it is new.
  @inline(__always)
  private mutating func find(_ a: Point, _ b: Point, _ hash: UInt64) {
    let vertices = unsafe vertices
    let known = table.find(hash) { edge in
      let (c, d) = unsafe (vertices[edge], vertices[edge + 1])
      return a == c && b == d || a == d && b == c
    }
    if let known {
      edge = known
      step = unsafe vertices[known] == a ? 1 : -1
      isOpen = false
    } else {
      if !isOpen {
        unsafe vertices[count] = a
        count += 1
      }
      edge = count - 1
      unsafe begins[edge] = 1
      unsafe vertices[count] = b
      count += 1
      table.enter(edge, hash)
      step = 0
      isOpen = true
    }
    note()
  }

  // MARK: Stretches

  /// Adds the edge at hand to the area's stretches.
  @inline(__always)
  private mutating func note() {
    if let last = stretches.last {
      let (first, length) = (Int(last >> 32), Int(last & 0xFFFF_FFFF))
      if edge == first + length {
        stretches[stretches.count - 1] = last + 1
        return
      }
      if edge == first - 1 {
        stretches[stretches.count - 1] = UInt64(edge) << 32 | UInt64(length + 1)
        return
      }
    }
    stretches.append(UInt64(edge) << 32 | 1)
  }

  /// What the rings since the last call have of chains, first edge `<< 32 |` number of edges, in ascending order. They overlap
  /// only where an edge was met more than once.
  mutating func takeStretches(into all: inout [UInt64]) {
    stretches.sort()
    var open: UInt64?
    for stretch in stretches {
      if let last = open, last >> 32 + last & 0xFFFF_FFFF == stretch >> 32 {
        open = last + stretch & 0xFFFF_FFFF
        continue
      }
      if let open { all.append(open) }
      open = stretch
    }
    if let open { all.append(open) }
    stretches.removeAll(keepingCapacity: true)
  }
}

/// Edges by the hash of their two ends; open addressing.
@safe private struct EdgeTable: ~Copyable {
  /// The upper half of a hash and an edge plus one; 0 where there is nothing.
  private var memory: SectionMemory
  private var slots: UnsafeMutablePointer<UInt64>
  private var mask: Int
  private var count = 0

  init(capacity: Int) {
    var bits = 6
    while 1 << bits < capacity { bits += 1 }
    mask = 1 << bits - 1
    memory = SectionMemory(byteCount: 8 << bits)
    unsafe slots = memory.bytes.baseAddress!.bindMemory(to: UInt64.self, capacity: 1 << bits)
  }

  @inline(__always)
  func prefetch(_ hash: UInt64) { unsafe CacheLine.prefetch(slots + Int(hash >> 32) & mask) }

  /// An edge that probably has the hash, if its own slot is not another's.
  @inline(__always)
  func guess(_ hash: UInt64) -> Int? {
    let entry = unsafe slots[Int(hash >> 32) & mask]
    return entry >> 32 == hash >> 32 && entry != 0 ? Int(entry & 0xFFFF_FFFF) - 1 : nil
  }

  /// The edge with this hash for which `isSame` holds.
  @inline(__always)
  func find(_ hash: UInt64, _ isSame: (Int) -> Bool) -> Int? {
    var slot = Int(hash >> 32) & mask
    while true {
      let entry = unsafe slots[slot]
      if entry == 0 { return nil }
      let edge = Int(entry & 0xFFFF_FFFF) - 1
      if entry >> 32 == hash >> 32, isSame(edge) { return edge }
      slot = (slot + 1) & mask
    }
  }

  /// Enters an edge that is not there.
  @inline(__always)
  mutating func enter(_ edge: Int, _ hash: UInt64) {
    if (count + 1) * 4 > (mask + 1) * 3 { grow() }
    count += 1
    place(hash & ~0xFFFF_FFFF | UInt64(edge + 1))
  }

  @inline(__always)
  private func place(_ entry: UInt64) {
    var slot = Int(entry >> 32) & mask
    while unsafe slots[slot] != 0 { slot = (slot + 1) & mask }
    unsafe slots[slot] = entry
  }

  private mutating func grow() {
    let (old, size) = (memory, mask + 1)
    let before = unsafe slots
    mask = 2 * size - 1
    memory = SectionMemory(byteCount: 16 * size)
    unsafe slots = memory.bytes.baseAddress!.bindMemory(to: UInt64.self, capacity: 2 * size)
    for slot in 0..<size where unsafe before[slot] != 0 { unsafe place(before[slot]) }
    withExtendedLifetime(old) {}
  }
}

/// A cell and the edges near it, small enough that a look-up touches one cache line, or two near an edge. In units of
/// 16 bytes, and so placed that the first 32 bytes lie in one cache line; halves are 16 bits:
///
/// | halves | content |
/// |---|---|
/// | 8 | for each row of an 8 × 8 subdivision, from below, two bits for each of its cells, the first lowest |
/// | 1 | number of groups of four edges in the lower byte, the rank r above, `completeBit` |
/// | 1 | where to begin: a position in the table |
/// | 2 each | the table: 2ʳ numbers of answers, or `unsettled` |
/// | 1 each | x, then y, of the vertices of a line that holds all edges, 4 for each group and one more |
/// | ¼ each | for each edge of the line what crossing it does to a position in the table, by exclusive or |
///
/// **Two bits** 0…2 are the table's position of the answer of a subdivision cell that no edge comes near; 3 sends a
/// point to the edges. **The line** is in quanta of 2⁻¹⁵ of the cell's side; edges that do not hang together are
/// joined by ones that change nothing. **The answer** at a point is the table's at the position that results from all
/// edges that the ray from the point to the left crosses, because sets of areas differ by what is crossed between
/// them, in whatever order, and the table's positions stand for the sets by a basis of those differences over GF(2).
///
/// A vertex is off by at most half a quantum in x and y, and so is every point of an edge. A point farther from all
/// edges of the line than `reach` lies therefore in the same set as it would among the exact edges: these move into
/// those without passing over it. Any other point is unsettled.
///
/// In a **complete** block every area that has an edge near the cell is named by some of the answers and not by others,
/// and no two areas of one level overlap: so the answers name all areas that can hold a point of the cell.
enum CellBlock {
  static let unit = 16
  /// In halves: what most look-ups read, and a cache line.
  private static let mostRead = 16
  static let cacheLine = 32
  static let mostSegments = 40
  static let mostRank = 4

  /// Quanta per side.
  static let side = 32768.0
  /// The line may reach so far beyond the cell on every side.
  static let apron = 4096.0
  /// The ray ends at a vertical so many quanta left of the cell, where the set is known.
  static let reference = 512.0
  /// Half a quantum for the vertex, and what single precision and clipping may lose: under 0.02.
  private static let reach: Float = 0.53

  /// How many bytes from its beginning most blocks end in the next cache line.
  static let farther = 68

  static let groupsHalf = 8
  static let startHalf = 9
  static let tableHalf = 10
  /// In the half of the groups.
  static let completeBit: UInt16 = 1 << 15

  /// How many halves there are before the vertices, and altogether.
  static func halves(groups: Int, rank: Int) -> Int { tableHalf + 2 << rank + 2 * (4 * groups + 1) + groups }

  /// Where a block begins, in halves from the beginning of a cache line, if the one before ends at `end`.
  static func start(after end: Int) -> Int {
    let halves = unit / 2
    let start = (end + halves - 1) / halves * halves
    let rest = cacheLine - start % cacheLine
    return rest < mostRead ? start + rest : start
  }

  /// The two bits of the subdivision cell in `row` and `column`.
  @inline(__always)
  static func code(_ block: UnsafeRawPointer, row: Int, column: Int) -> Int {
    unsafe Int(truncatingIfNeeded: self.row(block, row) &>> UInt32(truncatingIfNeeded: 2 &* column) & 3)
  }

  /// The two bits of all cells of a row of the subdivision.
  @inline(__always)
  static func row(_ block: UnsafeRawPointer, _ row: Int) -> UInt32 {
    unsafe UInt32(block.load(fromByteOffset: 2 &* row, as: UInt16.self))
  }

  @inline(__always)
  static func tableEntry(_ block: UnsafeRawPointer, _ position: Int) -> UInt32 {
    unsafe block.load(fromByteOffset: 2 &* tableHalf &+ 4 &* position, as: UInt32.self)
  }

  @inline(__always)
  static func tableCount(_ block: UnsafeRawPointer) -> Int {
    unsafe 1 << min(Int(block.load(fromByteOffset: 2 &* groupsHalf, as: UInt16.self) >> 8 & 7), mostRank)
  }

  static func isComplete(_ block: UnsafeRawPointer) -> Bool {
    unsafe block.load(fromByteOffset: 2 &* groupsHalf, as: UInt16.self) & completeBit != 0
  }

  /// The number of the answer at a point of the cell, or `unsettled`. Without a branch but the loop's.
  /// - Parameters: x, y: quanta from the corner of the apron.
  @inline(__always)
  static func find(_ block: UnsafeRawPointer, _ x: Float, _ y: Float) -> UInt32 {
    let head = unsafe block.load(fromByteOffset: 2 &* groupsHalf, as: UInt32.self)
    let groups = Int(truncatingIfNeeded: head & 0x3F)
    let rank = Int(truncatingIfNeeded: head &>> 8 & 7)
    var xs = unsafe block + (2 &* tableHalf &+ 4 &<< rank)
    var ys = unsafe xs + (8 &* groups &+ 2)
    var changes = unsafe ys + (8 &* groups &+ 2)
    let last = unsafe changes + 2 &* groups
    let px = SIMD4<Float>(repeating: x)
    let py = SIMD4<Float>(repeating: y)
    let above = SIMD4<Float>(repeating: y + reach)
    let below = SIMD4<Float>(repeating: y - reach)
    var crossed = SIMD4<UInt32>.zero
    var isNear = SIMDMask<SIMD4<Int32>>(repeating: false)
    while unsafe changes < last {
      let ax = unsafe floats(xs)
      let ay = unsafe floats(ys)
      let bx = unsafe floats(xs + 2)
      let by = unsafe floats(ys + 2)
      let dx = bx - ax
      let dy = by - ay
      let side = dx * (py - ay) - dy * (px - ax)
      let width = (magnitude(dx) + magnitude(dy)) * reach
      let low = ay .< by
      let lowest = ay.replacing(with: by, where: .!low)
      let highest = by.replacing(with: ay, where: .!low)
      isNear .|= (magnitude(side) .<= width) .& (lowest .<= above) .& (highest .>= below)
      // An edge that goes up has the points to its right on its negative side, one that goes down the other way.
      let isUp = by .> py
      let straddles = (ay .> py) .^ isUp
      let isRight = (side .< 0) .^ .!isUp
      // Four bits for each edge; they are brought to their place at the end.
      let change = unsafe SIMD4(repeating: UInt32(changes.load(as: UInt16.self))) & SIMD4(0xF, 0xF0, 0xF00, 0xF000)
      crossed ^= change.replacing(with: 0, where: .!(straddles .& isRight))
      unsafe xs += 8
      unsafe ys += 8
      unsafe changes += 2
    }
    let position = (head &>> 16) ^ crossed.x ^ crossed.y &>> 4 ^ crossed.z &>> 8 ^ crossed.w &>> 12
    let number = unsafe tableEntry(
      block, Int(truncatingIfNeeded: position & (1 &<< UInt32(truncatingIfNeeded: rank) &- 1)))
    return any(isNear) ? AreaIndex.unsettled : number
  }

  @inline(__always)
  private static func floats(_ words: UnsafeRawPointer) -> SIMD4<Float> {
    unsafe SIMD4<Float>(SIMD4<Int32>(truncatingIfNeeded: words.loadUnaligned(as: SIMD4<UInt16>.self)))
  }

  @inline(__always)
  private static func magnitude(_ values: SIMD4<Float>) -> SIMD4<Float> {
    unsafe unsafeBitCast(unsafeBitCast(values, to: SIMD4<UInt32>.self) & 0x7FFF_FFFF, to: SIMD4<Float>.self)
  }
}

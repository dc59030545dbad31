import SpatialPrimitives

/// Pieces of the lines between buildings, put together to lines, and these rid of the vertices that they do not need.
///
/// A line may leave the middle between two buildings by a share of the room that it has there, so that it still runs
/// between them: Douglas & Peucker (1973) with a tolerance of its own at each vertex.
struct GapAxis {
  private var numbers: [Point: Int] = [:]
  private var places: [Point] = []
  /// How far each place is from the buildings beside it.
  private var rooms: [Double] = []
  private var pieces: [(a: Int, b: Int)] = []
  private var piecesAt: [[Int]] = []

  mutating func add(from a: Point, room roomA: Double, to b: Point, room roomB: Double) {
    guard a != b else { return }
    let (first, second) = (number(a, roomA), number(b, roomB))
    piecesAt[first].append(pieces.count)
    piecesAt[second].append(pieces.count)
    pieces.append((first, second))
  }

  private mutating func number(_ place: Point, _ room: Double) -> Int {
    if let known = numbers[place] {
      rooms[known] = min(rooms[known], room)
      return known
    }
    numbers[place] = places.count
    places.append(place)
    rooms.append(room)
    piecesAt.append([])
    return places.count - 1
  }

  /// Lines from one junction or end to the next, and closed ones.
  ///
  /// - Parameter share: what part of its room a line may use, below one.
  func lines(straying share: Double) -> [[Point]] {
    var isUsed = [Bool](repeating: false, count: pieces.count)
    var lines: [[Point]] = []
    func follow(_ piece: Int, from start: Int) {
      var chain = [start]
      var next = piece
      while !isUsed[next] {
        isUsed[next] = true
        let here = pieces[next].a == chain[chain.count - 1] ? pieces[next].b : pieces[next].a
        chain.append(here)
        if piecesAt[here].count != 2 { break }
        next = piecesAt[here][0] == next ? piecesAt[here][1] : piecesAt[here][0]
      }
      lines.append(simplified(chain, share))
    }
    for place in places.indices where piecesAt[place].count != 2 {
      for piece in piecesAt[place] where !isUsed[piece] { follow(piece, from: place) }
    }
    for piece in pieces.indices where !isUsed[piece] { follow(piece, from: pieces[piece].a) }
    return lines
  }

  private func simplified(_ chain: [Int], _ share: Double) -> [Point] {
    var isKept = [Bool](repeating: false, count: chain.count)
    isKept[0] = true
    isKept[chain.count - 1] = true
    var waiting = [(0, chain.count - 1)]
    while let (first, last) = waiting.popLast() {
      var worst = (place: -1, ratio: 1.0)
      for place in stride(from: first + 1, to: last, by: 1) {
        let here = places[chain[place]]
        let nearest = Segment.nearestPoint(
          to: here, from: places[chain[first]], places[chain[last]], scaleX: 1, scaleY: 1)
        let (dx, dy) = (here.x - nearest.x, here.y - nearest.y)
        let ratio = (dx * dx + dy * dy).squareRoot() / max(share * rooms[chain[place]], .leastNormalMagnitude)
        if ratio > worst.ratio { worst = (place, ratio) }
      }
      guard worst.place >= 0 else { continue }
      isKept[worst.place] = true
      waiting.append((first, worst.place))
      waiting.append((worst.place, last))
    }
    return chain.indices.filter { isKept[$0] }.map { places[chain[$0]] }
  }
}

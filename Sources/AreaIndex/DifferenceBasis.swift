/// A basis of sets of areas over GF(2), where the sum of two sets holds what is in one of them only. A set within the
/// span has coordinates: one bit for each element of the basis that it is a sum of.
struct DifferenceBasis {
  /// Echelon form: each vector with its highest bit, which no later one has, and its coordinates.
  private var rows: [8 of (vector: UInt64, highest: UInt64, coordinates: UInt32)] = .init(repeating: (0, 0, 0))
  private(set) var rank = 0

  static let mostRank = 8

  /// The coordinates of a vector; `nil` if it is no sum of elements.
  func coordinates(of vector: UInt64) -> UInt32? {
    let (rest, coordinates) = reduce(vector)
    return rest == 0 ? coordinates : nil
  }

  /// The coordinates of a vector, which becomes an element if it is no sum of elements; `nil` if there are too many.
  mutating func add(_ vector: UInt64) -> UInt32? {
    let (rest, coordinates) = reduce(vector)
    if rest == 0 { return coordinates }
    guard rank < Self.mostRank else { return nil }
    let own: UInt32 = 1 << UInt32(rank)
    rows[rank] = (rest, 1 << UInt64(63 - rest.leadingZeroBitCount), coordinates ^ own)
    rank += 1
    return own
  }

  private func reduce(_ vector: UInt64) -> (rest: UInt64, coordinates: UInt32) {
    var rest = vector
    var coordinates: UInt32 = 0
    for index in 0..<rank where rest & rows[index].highest != 0 {
      rest ^= rows[index].vector
      coordinates ^= rows[index].coordinates
    }
    return (rest, coordinates)
  }
}

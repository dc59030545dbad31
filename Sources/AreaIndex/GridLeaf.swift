import SpatialPrimitives

/// The edges near one cell, as words of 64 bits:
///
/// | words | content |
/// |---|---|
/// | 1 | head: context, number of edges, side, kind, number of labels; in plain leaves the label of each edge |
/// | 2ᵍ / 2 | plain leaves: answers by which of the g labels are crossed on the way to the reference, 32 bits each |
/// | 4 each | edges: ax, ay, bx, by (axes exchanged where the reference is the lower side) |
/// | n / 2 | other leaves: the label of each edge, 32 bits each |
///
/// The *reference* is a corner of the cell where the set of areas is known. In a plain leaf no edge comes near the
/// whole side that it stands for, so that only the way straight to that side matters. The *context* tells that set
/// and the areas of each label; only points on a border, and leaves that are not plain, need it.
struct GridLeaf {
  /// Where the way from a point leads.
  enum Side: UInt64 {
    /// To the lower left corner by way of the left side, which edges may cross.
    case none = 0
    case left, right, lower
  }

  static let mostPlainEdges = 11
  static let mostPlainLabels = 4

  /// From the lowest bit: context 32; side 2; plain 1; then for a plain leaf number of labels 3, number of edges 4 and
  /// their labels of 2 bits each, for any other leaf the number of edges.
  let word: UInt64

  @inline(__always) init(word: UInt64) { self.word = word }

  /// - Parameter labels: the label of each edge, below `count`.
  init(context: UInt32, side: Side, isPlain: Bool, labels: [UInt32], count: Int) {
    var rest = UInt64(labels.count)
    if isPlain {
      rest = UInt64(count) | UInt64(labels.count) << 3
      for (position, label) in labels.enumerated() { rest |= UInt64(label) << UInt64(7 + 2 * position) }
    }
    precondition(rest < 1 << 29 || isPlain, "no cell has that many edges")
    word = UInt64(context) | side.rawValue << 32 | (isPlain ? 1 << 34 : 0) | rest << 35
  }

  @inline(__always) var context: Int { Int(truncatingIfNeeded: word & 0xFFFF_FFFF) }
  @inline(__always) var side: Side { Side(rawValue: word >> 32 & 3)! }
  @inline(__always) var isPlain: Bool { word >> 34 & 1 != 0 }
  @inline(__always) var edges: Int { Int(truncatingIfNeeded: isPlain ? word >> 38 & 15 : word >> 35) }
  /// Of a plain leaf: the labels of the edges, the first lowest.
  @inline(__always) var labelCodes: UInt64 { word >> 42 }

  /// Where the edges begin.
  @inline(__always) var edgesOffset: Int {
    isPlain ? 1 &+ (1 &<< Int(truncatingIfNeeded: word >> 35 & 7)) &>> 1 : 1
  }
  /// How many words the leaf has.
  var size: Int { edgesOffset + 4 * edges + (isPlain ? 0 : (edges + 1) / 2) }
}

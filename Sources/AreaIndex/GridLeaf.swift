import SpatialPrimitives

/// The edges near one cell, as words of 64 bits:
///
/// | words | content |
/// |---|---|
/// | 1 | head: context, number of edges, side, kind, number of labels |
/// | 1 | plain leaves: the label of each edge, two bits each |
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

  static let mostPlainEdges = 32
  static let mostPlainLabels = 4

  let head: UInt64

  init(head: UInt64) { self.head = head }

  init(context: UInt32, edges: Int, side: Side, isPlain: Bool, labels: Int) {
    precondition(edges < 1 << 24, "no cell has sixteen million edges")
    head =
      UInt64(context) | UInt64(edges) << 32 | side.rawValue << 56 | (isPlain ? 1 << 58 : 0)
      | UInt64(isPlain ? labels : 0) << 59
  }

  @inline(__always) var context: Int { Int(truncatingIfNeeded: head & 0xFFFF_FFFF) }
  @inline(__always) var edges: Int { Int(truncatingIfNeeded: head >> 32 & 0xFF_FFFF) }
  @inline(__always) var side: Side { Side(rawValue: head >> 56 & 3)! }
  @inline(__always) var isPlain: Bool { head >> 58 & 1 != 0 }
  @inline(__always) var labels: UInt64 { head >> 59 & 7 }

  /// Where the edges begin.
  @inline(__always) var edgesOffset: Int { isPlain ? 2 &+ (1 << Int(truncatingIfNeeded: labels)) / 2 : 1 }
  /// How many words the leaf has.
  var size: Int { edgesOffset + 4 * edges + (isPlain ? 0 : (edges + 1) / 2) }
}

import TestSupport
import Testing

@testable import AreaIndex

struct DifferenceBasisTests {
  /// Coordinates against the span written out: sums have the sums of coordinates, and nothing outside has any.
  @Test(arguments: 0..<20) func coordinatesAreLinear(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var basis = DifferenceBasis()
    var span: Set<UInt64> = [0]
    var elements: [UInt64] = []
    for _ in 0..<12 {
      let sparse = (0..<3).reduce(UInt64(0)) { mask, _ in mask ^ 1 << UInt64.random(in: 0..<10, using: &random) }
      let wasKnown = span.contains(sparse)
      let coordinates = basis.add(sparse)
      if !wasKnown, elements.count < DifferenceBasis.mostRank {
        #expect(coordinates == 1 << UInt32(elements.count))
        elements.append(sparse)
        span.formUnion(span.map { $0 ^ sparse })
      } else if !wasKnown {
        #expect(coordinates == nil)
      }
      #expect(basis.rank == elements.count)
    }
    for mask in UInt64(0)..<1 << 10 {
      guard let coordinates = basis.coordinates(of: mask) else {
        #expect(!span.contains(mask))
        continue
      }
      let sum = elements.indices.reduce(UInt64(0)) { $0 ^ (coordinates >> UInt32($1) & 1 != 0 ? elements[$1] : 0) }
      #expect(sum == mask)
    }
  }
}

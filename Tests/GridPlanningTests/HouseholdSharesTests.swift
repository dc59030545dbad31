import GEOSOperations
import TestSupport
import Testing

@testable import GridPlanning

@Suite struct HouseholdSharesTests {
  @Test func wholeHouseholdsGoByTheLargestRemainders() {
    #expect(HouseholdShares.apportion(100, by: [1, 1, 1]) == [34, 33, 33])
    #expect(HouseholdShares.apportion(7, by: [3.3, 2.1, 1.6]) == [3, 2, 2])
    #expect(HouseholdShares.apportion(0, by: [2, 1]) == [0, 0])
    #expect(HouseholdShares.apportion(5, by: [0, 0]) == [5, 0])
    // What is no whole number is shared out as it is.
    #expect(HouseholdShares.apportion(1.5, by: [1, 2]) == [0.5, 1])
  }

  @Test(arguments: UInt64(1)...50) func theSumStaysAndNoPartIsOffByAHousehold(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let total = Double(Int.random(in: 0...20_000, using: &random))
    let weights = (0..<Int.random(in: 1...12, using: &random)).map { _ in Double.random(in: 0...1, using: &random) }
    let counts = HouseholdShares.apportion(total, by: weights)
    let sum = weights.reduce(0, +)
    #expect(counts.reduce(0, +) == total, "seed \(seed)")
    for (count, weight) in zip(counts, weights) {
      #expect((count - total * weight / sum).magnitude < 1 && count == count.rounded(), "seed \(seed)")
    }
  }

  @Test func thoseBelowComeBeforeTheGround() {
    func share(_ parent: Int, _ part: Double) -> OverlapShare { OverlapShare(parent: parent, share: part) }
    let children: [(households: Double?, shares: [OverlapShare])] = [
      (300, [share(0, 1)]), (100, [share(1, 1)]), (200, [share(1, 0.75), share(0, 0.25)]),
    ]
    let split = HouseholdShares(of: 600, children: children, squareMetres: [1, 99])
    #expect(split.rule == .children && split.counts == [350, 250])
    // One below that is not known: the ground decides.
    let partly = HouseholdShares(of: 600, children: children + [(nil, [share(0, 1)])], squareMetres: [1, 2])
    #expect(partly.rule == .area && partly.counts == [200, 400])
    let none = HouseholdShares(of: nil, children: children, squareMetres: [1, 2])
    #expect(none.rule == .unknown && none.counts == [nil, nil])
    // Whose ground lies nowhere does not count.
    let elsewhere = HouseholdShares(of: 10, children: [(5, [])], squareMetres: [1, 1])
    #expect(elsewhere.rule == .area && elsewhere.counts == [5, 5])
  }
}

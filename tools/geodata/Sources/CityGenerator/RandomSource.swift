/// A seeded stream of random numbers: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014). Only integer arithmetic and exact floating-point operations are used, so one seed gives
/// the same numbers on every machine.
public struct RandomSource: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// A stream of its own for one purpose, so that drawing more numbers for one does not shift another.
  public init(seed: UInt64, purpose: UInt64) {
    self.init(seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ purpose &* 0xD1B5_4A32_D192_ED03)
    _ = next()
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform in [0, 1).
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in [-1, 1).
  mutating func signed() -> Double { unit() * 2 - 1 }

  /// Uniform in 0..<count.
  mutating func index(_ count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }

  /// A number of mean 0 and variance 1, bell-shaped, never beyond ±√18: the scaled sum of six uniform numbers.
  /// The normal distribution proper would need a logarithm, whose last bit differs between C libraries.
  mutating func bell() -> Double {
    (unit() + unit() + unit() + unit() + unit() + unit() - 3) * 1.4142135623730951
  }

  mutating func element<T>(_ list: [T]) -> T { list[index(list.count)] }

  /// An index drawn with the weights whose running totals are given.
  mutating func index(cumulative: [Double]) -> Int {
    let target = unit() * cumulative[cumulative.count - 1]
    var low = 0
    var high = cumulative.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > target { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

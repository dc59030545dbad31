import Glibc

/// How heights become layers: n = log(1 + H/r₀) / log(1 + θ₀) degrees, with θ₀ one degree in radians and r₀ the equator's
/// radius, so that layers grow as cells do (GB/T 39409-2020 §6, GB/T 40087-2021). Heights are ellipsoidal, in metres.
///
/// The standards leave two things open. What they mean is told by `Reading` and `Negative`; below 1839.585 m all readings of a
/// height that is not negative agree.
public enum GridHeight {
  /// How a number of 1/2048″ is written in the digits of a code.
  public enum Reading: String, Sendable, CaseIterable {
    /// As plain binary digits: Annex C.3 of GB/T 39409, and most programs.
    case annexC = "annex-c"
    /// As degrees of 64 minutes of 64 seconds, as GeoSOT does.
    case dms
    /// As cells of the plane are divided: 4°, 30′, 15′, 1′, 4″, 2″ and eighths.
    case mixed
  }

  /// How a height below the ellipsoid is written.
  public enum Negative: String, Sendable, CaseIterable {
    /// Its amount, marked as negative: most programs.
    case signMagnitude = "sign-magnitude"
    /// The amount's complement, so that layers go on evenly below zero. With `annexC` only.
    case twosComplement = "twos-complement"
  }

  public static let radius = 6_378_137.0
  /// From here on the readings differ: one minute of layers, in metres.
  public static var agreedBelow: Double { height(Double(60 * 2048)) }
  public static let lowest = -6_302_106.7226
  public static let highest = 528_680_171.1252

  private static let perDegree = log1p(Double.pi / 180)

  /// A height in units of 1/2048″, not rounded.
  static func units(_ height: Double) -> Double {
    log1p(height / radius) / perDegree * Double(GridAngle.unitsPerDegree)
  }

  /// The height at a number of units.
  static func height(_ units: Double) -> Double {
    expm1(units / Double(GridAngle.unitsPerDegree) * perDegree) * radius
  }
}

/// Units of 1/2048″ as degrees of 64 minutes of 64 seconds, and back: 31 bits, in which minutes and seconds from 60 on do not
/// occur.
enum WideMinutes {
  static func bits(_ units: Int) -> Int {
    let (seconds, fraction) = (units / 2048, units % 2048)
    return (seconds / 3600) << 23 | (seconds / 60 % 60) << 17 | (seconds % 60) << 11 | fraction
  }

  /// What a cell of bits covers whose last `free` bits may be anything; `nil` where it would begin at a minute or second that
  /// does not occur.
  static func units(_ bits: Int, free: Int) -> Range<Int>? {
    guard let start = exact(bits) else { return nil }
    // Up to the next cell that occurs.
    let end = bits + 1 << free
    let (degree, minute, second) = (end >> 23, end >> 17 & 63, end >> 11 & 63)
    if minute >= 60 { return start..<(degree + 1) * GridAngle.unitsPerDegree }
    if second >= 60 { return start..<(degree * 3600 + (minute + 1) * 60) * 2048 }
    return start..<(degree * 3600 + minute * 60 + second) * 2048 + end & 2047
  }

  private static func exact(_ bits: Int) -> Int? {
    let (degree, minute, second) = (bits >> 23, bits >> 17 & 63, bits >> 11 & 63)
    guard minute < 60, second < 60 else { return nil }
    return (degree * 3600 + minute * 60 + second) * 2048 + bits & 2047
  }
}

internal import Glibc
internal import SpatialPrimitives

/// The three offset systems of Chinese maps, each made from the one before: WGS 84 (or CGCS2000) → GCJ-02 →
/// BD-09 → BD-09 Mercator.
///
/// The published formulas are reverse engineered; the official shift may differ slightly from them.
struct ChineseOffset: Hashable, Sendable, CustomStringConvertible {
  enum Frame: Int, Sendable, Comparable {
    case plain = 0, mars, baidu, baiduMercator
    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  var frame: Frame
  var bounds: OffsetBounds

  init(frame: Frame, bounds: OffsetBounds) {
    self.frame = frame
    self.bounds = bounds
  }

  /// `gcj02`, `bd09`, `bd09mc`, in any case, with hyphens or not, `:box` or `:none` after it.
  init?(_ text: String) {
    let parts = text.trimmed.lowercased().filter { $0 != "-" && $0 != "_" }
      .split(separator: ":", omittingEmptySubsequences: false)
    switch parts.first {
    case "gcj02": frame = .mars
    case "bd09", "bd09ll": frame = .baidu
    case "bd09mc": frame = .baiduMercator
    default: return nil
    }
    switch parts.dropFirst().first {
    case nil: bounds = .box
    case let word? where parts.count == 2:
      guard let named = OffsetBounds(rawValue: String(word)) else { return nil }
      bounds = named
    default: return nil
    }
  }

  var description: String {
    let base =
      switch frame {
      case .plain: "EPSG:4326"
      case .mars: "gcj02"
      case .baidu: "bd09"
      case .baiduMercator: "bd09mc"
      }
    return bounds == .none ? base + ":none" : base
  }

  var name: String {
    switch frame {
    case .plain: "WGS 84"
    case .mars: "GCJ-02"
    case .baidu: "BD-09"
    case .baiduMercator: "BD-09 Mercator"
    }
  }
}

/// Where the GCJ-02 offset applies.
package enum OffsetBounds: String, Sendable {
  /// Inside longitudes 72.004–137.8347 and latitudes 0.8293–55.8271, as Google's maps and most converters
  /// have it. The box takes in parts of the neighbouring countries.
  case box
  /// Everywhere.
  case none

  static let china = Box(minX: 72.004, minY: 0.8293, maxX: 137.8347, maxY: 55.8271)

  func shifts(_ point: Point) -> Bool { self == .none || Self.china.contains(point) }
}

/// GCJ-02 (the "Mars" coordinates): WGS 84 moved by 20 to 700 m.
enum MarsOffset {
  /// The semi-major axis and squared eccentricity of the Krassovsky ellipsoid, as the published formula has them.
  private static let axis = 6_378_245.0
  private static let eccentricity = 0.006_693_421_622_965_943_23

  static func apply(_ point: Point, bounds: OffsetBounds) -> Point {
    bounds.shifts(point) ? shifted(point) : point
  }

  /// The point whose image is `point`, found by fixed-point iteration to far below 1 µm.
  static func undo(_ point: Point, bounds: OffsetBounds) -> Point {
    let source = fixedPoint(of: point, shifted)
    // Beside the box's edge both the point and its preimage may be images; the preimage goes first.
    return bounds.shifts(source) || bounds.shifts(point) ? source : point
  }

  private static func shifted(_ point: Point) -> Point {
    let x = point.x - 105
    let y = point.y - 35
    let common = (20 * sin(6 * .pi * x) + 20 * sin(2 * .pi * x)) * 2 / 3
    var north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * x.magnitude.squareRoot() + common
    north += (20 * sin(.pi * y) + 40 * sin(.pi * y / 3)) * 2 / 3
    north += (160 * sin(.pi * y / 12) + 320 * sin(.pi * y / 30)) * 2 / 3
    var east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * x.magnitude.squareRoot() + common
    east += (20 * sin(.pi * x) + 40 * sin(.pi * x / 3)) * 2 / 3
    east += (150 * sin(.pi * x / 12) + 300 * sin(.pi * x / 30)) * 2 / 3
    let latitude = point.y / 180 * .pi
    let magic = 1 - eccentricity * sin(latitude) * sin(latitude)
    let root = magic.squareRoot()
    return Point(
      point.x + east * 180 / (axis / root * cos(latitude) * .pi),
      point.y + north * 180 / (axis * (1 - eccentricity) / (magic * root) * .pi))
  }
}

/// BD-09: GCJ-02 moved on by Baidu.
enum BaiduOffset {
  private static let wave = Double.pi * 3000 / 180

  static func apply(_ point: Point) -> Point {
    let radius = (point.x * point.x + point.y * point.y).squareRoot() + 0.00002 * sin(point.y * wave)
    let angle = atan2(point.y, point.x) + 0.000003 * cos(point.x * wave)
    return Point(radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006)
  }

  static func undo(_ point: Point) -> Point { fixedPoint(of: point, apply) }
}

/// The point that `forward` takes to `target`, for a `forward` that is nearly the identity.
private func fixedPoint(of target: Point, _ forward: (Point) -> Point) -> Point {
  var guess = target
  for _ in 0..<12 {
    let image = forward(guess)
    let miss = Point(target.x - image.x, target.y - image.y)
    guess = Point(guess.x + miss.x, guess.y + miss.y)
    // 1e-12 of a degree is 0.1 µm.
    if max(miss.x.magnitude, miss.y.magnitude) < 1e-12 { break }
  }
  return guess
}

internal import SpatialPrimitives

/// The Gauss–Krüger zones of China and their EPSG codes: eastings with the zone's number before them, or
/// without. Zones 13–23 are 6° wide, 25–45 are 3°, so the number says the width.
struct GaussKrugerZones: Sendable {
  let datum: String
  private let families: [Family]

  private struct Family {
    var zones: ClosedRange<Int>
    /// The code of the first zone with the number in its eastings, and of the first without.
    var prefixed: Int
    var central: Int

    func index(of code: Int) -> Int? {
      let index = [code - prefixed, code - central].first { (0..<zones.count).contains($0) }
      return index
    }
  }

  private init(_ datum: String, six: (Int, Int), three: (Int, Int)) {
    self.datum = datum
    families = [
      Family(zones: 13...23, prefixed: six.0, central: six.1),
      Family(zones: 25...45, prefixed: three.0, central: three.1),
    ]
  }

  static let cgcs2000 = GaussKrugerZones("CGCS2000", six: (4491, 4502), three: (4513, 4534))
  static let xian1980 = GaussKrugerZones("Xian 1980", six: (2327, 2338), three: (2349, 2370))
  static let beijing1954 = GaussKrugerZones("Beijing 1954", six: (21413, 21453), three: (2401, 2422))

  /// The zones of the datum that `code` belongs to; those of CGCS2000 for any other.
  static func of(_ code: Int?) -> GaussKrugerZones {
    guard let code else { return cgcs2000 }
    return [cgcs2000, xian1980, beijing1954].first { $0.families.contains { $0.index(of: code) != nil } } ?? cgcs2000
  }

  /// The zone's number that stands before the eastings of `box`, if one does and the northings are China's.
  static func prefix(of box: Box) -> Int? {
    let zone = Int(exactly: (box.center.x / 1_000_000).rounded(.down)) ?? 0
    guard (13...23).contains(zone) || (25...45).contains(zone), northings.contains(box.minY),
      northings.contains(box.maxY), eastings.contains(box.minX - Double(zone) * 1_000_000),
      eastings.contains(box.maxX - Double(zone) * 1_000_000)
    else { return nil }
    return zone
  }

  /// Whether `box` has the eastings and northings of a zone without its number.
  static func isWithoutPrefix(_ box: Box) -> Bool {
    eastings.contains(box.minX) && eastings.contains(box.maxX) && northings.contains(box.minY)
      && northings.contains(box.maxY)
  }

  private static let eastings = 100_000.0...900_000
  private static let northings = 1_800_000.0...6_100_000

  /// The code whose eastings begin with `zone`.
  func code(zone: Int) -> Int? {
    families.first { $0.zones.contains(zone) }.map { $0.prefixed + zone - $0.zones.lowerBound }
  }

  /// The code of the same zone as `code` without the number in its eastings.
  func codeWithoutPrefix(for code: Int) -> Int? {
    for family in families {
      if let index = family.index(of: code) { return family.central + index }
    }
    return nil
  }
}

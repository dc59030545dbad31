/// The name of a reference system as models write it: `EPSG:7415`, `…/def/crs/EPSG/0/7415`, `urn:ogc:def:crs:EPSG::7415`,
/// `urn:ogc:def:crs,crs:EPSG:6.12:3068,crs:EPSG:6.12:5783` of a horizontal and a vertical system, and the names of the
/// surveys of Germany, `urn:adv:crs:ETRS89_UTM32*DE_DHHN92_NH`.
struct ReferenceName: Sendable, Hashable {
  let text: String
  /// Numbers in EPSG's register; `nil` where the name has none.
  let horizontal: Int?
  let vertical: Int?

  init(_ text: String) {
    self.text = text
    if let names = text.split(separator: ":").last, text.lowercased().hasPrefix("urn:adv:crs:") {
      let parts = names.split(separator: "*").map { Self.surveys[String($0)] }
      horizontal = parts.first ?? nil
      vertical = parts.count > 1 ? parts[1] : nil
      return
    }
    let codes = text.split(separator: ",").compactMap(Self.code)
    horizontal = codes.first
    vertical = codes.count > 1 ? codes[1] : nil
  }

  /// What this library reads: `EPSG:n` where there is a number.
  var plain: String { horizontal.map { "EPSG:\($0)" } ?? text }

  /// Whether the name is one of those by which coordinates stand in the order that the register prescribes
  /// (OGC 08-038r7): URNs and URLs, not `EPSG:n`.
  var keepsAuthorityOrder: Bool {
    let lower = text.lowercased()
    return lower.hasPrefix("urn:ogc:") || lower.hasPrefix("http")
  }

  /// The number at the end of a part, whatever version stands before it.
  private static func code(_ part: Substring) -> Int? {
    let words = part.split { $0 == "/" || $0 == ":" || $0 == "#" }
    guard let position = words.lastIndex(where: { $0.uppercased().hasPrefix("EPSG") || $0 == "epsg.xml" }),
      position < words.count - 1, let last = words.last
    else { return nil }
    return Int(last)
  }

  /// Registered by the working committee of the German surveys (AdV), with their numbers at EPSG.
  private static let surveys: [String: Int] = [
    "ETRS89_UTM31": 25831, "ETRS89_UTM32": 25832, "ETRS89_UTM33": 25833, "DE_DHDN_3GK2": 31466,
    "DE_DHDN_3GK3": 31467, "DE_DHDN_3GK4": 31468, "DE_DHDN_3GK5": 31469, "ETRS89_Lat-Lon": 4258,
    "DE_DHHN92_NH": 5783, "DE_DHHN2016_NH": 7837,
  ]
}

internal import CPROJ
package import Diagnostics
package import SpatialPrimitives

/// A horizontal coordinate reference system: a plain value that may be kept, compared and sent anywhere.
///
/// Coordinates in it are always east before north, whatever order its authority prescribes.
package struct CoordinateSystem: Sendable, Hashable {
  package enum Kind: String, Sendable { case geographic, projected }

  /// As it was given.
  package let text: String
  /// What to store: `EPSG:n` where the code is known, `gcj02`, `bd09`, `bd09mc`, else the text as given.
  package let identifier: String
  package let name: String
  package let kind: Kind
  /// The EPSG code, given or identified beyond doubt: the same parameters and datum, axis order aside.
  package let epsg: Int?
  /// Metres in a unit of the coordinates; for degrees, along a meridian.
  package let metresPerUnit: Double
  /// Where it is meant to be used, in degrees of longitude and latitude; `nil` where that is not known or
  /// crosses the antimeridian.
  package let areaOfUse: Box?
  let definition: Definition

  enum Definition: Hashable, Sendable {
    /// What PROJ reads.
    case proj(String)
    case offset(ChineseOffset)
  }

  package static func == (a: Self, b: Self) -> Bool { a.identifier == b.identifier }
  package func hash(into hasher: inout Hasher) { hasher.combine(identifier) }

  /// GCJ-02, BD-09 or BD-09 Mercator.
  package var isChineseOffset: Bool {
    if case .offset = definition { true } else { false }
  }

  /// Reads a reference system as users and files write it.
  ///
  /// - Parameter text: `EPSG:n`, `n`, another `AUTHORITY:CODE`, `OGC:CRS84`, an OGC URN or URL, a PROJ
  ///   string, WKT 1, ESRI WKT or WKT 2, PROJJSON; or `gcj02`, `bd09`, `bd09mc`, where `:none` after it
  ///   says that the offset applies outside the box around China too (see ``OffsetBounds``). A compound
  ///   system gives its horizontal part.
  /// - Throws: `unknown-crs` (data) for what is no reference system, `unsupported-crs` (data) for one that
  ///   has no horizontal plane.
  package init(_ text: String) throws(Fault) {
    if let offset = ChineseOffset(text) {
      self.init(offset, text: text)
    } else if let known = CRSNotation.normalized(text).flatMap({ Self.known($0, text: text) }) {
      self = known
    } else {
      try self.init(proj: text)
    }
  }

  init(_ offset: ChineseOffset, text: String) {
    self.text = text
    identifier = offset.description
    name = offset.name
    epsg = nil
    kind = offset.frame == .baiduMercator ? .projected : .geographic
    metresPerUnit = offset.frame == .baiduMercator ? 1 : Self.metresPerRadian * .pi / 180
    areaOfUse = OffsetBounds.china
    definition = .offset(offset)
  }

  /// A geographic system of EPSG's, in degrees.
  init(geographic epsg: Int, text: String, name: String, areaOfUse: Box) {
    self.text = text
    identifier = "EPSG:\(epsg)"
    self.name = name
    kind = .geographic
    self.epsg = epsg
    metresPerUnit = Self.metresPerRadian * (.pi / 180)
    self.areaOfUse = areaOfUse
    definition = .proj(identifier)
  }

  /// By way of PROJ.
  init(proj text: String) throws(Fault) {
    let context = try ProjectionContext()
    guard let notation = CRSNotation.normalized(text), let parsed = context.parse(notation) else {
      throw Self.unknown(text, because: context.message)
    }
    guard let given = parsed.horizontal() else {
      throw Fault(
        .data, code: "unsupported-crs",
        Text("\(parsed.name) has no horizontal plane", zh: "\(parsed.name) 没有水平坐标面"),
        hint: Text("name a geographic or projected system, e.g. EPSG:4490", zh: "请用地理或投影坐标系，例如 EPSG:4490"))
    }
    epsg = given.type == PJ_TYPE_BOUND_CRS ? nil : context.epsg(of: given, notation: notation)
    let exact = epsg.map { "EPSG:\($0)" }
    let object = exact.flatMap { context.parse($0)?.horizontal() } ?? given
    let plain = object.unbound()
    let isProjected = plain.type == PJ_TYPE_PROJECTED_CRS
    self.text = text
    identifier = exact ?? notation
    definition = .proj(exact ?? notation)
    name = plain.name
    kind = isProjected ? .projected : .geographic
    metresPerUnit = context.unitFactor(of: plain) * (isProjected ? 1 : Self.metresPerRadian)
    areaOfUse = context.areaOfUse(of: object)
  }

  /// The mean radius of the Earth (IUGG).
  static let metresPerRadian = 6_371_008.8

  private static func unknown(_ text: String, because reason: String) -> Fault {
    let shown = text.count > 60 ? text.prefix(60) + "…" : text[...]
    let why = reason.isEmpty ? "" : " (\(reason))"
    return Fault(
      .data, code: "unknown-crs",
      Text("unknown coordinate reference system “\(shown)”\(why)", zh: "无法识别的坐标系“\(shown)”\(why)"),
      hint: Text(
        "use EPSG:4490 (CGCS2000), EPSG:4326 (WGS 84), another EPSG:n, a PROJ string, WKT, gcj02, bd09 or bd09mc",
        zh: "可用 EPSG:4490（CGCS2000）、EPSG:4326（WGS 84）、其他 EPSG:n、PROJ 字符串、WKT、gcj02、bd09 或 bd09mc"))
  }
}

/// How a reference system may be written, reduced to what PROJ reads. Bare names are refused: PROJ would take
/// the first system whose name is like it.
enum CRSNotation {
  static func normalized(_ text: String) -> String? {
    let trimmed = text.trimmed
    guard let first = trimmed.first else { return nil }
    if let code = Int(trimmed), code > 0 { return "EPSG:\(code)" }
    if first == "+" || trimmed.hasPrefix("proj=") {
      if let code = initCode(trimmed) { return code }
      return trimmed.contains("+type=crs") ? trimmed : trimmed + " +type=crs"
    }
    let upper = trimmed.uppercased()
    if upper.hasSuffix("CRS84") && upper.contains("OGC") { return "EPSG:4326" }
    if trimmed.contains("[") || first == "{" { return trimmed }
    if upper.hasPrefix("URN:OGC:DEF:CRS:") || upper.hasPrefix("HTTP") { return trimmed }
    let parts = trimmed.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, !parts[0].isEmpty,
      parts[0].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    else { return nil }
    return parts[0].uppercased() + ":" + parts[1]
  }

  /// `+init=epsg:4490`, the form of PROJ before 6.
  private static func initCode(_ text: String) -> String? {
    let words = text.split(separator: " ")
    guard words.count <= 2, let word = words.first(where: { $0.lowercased().hasPrefix("+init=epsg:") }) else {
      return nil
    }
    return "EPSG:" + word.dropFirst("+init=epsg:".count)
  }
}

extension String {
  /// Without blanks, line ends and a byte order mark around it.
  var trimmed: String {
    let isBlank: (Character) -> Bool = { $0.isWhitespace || $0 == "\u{FEFF}" || $0 == "\0" }
    return String(String(drop(while: isBlank).reversed()).drop(while: isBlank).reversed())
  }
}

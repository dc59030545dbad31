public import Diagnostics
import Projections
import SpatialFormats
import SpatialPrimitives

/// Overlaps, holes and the like that are meant to be: parks, water, barracks, construction sites. Findings that an entry
/// covers are kept as notes that say why.
public struct AllowList: Sendable {
  struct Entry: Sendable {
    var row: Int
    /// `nil`: every kind.
    var kind: Finding.Kind?
    /// All of them are among the areas that the finding names; empty: any.
    var codes: [String]
    /// In longitude and latitude: holds the finding whole. Empty: anywhere.
    var geometry: MultiPolygon
    var reason: String
  }

  var entries: [Entry] = []
  private var path = ""

  /// Allows nothing.
  public init() {}

  /// Reads a CSV or any boundary file with the fields `kind`, `codes` (parted by blanks, commas, semicolons or plus
  /// signs) and `reason`; each row has codes, or a polygon, or both.
  ///
  /// - Throws: `bad-allow-list` (65) naming the row; what keeps the file from being read.
  public init(reading path: String) throws(Fault) {
    self.path = path
    let source = try FeatureFile.open(path)
    let names = source.layer.fields.map { $0.name.lowercased() }
    func field(_ options: [String]) -> Int? { names.firstIndex { options.contains($0) } }
    let (kind, codes, reason) = (
      field(["kind", "类型"]), field(["codes", "code", "编码"]), field(["reason", "原因", "理由"])
    )
    var transformation: Transformation?
    if let crs = source.layer.crs {
      let system = try CoordinateSystem(crs.text)
      transformation = try Transformation(from: system, to: system.geographicBase)
    }
    while let feature = try source.next() {
      let place = Place(path, row: feature.row)
      func text(_ field: Int?) -> String { field.flatMap { feature.values[$0].text } ?? "" }
      var entry = Entry(
        row: feature.row, codes: AllowList.codes(in: text(codes)), geometry: MultiPolygon([]), reason: text(reason))
      let word = text(kind)
      if !word.isEmpty {
        guard let known = Finding.Kind(rawValue: word) else {
          throw AllowList.bad(
            Text("there is no kind of finding “\(word)”", zh: "没有名为“\(word)”的问题类型"), at: place,
            hint: Text(verbatim: Finding.Kind.allCases.map(\.rawValue).joined(separator: ", ")))
        }
        entry.kind = known
      }
      if let polygons = feature.geometry?.asMultiPolygon {
        entry.geometry = try transformation?.transform(polygons).geometry ?? polygons
      }
      guard !entry.codes.isEmpty || !entry.geometry.isEmpty else {
        throw AllowList.bad(
          Text("the row has neither codes nor a polygon", zh: "该行既无编码也无面"), at: place,
          hint: Text("fill the field codes, e.g. “440106001 440106002”", zh: "请填写 codes 字段，例如“440106001 440106002”"))
      }
      entries.append(entry)
    }
  }

  private static func bad(_ what: Text, at place: Place, hint: Text) -> Fault {
    Fault(.data, code: "bad-allow-list", what, at: place, hint: hint)
  }

  /// The words of the field; a JSON array is a list too.
  private static func codes(in text: String) -> [String] {
    text.split { $0.isWhitespace || ",;+|[]\"，；、".contains($0) }.map(String.init)
  }

  /// The findings, those that an entry covers as notes. Entries that cover nothing are told.
  func applied(to findings: [Finding], listener: Listener) -> [Finding] {
    guard !entries.isEmpty else { return findings }
    var findings = findings
    var used = Set<Int>()
    for index in findings.indices {
      guard let entry = entries.first(where: { $0.covers(findings[index]) }) else { continue }
      used.insert(entry.row)
      findings[index].severity = .note
      let reason = entry.reason.isEmpty ? "\(path):\(entry.row)" : entry.reason
      findings[index].allowedBecause = reason
      let message = findings[index].message
      findings[index].message = Text(
        "\(message.english); allowed: \(reason)", zh: "\(message.chinese)；已允许：\(reason)")
    }
    for entry in entries where !used.contains(entry.row) {
      listener.notice(
        Notice(
          .note, code: "allowance-unused",
          Text("nothing was found that this row allows", zh: "没有发现该行所允许的问题"), at: Place(path, row: entry.row)))
    }
    return findings
  }
}

extension AllowList.Entry {
  func covers(_ finding: Finding) -> Bool {
    if let kind, kind != finding.kind { return false }
    let named = (finding.areas + finding.along).map(\.code)
    guard codes.allSatisfy(named.contains) else { return false }
    guard !geometry.isEmpty else { return true }
    let points = finding.geometry.polygons.flatMap(\.exterior.points) + (finding.place.map { [$0] } ?? [])
    return !points.isEmpty && points.allSatisfy { geometry.location(of: $0) != .outside }
  }
}

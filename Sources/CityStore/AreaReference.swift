public import AreaIndex
public import Diagnostics
import SpatialDatabase

/// An area as it is named on a command line: `[SCHEME:][LEVEL/]CODE`.
public struct AreaReference: Sendable, Hashable {
  public var scheme: String?
  public var level: Level?
  public var code: String

  public init(scheme: String? = nil, level: Level? = nil, code: String) {
    self.scheme = scheme
    self.level = level
    self.code = code
  }

  /// - Parameter schemes: the schemes that there are: what stands before a colon is a part of the code otherwise, as is
  ///   what stands before a slash and is no level.
  public init(_ text: String, schemes: [String]) {
    var rest = text[...]
    if let colon = rest.firstIndex(of: ":"), schemes.contains(String(rest[..<colon])) {
      scheme = String(rest[..<colon])
      rest = rest[rest.index(after: colon)...]
    }
    if let slash = rest.firstIndex(of: "/"), let level = Level(name: rest[..<slash]) {
      self.level = level
      rest = rest[rest.index(after: slash)...]
    }
    code = String(rest)
  }
}

extension CityDatabase {
  /// The one area that `text` names.
  ///
  /// - Parameters:
  ///   - text: `[SCHEME:][LEVEL/]CODE`.
  ///   - selector: the edition, where the text names no scheme. Levels that it lacks come from `unified`.
  /// - Throws: `unknown-area` (64), `ambiguous-area` (64) with the candidates.
  public func area(
    _ text: String, in selector: EditionSelector = EditionSelector(), listener: Listener = .silent
  ) throws(Fault) -> AreaRecord {
    let reference = AreaReference(text, schemes: try schemes())
    var selector = selector
    if let scheme = reference.scheme {
      selector = EditionSelector(scheme: scheme, asOf: selector.asOf, knownAt: selector.knownAt)
    }
    let edition = try self.edition(selector, listener: listener)
    var found: [AreaRecord] = []
    for (level, edition) in try editionsByLevel(of: edition, at: selector.moment)
    where reference.level == nil || reference.level == level {
      found += try areas(in: edition, level: level, code: reference.code)
    }
    if found.count == 1 { return found[0] }
    guard !found.isEmpty else {
      throw Fault(
        .usage, code: "unknown-area",
        Text("no area of edition \(edition.id) has the code “\(text)”", zh: "版本 \(edition.id) 中没有编码为“\(text)”的区域"),
        at: Place(path), hint: Text("see `onegrid area find TEXT`", zh: "可用 onegrid area find TEXT 查找"))
    }
    let list = found.prefix(10).map { "\($0.level)/\($0.code) (\($0.name), id \($0.id))" }.joined(separator: ", ")
    throw Fault(
      .usage, code: "ambiguous-area",
      Text("“\(text)” names \(found.count) areas: \(list)", zh: "“\(text)”对应 \(found.count) 个区域：\(list)"),
      at: Place(path),
      hint: Text("write LEVEL/CODE; codes that are doubled must be mended", zh: "请写成 层级/编码；重复的编码须先改正"))
  }

  private func areas(in edition: Edition, level: Level, code: String) throws(Fault) -> [AreaRecord] {
    try connection.rows(
      "SELECT \(AreaRecord.columns) FROM areas WHERE edition_id = ? AND level = ? AND code = ? ORDER BY id",
      [.integer(edition.id), .text(level.name), .text(code)]
    ) { row throws(Fault) in try AreaRecord(row) }
  }

  /// The levels in force together with an edition, from the top: its own, and those above its lowest that it lacks, from
  /// `unified`.
  public func editionsByLevel(of edition: Edition, at moment: Moment = .now) throws(Fault) -> [(Level, Edition)] {
    try editionsByLevel(of: edition, above: upperEdition(for: edition, at: moment))
  }

  /// - Parameter upper: gives the levels that `edition` lacks above its lowest.
  func editionsByLevel(of edition: Edition, above upper: Edition?) throws(Fault) -> [(Level, Edition)] {
    let own = try levels(in: edition)
    var result = own.map { ($0, edition) }
    if let lowest = own.last, let upper {
      for level in try levels(in: upper) where level < lowest && !own.contains(level) { result.append((level, upper)) }
    }
    return result.sorted { $0.0 < $1.0 }
  }
}

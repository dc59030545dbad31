public import CivilTime
public import Diagnostics
import SpatialDatabase

/// Which edition a command means.
public struct EditionSelector: Sendable, Hashable {
  /// `nil`: `unified`, else the only scheme with an active edition.
  public var scheme: String?
  /// Overrules the others.
  public var editionID: Int64?
  /// `nil`: the active edition.
  public var asOf: Instant?
  /// What was known then decides, and not what is known now.
  public var knownAt: Instant?

  public init(scheme: String? = nil, editionID: Int64? = nil, asOf: Instant? = nil, knownAt: Instant? = nil) {
    self.scheme = scheme
    self.editionID = editionID
    self.asOf = asOf
    self.knownAt = knownAt
  }

  /// The time asked for on both clocks.
  public var moment: Moment { Moment(asOf: asOf, knownAt: knownAt) }
}

extension CityDatabase {
  /// The one edition that `selector` means.
  ///
  /// - Parameter listener: is told where the scheme was not named and is not `unified`.
  /// - Throws: `unknown-edition`, `unknown-scheme`, `ambiguous-scheme` (64), each listing what there is.
  public func edition(_ selector: EditionSelector, listener: Listener = .silent) throws(Fault) -> Edition {
    if let id = selector.editionID { return try edition(id) }
    let scheme = try self.scheme(selector.scheme, listener: listener)
    if let edition = try edition(of: scheme, at: selector.moment) { return edition }
    throw try unknownEdition(missing(scheme, at: selector.moment), among: editions(of: scheme))
  }

  private func missing(_ scheme: String, at moment: Moment) -> Text {
    func time(_ instant: Instant) -> String { instant.iso8601(offset: settings.utcOffset) }
    let what =
      moment.asOf.map {
        Text("no edition of \(scheme) was in force at \(time($0))", zh: "\(time($0)) 时 \(scheme) 没有生效的版本")
      } ?? Text("\(scheme) has no active edition", zh: "\(scheme) 没有启用的版本")
    guard let known = moment.knownAt else { return what }
    return Text(
      "\(what.english), as was known at \(time(known))", zh: "\(what.chinese)（按 \(time(known)) 时所知）")
  }

  /// The open draft of the scheme asked for; without one, the only open draft, else that of `unified`.
  ///
  /// - Throws: `unknown-edition`, `unknown-scheme`, `ambiguous-scheme` (64), each listing what there is.
  public func existingDraft(of asked: String?) throws(Fault) -> Edition {
    let drafts = try editions().filter { $0.state == .draft }
    if asked == nil, drafts.count == 1 { return drafts[0] }
    let scheme = try self.scheme(asked)
    if let draft = drafts.first(where: { $0.scheme == scheme }) { return draft }
    throw try unknownEdition(
      Text("\(scheme) has no open draft", zh: "\(scheme) 没有草稿"), among: editions())
  }

  /// The scheme to read: the one asked for, else `unified`, else the only one with an active edition.
  public func scheme(_ asked: String?, listener: Listener = .silent) throws(Fault) -> String {
    let schemes = try self.schemes()
    if let asked {
      guard schemes.contains(asked) else {
        throw Fault(
          .usage, code: "unknown-scheme", Text("there is no scheme “\(asked)”", zh: "没有网格体系“\(asked)”"),
          at: Place(path), hint: list(schemes))
      }
      return asked
    }
    let active = try editions().filter { $0.state == .active }.map(\.scheme)
    if active.contains(Edition.unifiedScheme) || active.isEmpty { return Edition.unifiedScheme }
    guard active.count == 1 else {
      throw Fault(
        .usage, code: "ambiguous-scheme",
        Text("several schemes are active and none is unified", zh: "有多个启用的网格体系，且没有 unified"), at: Place(path),
        hint: Text(
          "name one with --scheme: \(active.joined(separator: ", "))",
          zh: "请用 --scheme 指定其一：\(active.joined(separator: "、"))"))
    }
    listener.notice(
      Notice(
        .note, code: "scheme-chosen",
        Text("scheme \(active[0]), the only active one", zh: "使用唯一启用的网格体系 \(active[0])")))
    return active[0]
  }

  private func list(_ schemes: [String]) -> Text {
    schemes.isEmpty
      ? Text("there are no schemes yet: import boundaries first", zh: "还没有任何网格体系：请先导入边界")
      : Text("there are: \(schemes.joined(separator: ", "))", zh: "现有：\(schemes.joined(separator: "、"))")
  }

  /// The edition of `unified` that gives `edition` the levels it lacks, `nil` where there is none or it is one itself.
  ///
  /// - Parameter moment: the time asked for.
  func upperEdition(for edition: Edition, at moment: Moment) throws(Fault) -> Edition? {
    guard edition.scheme != Edition.unifiedScheme else { return nil }
    return try self.edition(of: Edition.unifiedScheme, at: moment)
  }
}

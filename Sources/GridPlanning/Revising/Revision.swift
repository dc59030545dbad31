public import AreaIndex
public import CityStore
public import Diagnostics
import SpatialPrimitives

/// A change to areas of a draft. Areas are named as on the command line: `[SCHEME:][LEVEL/]CODE`.
///
/// `below`: whether areas further down whose codes begin with that of the area above follow where it has another code, or
/// they another area above. After a change of code alone they keep their numbers; otherwise they get new ones.
public enum Revision: Sendable {
  /// One area becomes several, cut by lines or divided by polygons.
  ///
  /// Codes and names are given to the parts in their order: by size from the largest where lines cut, else in the order
  /// of the polygons with the rest last. Where there are none, numbers that were never used are taken, and names that
  /// go with them where the area's own does.
  case split(area: String, by: Drawing, codes: [String], names: [String], below: Bool = false)
  /// Several areas become one. Its code is that of one of them, or new; without one a number never used is taken.
  case merge(areas: [String], code: String?, name: String?, below: Bool = false)
  /// The ground that polygons mark goes from one area to another.
  case move(from: String, to: String, ground: Drawing, below: Bool = false)
  case rename(area: String, name: String)
  case recode(area: String, code: String, below: Bool)

  /// The word of the command.
  public var word: String {
    switch self {
    case .split: "split"
    case .merge: "merge"
    case .move: "move"
    case .rename: "rename"
    case .recode: "recode"
    }
  }
}

/// What a revision did.
public struct RevisionReport: Sendable {
  public struct Item: Sendable, Hashable {
    public var code: String
    public var name: String
    public var squareMetres: Double
    public var households: Double?
  }

  /// An area below that the new border runs through.
  public struct CutChild: Sendable, Hashable {
    public var level: Level
    public var code: String
    public var name: String
    /// The code of the area above that it belongs to now, and what part of its ground lies there.
    public var parent: String
    public var share: Double
  }

  /// The draft.
  public var editionID: Int64
  public var level: Level
  /// The areas changed, as they were.
  public var before: [Item] = []
  public var after: [Item] = []
  /// What became of the areas changed, of what they are in the edition before.
  public var lineage: [LineageEdge] = []
  /// By what the households were apportioned: `children`, `area`, or `unknown` where there were none to apportion.
  public var householdRule: String?
  /// Other areas whose border took in a vertex where a new border meets theirs.
  public var neighbours = 0
  /// Areas below that belong to another area now.
  public var relinked = 0
  public var cutChildren: [CutChild] = []
  /// Pieces too narrow to be areas, left with the area beside them.
  public var slivers = 0
}

extension CityDatabase {
  /// Changes areas of the scheme's draft, which is begun as a copy of the active edition where none is open: geometry,
  /// households, the links of the areas below, and the lineage to the edition before, in one transaction.
  ///
  /// New borders are the same vertices in the areas on both sides, and where one meets another border, areas of every
  /// level of the draft that have this border take the vertex in.
  ///
  /// - Parameters:
  ///   - scheme: whose draft; the first area's own scheme comes before it.
  ///   - command: how this was asked for, kept with the draft's sources.
  /// - Throws: `unknown-area`, `ambiguous-area` (64); `area-not-in-draft`, `code-used`, `no-code-form`,
  ///   `numbers-used-up`, `drawing-does-not-divide`, `ground-not-in-area`, `nothing-left` (65) and their like, each with
  ///   what to do.
  public func revise(
    _ revision: Revision, scheme: String? = nil, command: String, program: String = "OneGrid",
    listener: Listener = .silent
  ) throws(Fault) -> RevisionReport {
    try transaction { () throws(Fault) in
      let desk = try RevisionDesk(
        self, revision: revision, scheme: scheme, command: command, program: program, listener: listener)
      switch revision {
      case .split(let area, let drawing, let codes, let names, let below):
        return try desk.split(area, by: drawing, codes: codes, names: names, below: below)
      case .merge(let areas, let code, let name, let below):
        return try desk.merge(areas, code: code, name: name, below: below)
      case .move(let from, let to, let ground, let below):
        return try desk.move(from, to, ground: ground, below: below)
      case .rename(let area, let name): return try desk.rename(area, to: name)
      case .recode(let area, let code, let below): return try desk.recode(area, to: code, below: below)
      }
    }
  }
}

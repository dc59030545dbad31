public import AreaIndex
public import SpatialPrimitives

/// One thing that is different in one of two editions, at one level.
public struct EditionChange: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    /// An area whose code is new. `from` names the areas whose ground it took, none for ground that was nobody's.
    case added
    /// An area that is there no more. `to` names the areas that took its ground.
    case removed
    /// Another name under the same code.
    case renamed
    /// The same ground under another code.
    case recoded
    /// An area that belongs to another area above, which was there before and is.
    case relinked
    /// The border was drawn anew, and nowhere moved further than the tolerance.
    case redrawn
    /// Ground passed from one area to another, and both are still there. Without `from` or `to`: to or from nobody.
    case moved
    /// An area became several, of which one may keep its code.
    case split
    /// Several areas became one, which may keep the code of one of them.
    case merged
  }

  public var kind: Kind
  public var level: Level
  /// Areas of the edition before, in the order of their codes.
  public var from: [Finding.Name]
  /// Areas of the edition after.
  public var to: [Finding.Name]
  /// The ground that changes hands, on the ellipsoid; all of it for a recoded area, none for a renamed one.
  public var squareMetres = 0.0
  /// The households that change hands, by their share of the ground where it is not known better; `nil` where the areas
  /// have none.
  public var households: Double?
  /// Cases that are not closed and change hands; `nil` where they were not counted.
  public var openCases: Int?
  /// Officers on duty whose ground goes to others, or whose area bears another code; `nil` where duties are not known.
  public var officers: Int?
  /// The codes of the areas above, before and after, of one that was relinked.
  public var parents: [String?] = []
  /// The widest place of the ground that changes hands, in metres; `nil` where it is whole areas.
  public var greatestWidth: Double?
  /// A point in it, in longitude and latitude.
  public var place: Point?
  /// The ground that changes hands, in longitude and latitude.
  public var geometry = MultiPolygon([])
  /// From which area to which: ordinals in the two editions.
  var passages: [Passage] = []

  init(_ kind: Kind, _ level: Level, from: [Finding.Name], to: [Finding.Name]) {
    self.kind = kind
    self.level = level
    self.from = from
    self.to = to
  }
}

extension EditionChange {
  /// The codes of the areas of the edition before that lose ground, or their code. One that others are merged into does not.
  var losers: [String] {
    switch kind {
    case .added, .removed, .recoded, .moved, .split: from.map(\.code)
    case .merged: from.map(\.code).filter { code in !to.contains { $0.code == code } }
    case .renamed, .redrawn, .relinked: []
    }
  }
}

/// From which area of the edition before to which of the edition after; `nil` for nobody.
struct Passage: Hashable {
  var from: Int?
  var to: Int?
}

public import AreaIndex

/// How boundaries are to be repaired.
public struct RepairRequest: Sendable {
  /// No border moves further than this, in metres: every place that an area wins or loses lies so near to its border as
  /// it was.
  public var tolerance = 1.0
  /// What counts as a finding, as for a check.
  public var limits = CheckLimits()
  /// Only the areas of this one.
  public var level: Level?
  /// What is meant to be as it is, and is left.
  public var allowed = AllowList()
  /// The rank of authority of each area, by its ordinal; empty where areas have none.
  public var ranks: [AreaRank] = []

  /// Parts narrower than this, in metres, are taken away.
  var sliverWidth: Double { min(limits.sliverWidth, tolerance) }
  /// What sticks out narrower than this, in metres, is cut off.
  var spikeWidth: Double { min(limits.spikeWidth, tolerance) }

  public init() {}
}

/// A rank of authority: numbers first, the smallest of them first, then texts in byte order, then areas without one.
public enum AreaRank: Sendable, Hashable, Comparable {
  case number(Double)
  case text(String)
  case none

  public init(_ text: String?) {
    let trimmed = text?.split(whereSeparator: \.isWhitespace).joined(separator: " ") ?? ""
    if let number = Double(trimmed), number.isFinite {
      self = .number(number)
    } else {
      self = trimmed.isEmpty ? .none : .text(trimmed)
    }
  }

  public static func < (a: AreaRank, b: AreaRank) -> Bool {
    switch (a, b) {
    case (.number(let p), .number(let q)): p < q
    case (.text(let p), .text(let q)): p.utf8.lexicographicallyPrecedes(q.utf8)
    case (.number, .text), (.number, .none), (.text, .none): true
    default: false
    }
  }
}

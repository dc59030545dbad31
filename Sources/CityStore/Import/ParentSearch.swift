import AreaIndex
import Diagnostics
import SpatialPrimitives

/// Finds the areas above the areas of one level.
struct ParentSearch {
  /// An area that looks for the one above it.
  struct Child {
    var code: String
    var name: String
    /// What the file's own field says: a code or a name, blank where it says nothing.
    var statedParent: String
    var geometry: MultiPolygon
  }

  private let uppers: [ParentChoice.Upper]
  private let choice: ParentChoice
  private let prefixes: CodePrefixes
  private let byCode: [String: [Int]]
  private let byName: [String: [Int]]
  private let places: ParentPlaces

  /// - Parameter geometries: those of `uppers`, in their order.
  init(_ uppers: [ParentChoice.Upper], geometries: [MultiPolygon]) throws(Fault) {
    self.uppers = uppers
    choice = ParentChoice(uppers: uppers)
    prefixes = CodePrefixes(uppers.map { ($0.code, $0.level) })
    byCode = ParentSearch.nearest(uppers, \.code)
    byName = ParentSearch.nearest(uppers, \.name)
    places = try ParentPlaces(levels: uppers.map(\.level), geometries: geometries)
  }

  /// The areas that bear each code or name, of the nearest level where one does.
  private static func nearest(_ uppers: [ParentChoice.Upper], _ key: (ParentChoice.Upper) -> String) -> [String: [Int]]
  {
    var found: [String: [Int]] = [:]
    for (position, upper) in uppers.enumerated() where !key(upper).isEmpty {
      let level = found[key(upper)]?.first.map { uppers[$0].level }
      if let level, level > upper.level { continue }
      if let level, level < upper.level { found[key(upper)] = [] }
      found[key(upper), default: []].append(position)
    }
    return found
  }

  /// - Parameter trustsField: whether the caller named the parent field; a guessed one must prove itself.
  /// - Returns: for each child the position of the area above it, and what there is to say about them all.
  func parents(
    of children: [Child], level: Level, trustsField: Bool
  ) throws(Fault) -> (parents: [Int?], summary: ParentSummary) {
    var evidence: [ParentChoice.Evidence] = []
    evidence.reserveCapacity(children.count)
    for child in children {
      var item = ParentChoice.Evidence()
      item.field = byCode[child.statedParent] ?? byName[child.statedParent] ?? []
      item.prefix = prefixes.parents(of: child.code)
      evidence.append(item)
    }
    let homes = try places.homes(of: children.map(\.geometry), expected: evidence.map { $0.field + $0.prefix })
    for (child, home) in homes.enumerated() { evidence[child].geometry = home }
    var summary = ParentSummary(level: level)
    summary.ignoresField = !trustsField && !choice.deservesBelief(evidence, \.field)
    summary.ignoresPrefix = !choice.deservesBelief(evidence, \.prefix)
    var parents: [Int?] = []
    parents.reserveCapacity(children.count)
    for (child, var item) in zip(children, evidence) {
      if summary.ignoresField { item.field = [] }
      if summary.ignoresPrefix { item.prefix = [] }
      let decision = choice.decide(item)
      parents.append(decision.parent)
      summary.count(decision)
      if decision.isDisputed, let parent = decision.parent {
        let field = choice.single(item.field, item.geometry)
        let prefix = choice.single(item.prefix, item.geometry)
        summary.disagreements.append(
          ParentDisagreement(
            code: child.code, name: child.name, byField: field.map { uppers[$0].code },
            byPrefix: prefix.map { uppers[$0].code }, byGeometry: item.geometry.map { uppers[$0].code },
            chosen: uppers[parent].code))
      }
    }
    return (parents, summary)
  }
}

extension ParentSummary {
  fileprivate mutating func count(_ decision: ParentChoice.Decision) {
    switch decision.method {
    case .field: byField += 1
    case .prefix: byPrefix += 1
    case .geometry: byGeometry += 1
    case nil: without += 1
    }
  }
}

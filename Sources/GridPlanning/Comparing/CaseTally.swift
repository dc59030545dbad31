import AreaIndex
public import CityStore
public import SpatialPrimitives

/// How many stored cases lie in which area of one edition and which of another, by the one rule that decides.
public struct CaseTally: Sendable {
  private struct Key: Hashable {
    var level: Level
    var before: Int64?
    var after: Int64?
  }

  private struct Codes: Hashable {
    var level: Level
    var before: String?
    var after: String?
  }

  private var open: [Key: Int] = [:]
  private var all: [Codes: Int] = [:]

  public init() {}

  /// Counts a case at `place`, in the coordinate system of both.
  public mutating func add(
    _ place: Point, isOpen: Bool, before: AreaCatalog, after: AreaCatalog
  ) {
    let (old, new) = (before.index.assign(place), after.index.assign(place))
    for level in Level.allCases {
      let from = old.area(at: level) >= 0 ? before.areas[Int(old.area(at: level))] : nil
      let to = new.area(at: level) >= 0 ? after.areas[Int(new.area(at: level))] : nil
      guard from != nil || to != nil else { continue }
      all[Codes(level: level, before: from?.code, after: to?.code), default: 0] += 1
      guard isOpen, from?.id != to?.id else { continue }
      open[Key(level: level, before: from?.id, after: to?.id), default: 0] += 1
    }
  }

  func open(_ level: Level, _ before: Int64?, _ after: Int64?) -> Int {
    open[Key(level: level, before: before, after: after)] ?? 0
  }

  /// The edges with the share of the cases that each takes along.
  func shares(of lineage: [LineageEdge]) -> [LineageEdge] {
    var edges = lineage
    // Of an area's cases only those that one of its heirs has now are divided among them.
    var divided: [Codes: Int] = [:]
    for edge in edges where edge.from != nil {
      divided[Codes(level: edge.level, before: edge.from), default: 0] += count(edge)
    }
    for index in edges.indices {
      guard let whole = divided[Codes(level: edges[index].level, before: edges[index].from)], whole > 0 else {
        continue
      }
      edges[index].caseShare = Double(count(edges[index])) / Double(whole)
    }
    return edges
  }

  private func count(_ edge: LineageEdge) -> Int {
    all[Codes(level: edge.level, before: edge.from, after: edge.to)] ?? 0
  }
}

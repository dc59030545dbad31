import AreaIndex
import Diagnostics
import SpatialPrimitives

/// What is different at one level: the ground that changes hands, told as what was done.
struct LevelComparison {
  let level: Level
  let before: [ComparedArea]
  let after: [ComparedArea]
  private(set) var matching: AreaMatching
  let ground: GroundFlows
  /// Where ground goes from an area and comes to one, by code; `nil` is nobody.
  private let outward: [Int: [Passage]]
  private let inward: [Int: [Passage]]
  private let measure: FaceMeasure

  /// Ground that is less than this share of both areas is no descent: a border was moved as well.
  private static let leastShare = 0.05

  init(
    _ level: Level, _ before: [ComparedArea], _ after: [ComparedArea], tolerance: Double, _ measure: FaceMeasure
  ) throws(Fault) {
    self.level = level
    self.before = before
    self.after = after
    matching = AreaMatching(before, after)
    self.measure = measure
    ground = try GroundFlows(before, after, matching, tolerance: tolerance, measure)
    let passages = ground.flows.keys.sorted { ($0.from ?? -1, $0.to ?? -1) < ($1.from ?? -1, $1.to ?? -1) }
    outward = Dictionary(grouping: passages.filter { $0.from != nil }) { $0.from ?? 0 }
    inward = Dictionary(grouping: passages.filter { $0.to != nil }) { $0.to ?? 0 }
    // One area became one other on the same ground: it is the same one, and bears another code.
    for old in before.indices where matching.successors[old] == nil {
      let targets = descendants(of: old)
      guard targets.count == 1, matching.predecessors[targets[0]] == nil, ancestors(of: targets[0]) == [old],
        case let shared = flow(old, targets[0]).squareMetres, shared * 2 >= ground.extentsBefore[old],
        shared * 2 >= ground.extentsAfter[targets[0]]
      else { continue }
      matching.join(old, targets[0])
    }
  }

  // MARK: Descent

  func flow(_ from: Int?, _ to: Int?) -> GroundFlow { ground.flows[Passage(from: from, to: to)] ?? GroundFlow() }

  private func isDescent(_ passage: Passage) -> Bool {
    guard let from = passage.from, let to = passage.to,
      matching.successors[from] == nil || matching.predecessors[to] == nil
    else { return false }
    let wide = flow(from, to).wide
    return wide > 0
      && (wide >= LevelComparison.leastShare * ground.extentsBefore[from]
        || wide >= LevelComparison.leastShare * ground.extentsAfter[to])
  }

  private func descendants(of old: Int) -> [Int] { (outward[old] ?? []).filter(isDescent).compactMap(\.to) }
  private func ancestors(of new: Int) -> [Int] { (inward[new] ?? []).filter(isDescent).compactMap(\.from) }

  /// Ground that passes from `old`, without what it keeps under another code.
  func losses(of old: Int) -> [Passage] { (outward[old] ?? []).filter { !isOwn($0) } }

  /// Ground that passes to `new`.
  func gains(of new: Int) -> [Passage] { (inward[new] ?? []).filter { !isOwn($0) } }

  // MARK: Changes

  /// What was done, in no order that matters.
  func changes() -> [EditionChange] {
    var changes = namesAndCodes()
    for old in before.indices where matching.successors[old] == nil { changes += end(of: old) }
    for new in after.indices where matching.predecessors[new] == nil { changes += beginning(of: new) }
    changes += splitsOfThoseThatStay() + mergersIntoThoseThatStay() + moves()
    return changes
  }

  private func change(_ kind: EditionChange.Kind, from: [Int], to: [Int], _ passages: [Passage]) -> EditionChange {
    var change = EditionChange(kind, level, from: from.map { before[$0].label }, to: to.map { after[$0].label })
    change.from.sort { ($0.code, $0.name) < ($1.code, $1.name) }
    change.to.sort { ($0.code, $0.name) < ($1.code, $1.name) }
    change.passages = passages
    let flows = passages.map { ground.flows[$0] ?? GroundFlow() }
    change.squareMetres = flows.reduce(0) { $0 + $1.squareMetres }
    change.place = flows.max { $0.squareMetres < $1.squareMetres }?.place
    change.geometry = MultiPolygon(flows.flatMap(\.pieces))
    change.households = households(passages)
    return change
  }

  private func namesAndCodes() -> [EditionChange] {
    var changes: [EditionChange] = []
    for (old, new) in matching.successors.enumerated() {
      guard let new else { continue }
      if before[old].code != after[new].code {
        changes.append(recoded(old, new))
      } else if before[old].name != after[new].name {
        changes.append(change(.renamed, from: [old], to: [new], []))
      }
    }
    return changes
  }

  /// Areas that belong to another area above.
  ///
  /// - Parameter passing: codes that only one of the editions has: what comes of these is told of themselves.
  func relinked(besides passing: Set<String>) -> [EditionChange] {
    var changes: [EditionChange] = []
    for case (let old, let new?) in matching.successors.enumerated() {
      let parents = [before[old].parentCode, after[new].parentCode]
      guard parents[0] != parents[1], !parents.contains(where: { $0.map(passing.contains) ?? false }) else { continue }
      var change = change(.relinked, from: [old], to: [new], [])
      change.parents = parents
      changes.append(change)
    }
    return changes
  }

  /// The ground that it keeps, all of it where its shape is the same.
  private func recoded(_ old: Int, _ new: Int) -> EditionChange {
    var change = change(.recoded, from: [old], to: [new], [Passage(from: old, to: new)])
    if before[old].geometry == after[new].geometry {
      change.squareMetres = measure.squareMetres(of: before[old].geometry)
      change.geometry = MultiPolygon(before[old].geometry.polygons.compactMap(measure.base))
      change.place = before[old].geometry.middle(measure)
    }
    return change
  }

  /// What became of an area that is there no more.
  private func end(of old: Int) -> [EditionChange] {
    let targets = descendants(of: old)
    if targets.count == 1 {
      // Merged into it, which is told where that is told; or a part of its ground only.
      let isMerged = matching.predecessors[targets[0]] != nil || ancestors(of: targets[0]).count > 1
      return isMerged ? [] : [change(.removed, from: [old], to: targets, losses(of: old))]
    }
    let isSplit = targets.contains { matching.predecessors[$0] == nil }
    return [change(isSplit ? .split : .removed, from: [old], to: targets, losses(of: old))]
  }

  /// Where an area that is new came from.
  private func beginning(of new: Int) -> [EditionChange] {
    let sources = ancestors(of: new)
    if sources.count == 1 {
      let hasEnded = matching.successors[sources[0]] == nil
      // A piece of one that is there still, or one of several that it became: told there.
      guard hasEnded, descendants(of: sources[0]).count == 1 else { return [] }
      return [change(.added, from: sources, to: [new], gains(of: new))]
    }
    let isMerger = sources.contains { matching.successors[$0] == nil }
    return [change(isMerger ? .merged : .added, from: sources, to: [new], gains(of: new))]
  }

  private func splitsOfThoseThatStay() -> [EditionChange] {
    before.indices.compactMap { old in
      guard let stays = matching.successors[old] else { return nil }
      let pieces = descendants(of: old).filter { matching.predecessors[$0] == nil && ancestors(of: $0) == [old] }
      guard !pieces.isEmpty else { return nil }
      // What else they took is theirs too.
      return change(.split, from: [old], to: [stays] + pieces, pieces.flatMap { gains(of: $0) })
    }
  }

  private func mergersIntoThoseThatStay() -> [EditionChange] {
    after.indices.compactMap { new in
      guard let stayed = matching.predecessors[new] else { return nil }
      let parts = ancestors(of: new).filter { matching.successors[$0] == nil && descendants(of: $0) == [new] }
      guard !parts.isEmpty else { return nil }
      return change(.merged, from: [stayed] + parts, to: [new], parts.flatMap { losses(of: $0) })
    }
  }

  /// Borders between areas that stay, or between one of them and nobody.
  private func moves() -> [EditionChange] {
    var changes: [EditionChange] = []
    var stirred: (before: Set<Int>, after: Set<Int>) = ([], [])
    for (passage, flow) in ground.flows where flow.wide > 0 && !isOwn(passage) {
      if let from = passage.from { stirred.before.insert(from) }
      if let to = passage.to { stirred.after.insert(to) }
      let isOfThoseThatStay =
        (passage.from.map { matching.successors[$0] != nil } ?? true)
        && (passage.to.map { matching.predecessors[$0] != nil } ?? true)
      guard isOfThoseThatStay else { continue }
      changes.append(
        change(.moved, from: passage.from.map { [$0] } ?? [], to: passage.to.map { [$0] } ?? [], [passage]))
    }
    for (old, new) in matching.successors.enumerated() {
      guard let new, before[old].code == after[new].code, !stirred.before.contains(old), !stirred.after.contains(new)
      else { continue }
      let passages = losses(of: old) + gains(of: new)
      guard !passages.isEmpty else { continue }
      var redrawn = change(.redrawn, from: [old], to: [new], passages)
      redrawn.greatestWidth = passages.map { flow($0.from, $0.to).greatestWidth }.max()
      changes.append(redrawn)
    }
    return changes
  }

  /// Whether an area keeps the ground, under another code.
  private func isOwn(_ passage: Passage) -> Bool {
    guard let from = passage.from, let to = passage.to else { return false }
    return matching.successors[from] == to
  }
}

import AreaIndex
import CityStore

/// The lineage that the ground tells, and the households that go with it.
extension LevelComparison {
  /// Edges from every area that ended, lost ground, or bears another code; and to every one that came from nowhere.
  func lineage() -> [LineageEdge] {
    var edges: [LineageEdge] = []
    for old in before.indices where !before[old].code.isEmpty {
      let heirs = heirs(of: old)
      let isAsBefore = heirs.count == 1 && heirs[0].to.map { after[$0].code } == before[old].code
      if !isAsBefore { edges += self.edges(from: old, to: heirs) }
    }
    for new in after.indices where matching.predecessors[new] == nil && !after[new].code.isEmpty {
      let isFounded = gains(of: new).allSatisfy { $0.from == nil || flow($0.from, new).wide == 0 }
      if isFounded { edges.append(LineageEdge(level: level, from: nil, to: after[new].code, areaShare: 0)) }
    }
    return edges
  }

  /// Areas whose code is there no more, and of whose ground less than half has another area.
  func vanished() -> [AreaKey] {
    before.indices.filter { old in
      !before[old].code.isEmpty && matching.successors[old] == nil
        && heirs(of: old).reduce(0) { $0 + ($1.to == nil ? 0 : $1.share) } < 0.5
    }.map { AreaKey(level: level, code: before[$0].code) }
  }

  /// Areas that kept their code and less than a tenth of their ground.
  func relocated() -> [AreaKey] {
    before.indices.filter { old in
      guard let new = matching.successors[old], before[old].code == after[new].code, ground.extentsBefore[old] > 0
      else { return false }
      let kept = ground.extentsBefore[old] - losses(of: old).reduce(0) { $0 + flow(old, $1.to).squareMetres }
      return kept < 0.1 * min(ground.extentsBefore[old], ground.extentsAfter[new])
    }.map { AreaKey(level: level, code: before[$0].code) }
  }

  /// A part of an area's ground, and who has it after.
  private struct Heir {
    var to: Int?
    var share: Double
  }

  /// Shares that sum to 1: of the ground that is wider than the tolerance, and of what stays.
  private func heirs(of old: Int) -> [Heir] {
    let extent = ground.extentsBefore[old]
    let losses = losses(of: old).map { (to: $0.to, wide: flow(old, $0.to).wide) }.filter { $0.wide > 0 }
    let lost = losses.reduce(0) { $0 + $1.wide }
    guard let stays = matching.successors[old] else {
      guard lost > 0 else { return [Heir(to: nil, share: 1)] }
      return losses.map { Heir(to: $0.to, share: min(1, $0.wide / lost)) }
    }
    guard lost > 0, extent > 0 else { return [Heir(to: stays, share: 1)] }
    let whole = max(extent, lost)
    let kept = Heir(to: stays, share: max(0, 1 - lost / whole))
    return (kept.share > 0 ? [kept] : []) + losses.map { Heir(to: $0.to, share: $0.wide / whole) }
  }

  private func edges(from old: Int, to heirs: [Heir]) -> [LineageEdge] {
    let households = householdShares(of: old, heirs)
    // Codes that several areas bear, or none, are one edge.
    var edges: [LineageEdge] = []
    for (number, heir) in heirs.enumerated() {
      let code = heir.to.flatMap { after[$0].code.isEmpty ? nil : after[$0].code }
      if let same = edges.firstIndex(where: { $0.to == code }) {
        edges[same].areaShare = min(1, edges[same].areaShare + heir.share)
        if let more = households?[number] { edges[same].householdShare? += more }
      } else {
        edges.append(
          LineageEdge(
            level: level, from: before[old].code, to: code, areaShare: heir.share, householdShare: households?[number]))
      }
    }
    return edges
  }

  /// By the households that the heirs say they have; `nil` where one does not say, or has other ground too.
  private func householdShares(of old: Int, _ heirs: [Heir]) -> [Double]? {
    if heirs.count == 1 { return [1] }
    var counts: [Double] = []
    for heir in heirs {
      guard let new = heir.to else {
        counts.append(0)
        continue
      }
      let common = heir.share * ground.extentsBefore[old]
      // An area that is as it was has other ground for certain.
      let extent = ground.extentsAfter[new]
      guard let households = after[new].households, extent > 0, common >= 0.99 * extent else { return nil }
      counts.append(households)
    }
    let sum = counts.reduce(0, +)
    return sum > 0 ? counts.map { $0 / sum } : nil
  }

  /// The households on ground that changes hands, `nil` where none of the areas that it comes from says how many it has.
  func households(_ passages: [Passage]) -> Double? {
    var sum: Double?
    for passage in passages {
      guard let old = passage.from, let all = before[old].households else { continue }
      sum = (sum ?? 0) + all * share(of: passage, from: old)
    }
    return sum
  }

  private func share(of passage: Passage, from old: Int) -> Double {
    let extent = ground.extentsBefore[old]
    let heirs = heirs(of: old)
    if let heir = heirs.firstIndex(where: { $0.to == passage.to }) {
      return householdShares(of: old, heirs)?[heir] ?? heirs[heir].share
    }
    // Ground within the tolerance, which makes nobody an heir.
    return extent > 0 ? min(1, flow(old, passage.to).squareMetres / extent) : 0
  }
}

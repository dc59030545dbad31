import AreaIndex
import CoverageTopology
import Diagnostics
import SpatialPrimitives

extension LevelRepair {
  /// Decides a patch that several areas hold, or one that should not.
  mutating func settle(_ patch: Patch) {
    let held = owners[patch.faces[0]]
    let rightful = held.filter { mayOwn($0, patch.faces[0]) }
    let kinds: [Finding.Kind] =
      (held.count > 1 ? [.overlap] : []) + (rightful.count < held.count ? [.outsideParent] : [])
    if let reason = refusal(patch, kinds, areas: held) { return leave(patch, reason) }
    guard !rightful.isEmpty else { return give(patch, from: held, rule: .nesting) }
    let rule: RepairResult.Rule = rightful.count > 1 ? .overlap : .nesting
    let order = ranked(rightful.map { ($0, -shared.squareMetres(of: $0)) })
    for winner in order {
      let losers = held.filter { $0 != winner }
      guard losers.allSatisfy({ canSpare($0, patch) }), let shift = shared.shift(of: patch, from: losers) else {
        continue
      }
      return hand(patch, from: losers, to: winner, rule: rule, shift: shift)
    }
    guard canDivide(patch) else { return }
    divide(patch, among: order, from: held, rule: rule)
  }

  /// Decides a patch that no area holds.
  mutating func fill(_ patch: Patch) {
    let isHole = !isRequired(patch.faces[0])
    let limit = shared.request.limits.gapWidth
    if isHole, patch.width >= limit { return }
    let around = neighbours(of: patch, besides: [])
    let above = uppers.last?.owners[patch.faces[0]] ?? []
    if let reason = refusal(patch, [.gap], areas: around) ?? refusal(patch, [.parentNotCovered], areas: above) {
      return leave(patch, reason)
    }
    give(patch, from: [], rule: .gap)
  }

  /// Gives a patch to a neighbour; where there is none and none is needed, to nobody.
  mutating func give(_ patch: Patch, from losers: [Int], rule: RepairResult.Rule) {
    let order = neighbours(of: patch, besides: losers)
    let sparing = losers.allSatisfy { canSpare($0, patch) }
    if sparing, let way = shared.shift(of: patch, from: losers) {
      for winner in order {
        guard let shift = shared.shift(of: patch, from: [winner]) else { continue }
        return hand(patch, from: losers, to: winner, rule: rule, shift: max(way, shift))
      }
      if order.isEmpty, !losers.isEmpty, !isRequired(patch.faces[0]) {
        return hand(patch, from: losers, to: nil, rule: rule, shift: way)
      }
    }
    guard !order.isEmpty else {
      return leave(patch, Text("no area beside it may have it", zh: "相邻区域均不能接收"))
    }
    guard canDivide(patch) else { return }
    divide(patch, among: order, from: losers, rule: rule)
  }

  /// Why a patch is not touched, if it is not.
  func refusal(_ patch: Patch, _ kinds: [Finding.Kind], areas: [Int]) -> Text? {
    if let reason = shared.allowance(patch, kinds, areas) {
      return Text("allowed: \(reason)", zh: "已允许：\(reason)")
    }
    guard patch.width > shared.request.tolerance else { return nil }
    return Text(
      "at \(Quantity.metres(patch.width)) it is wider than the tolerance",
      zh: "宽 \(Quantity.metres(patch.width))，超过容差")
  }

  /// The areas beside a patch that may own it: by rank, then by the length of border that they have along it.
  private func neighbours(of patch: Patch, besides losers: [Int]) -> [Int] {
    let metric = shared.measure.metric(around: patch.geometry.box.center)
    let own = Set(patch.faces)
    var lengths: [Int: Double] = [:]
    for face in patch.faces {
      shared.overlay.forEachEdge(of: face) { beyond, from, to in
        guard !own.contains(beyond), owners[beyond].count == 1 else { return }
        lengths[owners[beyond][0], default: 0] += metric.distance(from: from, to: to)
      }
    }
    return ranked(
      lengths.filter { !losers.contains($0.key) && mayOwn($0.key, patch.faces[0]) }.map { ($0.key, $0.value) })
  }

  // MARK: In pieces

  /// Whether the patch lies in triangles; if not, that is asked for.
  private mutating func canDivide(_ patch: Patch) -> Bool {
    guard shared.mayDivide else { return true }
    let whole = patch.faces.filter { face in
      let polygon = shared.overlay.polygon(of: face)
      return !polygon.holes.isEmpty || polygon.exterior.points.count > 4
    }
    undivided += whole
    return whole.isEmpty
  }

  /// Gives each area in turn what hangs together with it and lies within the tolerance of all borders that move.
  private mutating func divide(
    _ patch: Patch, among order: [Int], from held: [Int], rule: RepairResult.Rule
  ) {
    let own = Set(patch.faces)
    let pieces = Dictionary(uniqueKeysWithValues: patch.faces.map { ($0, Patch([$0], of: shared.overlay)) })
    var rest = own
    for winner in order {
      let losers = held.filter { $0 != winner }
      let moving = held.contains(winner) ? losers : losers + [winner]
      let seeds = patch.faces.filter { face in
        var touches = false
        shared.overlay.forEachEdge(of: face) { beyond, _, _ in
          touches = touches || !own.contains(beyond) && owners[beyond] == [winner]
        }
        return touches
      }
      var taken: [Int] = []
      var asked: Set<Int> = []
      var waiting = seeds
      while let face = waiting.popLast() {
        guard rest.contains(face), asked.insert(face).inserted, let piece = pieces[face],
          shared.shift(of: piece, from: moving) != nil
        else { continue }
        rest.remove(face)
        taken.append(face)
        shared.overlay.forEachEdge(of: face) { beyond, _, _ in if own.contains(beyond) { waiting.append(beyond) } }
      }
      guard !taken.isEmpty else { continue }
      let part = shared.patch(taken.sorted())
      guard losers.allSatisfy({ canSpare($0, part) }) else {
        rest.formUnion(taken)
        continue
      }
      let shift = taken.reduce(0) { max($0, pieces[$1].flatMap { shared.shift(of: $0, from: moving) } ?? 0) }
      hand(part, from: losers, to: winner, rule: rule, shift: shift)
    }
    guard !rest.isEmpty else { return }
    leave(
      shared.patch(rest.sorted()),
      rest.contains { shared.unproved.contains([$0]) }
        ? Text(
          "it is too long for a tolerance so small: that nothing moves further could not be shown",
          zh: "相对于如此小的容差过长，无法确认移动不超过容差")
        : Text("a border would move further than the tolerance", zh: "边界移动将超过容差"))
  }
}

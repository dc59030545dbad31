import AreaIndex
import CoverageTopology
import Diagnostics
import SpatialPrimitives

extension LevelRepair {
  /// What sticks out of areas, too thin to be meant, goes to whom most of its border is with; along the outer border, to
  /// nobody. The cuts of all borders go through the bases of the spikes, so that each of them is faces of its own.
  mutating func removeSpikes() {
    guard !shared.spikes.isEmpty else { return }
    let faces = owners.facesByArea
    for area in members {
      for spike in shared.spikes[area] ?? [] {
        let box = spike.outline.box
        let own = (faces[area] ?? []).filter { face in
          let polygon = shared.overlay.polygon(of: face)
          guard owners[face] == [area], box.intersects(polygon.box) else { return false }
          return spike.outline.location(of: polygon.pointWithin ?? polygon.box.center) == .inside
        }
        for part in connected(own) { withdraw(shared.patch(part), from: area) }
      }
    }
  }

  private mutating func withdraw(_ patch: Patch, from area: Int) {
    // Where a base could not be cut it hangs on more than the spike.
    guard patch.width < shared.request.spikeWidth * 1.01 else { return }
    if let reason = refusal(patch, [.sliver], areas: [area]) { return leave(patch, reason) }
    let metric = shared.measure.metric(around: patch.geometry.box.center)
    let own = Set(patch.faces)
    var (inner, free, held): (Double, Double, [Int: Double]) = (0, 0, [:])
    for face in patch.faces {
      shared.overlay.forEachEdge(of: face) { beyond, from, to in
        guard !own.contains(beyond) else { return }
        let length = metric.distance(from: from, to: to)
        if owners[beyond].isEmpty { free += length }
        if owners[beyond] == [area] { inner += length }
        for other in owners[beyond] where other != area { held[other, default: 0] += length }
      }
    }
    // The area was given what lies beside it: it sticks out no longer, and taken away it would leave a hole.
    guard inner <= free + held.values.reduce(0, +) else { return }
    guard !isRequired(patch.faces[0]), free > held.values.max() ?? 0 else {
      return give(patch, from: [area], rule: .spike)
    }
    guard canSpare(area, patch), let shift = shared.shift(of: patch, from: [area]) else {
      return leave(patch, Text("a border would move further than the tolerance", zh: "边界移动将超过容差"))
    }
    hand(patch, from: [area], to: nil, rule: .spike, shift: shift)
  }
}

/// The spikes of areas, as a check would find them, and the lines that cut them off.
struct SpikeCuts {
  /// By the ordinals of the areas.
  private(set) var spikes: [Int: [Spike]] = [:]
  private(set) var lines: [[Point]] = []

  /// - Returns: whether there were any that were not known.
  mutating func find(
    in geometries: [Int: MultiPolygon], _ measure: FaceMeasure, _ request: RepairRequest
  ) -> Bool {
    let known = lines.count
    for (area, geometry) in geometries.sorted(by: { $0.key < $1.key }) {
      for polygon in geometry.polygons {
        let found = measure.spikes(
          of: polygon, narrowerThan: request.spikeWidth, notShorterThan: request.limits.sliverWidth)
        for (spike, _) in found {
          guard spikes[area]?.contains(spike) != true else { continue }
          spikes[area, default: []].append(spike)
          lines.append(SpikeCuts.line(spike, of: polygon))
        }
      }
    }
    return lines.count > known
  }

  /// The base, drawn out a little where it ends on an edge, so that it crosses it.
  private static func line(_ spike: Spike, of polygon: Polygon) -> [Point] {
    let (a, b) = spike.base
    func beyond(_ end: Point, from start: Point) -> [Point] {
      let (dx, dy) = (end.x - start.x, end.y - start.y)
      let length = max(dx.magnitude, dy.magnitude)
      guard length > 0, !polygon.rings.contains(where: { $0.points.contains(end) }) else { return [] }
      let part = max(0.001, 64 * max(end.x.magnitude, end.y.magnitude).ulp / length)
      return [Point(end.x + part * dx, end.y + part * dy)]
    }
    return beyond(a, from: b) + [a, b] + beyond(b, from: a)
  }
}

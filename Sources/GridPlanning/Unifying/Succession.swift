import CoverageTopology
import Diagnostics
import SpatialPrimitives

/// What today's grids become in a new net, by area: the codes that go on, and the lineage.
struct Succession {
  /// For each new grid today's grid that it carries on: each is more than half of the other.
  private(set) var carriesOn: [Int?]
  /// What part of today's grid lies in the new one; `nil` for what lies in none. Ascending; shares of one grid sum to 1.
  private(set) var shares: [(today: Int, new: Int?, share: Double)] = []

  /// One overlay of both nets: O(n log n) for n edges.
  init(
    of today: [UnificationSubject.Grid], in new: [MultiPolygon], _ subject: UnificationSubject
  ) throws(Fault) {
    carriesOn = Array(repeating: nil, count: new.count)
    guard !today.isEmpty else { return }
    let measure = try FaceMeasure(subject.coordinateSystem)
    let shapes = today.enumerated().flatMap { number, grid in grid.shapes.map { (number, $0) } }
    let overlay = Overlay(shapes.map(\.1) + new)
    var common: [Int: [Int: Double]] = [:]
    var newAreas = [Double](repeating: 0, count: new.count)
    for face in 0..<overlay.faceCount {
      let holders = overlay.areas(of: face)
      guard !holders.isEmpty else { continue }
      let area = measure.squareMetres(of: overlay.polygon(of: face))
      let target = holders.last.flatMap { $0 >= shapes.count ? $0 - shapes.count : nil }
      if let target { newAreas[target] += area }
      if let first = holders.first, first < shapes.count {
        common[shapes[first].0, default: [:]][target ?? -1, default: 0] += area
      }
    }
    for (number, targets) in common.sorted(by: { $0.key < $1.key }) {
      let total = targets.values.reduce(0, +)
      // What rounding left is no part of anything.
      let real = targets.filter { $0.value > 1e-9 * total }.sorted { $0.key < $1.key }
      let sum = real.reduce(0) { $0 + $1.value }
      guard sum > 0 else { continue }
      for (target, area) in real {
        shares.append((number, target < 0 ? nil : target, area / sum))
        if target >= 0, area * 2 > total, area * 2 > newAreas[target] { carriesOn[target] = number }
      }
    }
  }
}

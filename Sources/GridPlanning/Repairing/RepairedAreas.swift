import AreaIndex
import CoverageTopology
import Diagnostics
import SpatialPrimitives

/// Puts the areas together from the faces that they own now, and draws up the balance.
struct RepairedAreas {
  private let work: RepairWork
  private let levels: [LevelRepair]
  private let flaws: [Int: Text]

  init(_ outcome: CoverageRepair.Outcome, _ flaws: [Int: Text]) {
    work = outcome.work
    levels = outcome.levels
    self.flaws = flaws
  }

  func write(to result: inout RepairResult) {
    result.changes = levels.flatMap { RepairedAreas.folded($0.changes) }
    var same: [(area: Int, faces: [Int])] = []
    var extent = Box.empty
    var vertices: Set<Point> = []
    for repair in levels {
      let before = FaceOwners(work.overlay, of: repair.members).facesByArea
      let after = repair.owners.facesByArea
      for area in repair.members {
        let (old, new) = (before[area] ?? [], after[area] ?? [])
        guard !new.isEmpty else { continue }
        guard old != new || flaws[area] != nil else {
          same.append((area, new))
          continue
        }
        let geometry = union(new)
        result.geometries[area] = geometry
        extent.formUnion(geometry.box)
        vertices.formUnion(geometry.vertices)
        var balance = balance(of: area, geometry, result.changes)
        // With the vertices that cutting put in, so that curved edges do not upset the sums.
        balance.before = work.measure.squareMetres(of: union(old))
        if let flaw = flaws[area] { result.changes.append(mended(area, flaw, balance)) }
        result.balances.append(balance)
      }
    }
    // A neighbour whose border stays takes over the vertices that now lie on it.
    for (area, faces) in same where work.subject.areas[area].geometry.box.intersects(extent) {
      let own = Set(work.subject.areas[area].geometry.vertices)
      let geometry = union(faces)
      let added = geometry.vertices.count { !own.contains($0) && vertices.contains($0) }
      guard added > 0 else { continue }
      result.geometries[area] = geometry
      let balance = balance(of: area, geometry, [])
      var change = RepairResult.Change(rule: .vertices, level: work.subject.areas[area].level, to: area)
      (change.wasHeld, change.vertices, change.shift) = (true, balance.verticesAdded, balance.shift)
      result.changes.append(change)
      result.balances.append(balance)
    }
    result.balances.sort { a, b in
      let (first, second) = (work.subject.areas[a.ordinal].level, work.subject.areas[b.ordinal].level)
      return (first?.rawValue ?? 0, a.ordinal) < (second?.rawValue ?? 0, b.ordinal)
    }
  }

  private func union(_ faces: [Int]) -> MultiPolygon { work.overlay.union(of: faces) }

  private func balance(
    of area: Int, _ geometry: MultiPolygon, _ changes: [RepairResult.Change]
  ) -> RepairResult.Balance {
    var balance = RepairResult.Balance(ordinal: area)
    balance.before = work.squareMetres(of: area)
    balance.after = work.measure.squareMetres(of: geometry)
    for change in changes where change.rule.movesGround {
      if change.to == area {
        balance.gained += change.squareMetres
        if change.wasHeld { balance.held += change.squareMetres }
      }
      if change.from == area { balance.lost += change.squareMetres }
      if change.to == area || change.from == area { balance.shift = max(balance.shift, change.shift) }
    }
    let (old, new) = (Set(work.subject.areas[area].geometry.vertices), Set(geometry.vertices))
    balance.verticesAdded = new.subtracting(old).count
    balance.verticesRemoved = old.subtracting(new).count
    return balance
  }

  private func mended(_ area: Int, _ flaw: Text, _ balance: RepairResult.Balance) -> RepairResult.Change {
    var change = RepairResult.Change(rule: .geometry, level: work.subject.areas[area].level, from: area, to: area)
    (change.wasHeld, change.squareMetres, change.vertices) = (true, balance.before, balance.verticesAdded)
    change.note = flaw
    return change
  }

  /// Patches thinner than a millimetre come from rounding: those between the same areas are one entry.
  private static func folded(_ changes: [RepairResult.Change]) -> [RepairResult.Change] {
    struct Key: Hashable {
      var rule: RepairResult.Rule
      var from: Int?
      var to: Int?
      var wasHeld: Bool
    }
    var folded: [RepairResult.Change] = []
    var thin: [Key: Int] = [:]
    for change in changes {
      let key = Key(rule: change.rule, from: change.from, to: change.to, wasHeld: change.wasHeld)
      guard change.width < 0.001, let first = thin[key] else {
        if change.width < 0.001 { thin[key] = folded.count }
        folded.append(change)
        continue
      }
      folded[first].squareMetres += change.squareMetres
      folded[first].width = max(folded[first].width, change.width)
      folded[first].shift = max(folded[first].shift, change.shift)
      folded[first].vertices += change.vertices
      folded[first].outline.polygons += change.outline.polygons
      folded[first].pieces += 1
    }
    return folded
  }
}

extension MultiPolygon {
  var vertices: [Point] { polygons.flatMap(\.rings).flatMap(\.points) }
}

import AreaIndex
import CoverageTopology
import Diagnostics
import SpatialPrimitives

/// Decides for one level which area each face belongs to, below the levels that are decided.
///
/// Faces that the same areas hold, below the same areas, are decided as one patch: the whole of it goes to one area where
/// no border moves further than the tolerance by that, else each triangle of it by itself.
struct LevelRepair {
  let shared: RepairWork
  let members: [Int]
  /// For each level above how its faces are owned, the nearest last.
  let uppers: [(level: Level, owners: FaceOwners)]
  /// Areas above that have areas of this level below them; `nil` where all need to be covered.
  let needsCover: Set<Int>?
  private(set) var owners: FaceOwners
  /// For each face which areas above own it.
  private let contexts: [Int32]

  var changes: [RepairResult.Change] = []
  var refusals: [Refusal] = []
  /// Faces that have to be cut into triangles, that the patches may be divided.
  var undivided: [Int] = []
  private var groundLost: [Int: Double] = [:]

  /// Why a patch was left.
  struct Refusal {
    private let outline: MultiPolygon
    private let box: Box
    let reason: Text

    init(_ outline: MultiPolygon, _ reason: Text) {
      (self.outline, self.reason) = (outline, reason)
      box = outline.box
    }

    func covers(_ place: Point) -> Bool { box.contains(place) && outline.location(of: place) != .outside }
  }

  init(_ shared: RepairWork, members: [Int], uppers: [(level: Level, owners: FaceOwners)], needsCover: Set<Int>?) {
    self.shared = shared
    self.members = members
    self.uppers = uppers
    self.needsCover = needsCover
    owners = FaceOwners(shared.overlay, of: members)
    var numbers: [[Int32]: Int32] = [:]
    contexts = (0...shared.overlay.outside).map { face in
      let key = uppers.map { $0.owners.numbers[face] }
      if let known = numbers[key] { return known }
      numbers[key] = Int32(numbers.count)
      return Int32(numbers.count - 1)
    }
  }

  /// More rounds than ever were needed.
  static let mostRounds = 16
  /// Whether a round came that changed nothing.
  private(set) var isSettled = false

  /// Patches that several areas hold, or the wrong one; then those that none does; then parts too thin to be meant. What is
  /// decided may give others a neighbour, so that this is done until nothing is.
  mutating func run() {
    for _ in 0..<LevelRepair.mostRounds {
      let done = changes.count
      (refusals, undivided) = ([], [])
      for patch in patches(where: { !owners[$0].isEmpty && isMisfit($0) }) { settle(patch) }
      let open = openFaces()
      for patch in patches(where: { open[$0] }) { fill(patch) }
      removeSlivers()
      removeSpikes()
      isSettled = changes.count == done
      if isSettled { return }
    }
  }

  // MARK: What is wrong

  /// Whether an area may own the face: its parent does, or it has none.
  func mayOwn(_ area: Int, _ face: Int) -> Bool {
    guard let parent = shared.subject.areas[area].parent, let level = shared.subject.areas[parent].level,
      let upper = uppers.first(where: { $0.level == level })
    else { return true }
    return upper.owners[face].contains(parent)
  }

  private func isMisfit(_ face: Int) -> Bool {
    let held = owners[face]
    return held.count != 1 || !mayOwn(held[0], face)
  }

  /// Whether the areas right above ask that some area of this level own the face.
  func isRequired(_ face: Int) -> Bool {
    guard let nearest = uppers.last else { return false }
    return nearest.owners[face].contains { needsCover?.contains($0) ?? true }
  }

  /// Of each face whether it should be owned and is not: it lies in an area above, or in a hole of the level.
  private func openFaces() -> [Bool] {
    let overlay = shared.overlay
    var isOutside = [Bool](repeating: false, count: overlay.outside + 1)
    var waiting = [overlay.outside]
    isOutside[overlay.outside] = true
    while let face = waiting.popLast() {
      overlay.forEachEdge(of: face) { beyond, _, _ in
        guard !isOutside[beyond], owners[beyond].isEmpty else { return }
        isOutside[beyond] = true
        waiting.append(beyond)
      }
    }
    return (0...overlay.outside).map { face in
      owners[face].isEmpty && face != overlay.outside && (!isOutside[face] || isRequired(face))
    }
  }

  /// Faces that hang together, are owned by the same and lie below the same.
  private func patches(where isWanted: (Int) -> Bool) -> [Patch] {
    let overlay = shared.overlay
    var isDone = (0...overlay.outside).map { $0 == overlay.outside || !isWanted($0) }
    var patches: [Patch] = []
    for start in isDone.indices where !isDone[start] {
      var faces: [Int] = []
      var waiting = [start]
      isDone[start] = true
      while let face = waiting.popLast() {
        faces.append(face)
        overlay.forEachEdge(of: face) { beyond, _, _ in
          guard !isDone[beyond], owners.numbers[beyond] == owners.numbers[start], contexts[beyond] == contexts[start]
          else { return }
          isDone[beyond] = true
          waiting.append(beyond)
        }
      }
      patches.append(shared.patch(faces.sorted()))
    }
    return patches
  }

  // MARK: What is done

  /// Hands faces over, and writes it down for each area that loses them.
  ///
  /// - Parameters:
  ///   - losers: that held them; empty where none did.
  ///   - winner: that has them now; `nil` for none.
  mutating func hand(
    _ patch: Patch, from losers: [Int], to winner: Int?, rule: RepairResult.Rule, shift: Double
  ) {
    let wasHeld = winner.map { owners[patch.faces[0]].contains($0) } ?? false
    for face in patch.faces { owners.set(face, winner.map { [$0] } ?? []) }
    var change = RepairResult.Change(
      rule: rule, level: winner.map { shared.subject.areas[$0].level } ?? nil, to: winner)
    (change.squareMetres, change.width, change.shift) = (patch.squareMetres, patch.width, shift)
    (change.vertices, change.place, change.outline) = (patch.vertices, patch.place, patch.outline)
    if losers.isEmpty { changes.append(change) }
    for (position, loser) in losers.enumerated() {
      groundLost[loser, default: 0] += patch.squareMetres
      change.from = loser
      change.level = shared.subject.areas[loser].level
      // What several areas lose to one, it has gained but once.
      change.wasHeld = wasHeld || position > 0
      changes.append(change)
    }
  }

  mutating func leave(_ patch: Patch, _ reason: Text) {
    refusals.append(Refusal(patch.outline, reason))
  }

  /// Whether an area that loses the patch too keeps the better part of its ground.
  func canSpare(_ area: Int, _ patch: Patch) -> Bool {
    (groundLost[area] ?? 0) + patch.squareMetres < shared.squareMetres(of: area) / 2
  }

  /// Areas in the order of their authority; of equal ones those with the larger `weight` first.
  func ranked(_ areas: [(area: Int, weight: Double)]) -> [Int] {
    areas.sorted { a, b in
      let (first, second) = (shared.rank(a.area), shared.rank(b.area))
      if first != second { return first < second }
      return (b.weight, a.area) < (a.weight, b.area)
    }.map(\.area)
  }
}

/// The areas of one level that own each face.
struct FaceOwners {
  /// For each face the number of a set.
  private(set) var numbers: [Int32]
  private var sets: [[Int]] = [[]]
  private var known: [[Int]: Int32] = [[]: 0]

  /// As they hold the faces.
  init(_ overlay: Overlay, of members: [Int]) {
    let isMember = Set(members)
    numbers = []
    var translated: [Int32] = []
    for set in overlay.sets { translated.append(number(of: set.filter(isMember.contains))) }
    numbers = overlay.holders.map { translated[Int($0)] }
  }

  subscript(face: Int) -> [Int] { sets[Int(numbers[face])] }

  mutating func set(_ face: Int, _ areas: [Int]) { numbers[face] = number(of: areas) }

  private mutating func number(of set: [Int]) -> Int32 {
    if let number = known[set] { return number }
    known[set] = Int32(sets.count)
    sets.append(set)
    return Int32(sets.count - 1)
  }

  /// The faces of each area, ascending.
  var facesByArea: [Int: [Int]] {
    var faces: [Int: [Int]] = [:]
    for (face, number) in numbers.enumerated() {
      for area in sets[Int(number)] { faces[area, default: []].append(face) }
    }
    return faces
  }
}

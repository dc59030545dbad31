import CoverageTopology
import Diagnostics
import SpatialPrimitives
import SystemFiles

/// The faces of all communities and grids laid over one another, with the community and the grid of each scheme that they
/// lie in, and their measures.
///
/// One noding for the whole city: elements on both sides of a community's border have the same points.
struct ElementFaces {
  let overlay: Overlay
  let schemeCount: Int
  /// The community of each face, −1 for none.
  private(set) var communities: [Int32]
  /// For each face the grid of every scheme, −1 for none: `labels[face * schemeCount + scheme]`.
  private(set) var labels: [Int32]
  /// On the ellipsoid; 0 for faces that nothing holds.
  private(set) var squareMetres: [Double]
  /// Whether the face is nowhere as wide as the sliver tolerance.
  private(set) var isSliver: [Bool]
  /// Pairs of faces that share a border, with its metres: the lower face first, ascending.
  private(set) var borders: [SharedBorder] = []
  /// Faces that several grids of one scheme hold.
  private(set) var overlaps: [Overlap] = []

  struct SharedBorder {
    var first: Int32
    var second: Int32
    var metres: Double
  }

  struct Overlap {
    var face: Int
    var scheme: Int
    /// The one that was chosen first.
    var grids: [Int32]
  }

  var count: Int { communities.count }

  func label(_ face: Int, _ scheme: Int) -> Int32 { labels[face * schemeCount + scheme] }
  func labels(_ face: Int) -> ArraySlice<Int32> { labels[face * schemeCount..<(face + 1) * schemeCount] }
  /// Whether any grid or community holds the face.
  func isHeld(_ face: Int) -> Bool { communities[face] >= 0 || labels(face).contains { $0 >= 0 } }

  init(_ subject: UnificationSubject, sliverWidth: Double, threads: Int, listener: Listener) throws(Fault) {
    func progress(_ stage: Text, _ done: Int, _ total: Int?) {
      listener.progress(ProgressReport(stage: stage, done: done, total: total, unit: "areas"))
    }
    var shapes: [MultiPolygon] = subject.communities.map(\.geometry)
    /// The layer and the number in it of each shape; layer 0 is the communities.
    var owners: [(layer: Int, number: Int32)] = shapes.indices.map { (0, Int32($0)) }
    for (scheme, content) in subject.schemes.enumerated() {
      for (number, grid) in content.grids.enumerated() {
        for shape in grid.shapes {
          shapes.append(shape)
          owners.append((scheme + 1, Int32(number)))
        }
      }
    }
    progress(Text("cutting borders", zh: "切分边界"), 0, shapes.count)
    let overlay = Overlay(shapes)
    self.overlay = overlay
    schemeCount = subject.schemes.count
    communities = Array(repeating: -1, count: overlay.faceCount)
    labels = Array(repeating: -1, count: overlay.faceCount * schemeCount)
    squareMetres = Array(repeating: 0, count: overlay.faceCount)
    isSliver = Array(repeating: false, count: overlay.faceCount)
    label(subject, owners)
    progress(Text("measuring faces", zh: "量算网格元"), 0, shapes.count)
    try measure(subject, sliverWidth: sliverWidth, threads: threads)
    try findBorders(subject)
  }

  /// Of several areas of a layer that hold a face the one with the smallest code counts, as everywhere.
  private mutating func label(_ subject: UnificationSubject, _ owners: [(layer: Int, number: Int32)]) {
    for face in communities.indices {
      var overlapping: Set<Int> = []
      for area in overlay.areas(of: face) {
        let (layer, number) = owners[area]
        if layer == 0 {
          let held = communities[face]
          if held < 0
            || subject.communities[Int(number)].code.utf8.lexicographicallyPrecedes(
              subject.communities[Int(held)].code.utf8)
          {
            communities[face] = number
          }
          continue
        }
        let slot = face * schemeCount + layer - 1
        let held = labels[slot]
        if held == number { continue }
        if held >= 0 { overlapping.insert(layer - 1) }
        let grids = subject.schemes[layer - 1].grids
        if held < 0 || grids[Int(number)].code.utf8.lexicographicallyPrecedes(grids[Int(held)].code.utf8) {
          labels[slot] = number
        }
      }
      for scheme in overlapping.sorted() {
        let chosen = label(face, scheme)
        let all = Set(
          overlay.areas(of: face).map { owners[$0] }.filter { $0.layer == scheme + 1 }.map(\.number))
        overlaps.append(Overlap(face: face, scheme: scheme, grids: [chosen] + all.subtracting([chosen]).sorted()))
      }
    }
  }

  private mutating func measure(
    _ subject: UnificationSubject, sliverWidth: Double, threads: Int
  ) throws(Fault) {
    let chunk = 4096
    let (system, overlay, count) = (subject.coordinateSystem, overlay, self.count)
    let wanted = (0..<count).map(isHeld)
    let outcomes = Workers.map((count + chunk - 1) / chunk, threads: threads) {
      number -> Result<[(Double, Bool)], Fault> in
      let measure: FaceMeasure
      do throws(Fault) { measure = try FaceMeasure(system) } catch { return .failure(error) }
      return .success(
        (number * chunk..<min((number + 1) * chunk, count)).map { face in
          guard wanted[face] else { return (0, false) }
          let polygon = overlay.polygon(of: face)
          return (measure.squareMetres(of: polygon), measure.isNarrower(than: sliverWidth, polygon))
        })
    }
    var face = 0
    for outcome in outcomes {
      for (area, isNarrow) in try outcome.get() {
        squareMetres[face] = area
        isSliver[face] = isNarrow
        face += 1
      }
    }
  }

  private mutating func findBorders(_ subject: UnificationSubject) throws(Fault) {
    let measure = try FaceMeasure(subject.coordinateSystem)
    var pieces: [(key: UInt64, metres: Double)] = []
    overlay.forEachBorder { a, b, left, right in
      guard left != overlay.outside, right != overlay.outside, left != right, isHeld(left), isHeld(right) else {
        return
      }
      let key = UInt64(min(left, right)) << 32 | UInt64(max(left, right))
      pieces.append((key, measure.metres(from: a, to: b)))
    }
    // By length too, so that sums do not depend on the order in which equal keys come.
    pieces.sort { ($0.key, $0.metres) < ($1.key, $1.metres) }
    for (key, metres) in pieces {
      let (first, second) = (Int32(truncatingIfNeeded: key >> 32), Int32(truncatingIfNeeded: key & 0xFFFF_FFFF))
      if let last = borders.last, last.first == first, last.second == second {
        borders[borders.count - 1].metres += metres
      } else {
        borders.append(SharedBorder(first: first, second: second, metres: metres))
      }
    }
  }
}

import AreaIndex
import CoverageTopology
import Diagnostics
import SpatialPrimitives

/// What the repair of all levels has in common.
final class RepairWork {
  let subject: CheckSubject
  let request: RepairRequest
  let overlay: Overlay
  let measure: FaceMeasure
  /// Whether patches may ask to be cut into triangles.
  let mayDivide: Bool
  /// What sticks out of areas, by their ordinals; the overlay is cut at the bases.
  let spikes: [Int: [Spike]]
  private let borders: BorderShift
  private var sizes: [Int: Double] = [:]
  /// What is left in one round is looked at in the next one again.
  private var patches: [[Int]: Patch] = [:]
  /// The faces of patches of which could not be told how far a border would move.
  private(set) var unproved: Set<[Int]> = []

  init(
    _ subject: CheckSubject, _ request: RepairRequest, _ overlay: Overlay, _ measure: FaceMeasure,
    _ borders: BorderShift, _ spikes: [Int: [Spike]], mayDivide: Bool
  ) {
    self.subject = subject
    self.request = request
    self.overlay = overlay
    self.measure = measure
    self.borders = borders
    self.spikes = spikes
    self.mayDivide = mayDivide
  }

  func rank(_ area: Int) -> AreaRank { area < request.ranks.count ? request.ranks[area] : .none }

  /// Of an area as it was given.
  func squareMetres(of area: Int) -> Double {
    if let size = sizes[area] { return size }
    let size = measure.squareMetres(of: subject.areas[area].geometry)
    sizes[area] = size
    return size
  }

  /// - Parameter faces: ascending.
  func patch(_ faces: [Int]) -> Patch {
    if let known = patches[faces] { return known }
    let patch = Patch(faces, of: overlay, measure)
    patches[faces] = patch
    return patch
  }

  /// How far the farthest place of a patch lies from the border of any of the areas as it was; `nil` where that is beyond
  /// the tolerance.
  func shift(of patch: Patch, from areas: [Int]) -> Double? {
    var greatest = 0.0
    for area in areas {
      guard let reach = borders.reach(of: patch.geometry, centers: patch.centers, from: area) else {
        unproved.insert(patch.faces)
        return nil
      }
      greatest = max(greatest, reach)
      guard greatest <= request.tolerance else { return nil }
    }
    return greatest
  }

  /// What the allow-list says of a finding that the patch is.
  func allowance(_ patch: Patch, _ kinds: [Finding.Kind], _ areas: [Int]) -> String? {
    guard !request.allowed.entries.isEmpty else { return nil }
    for kind in kinds {
      let labels = areas.map { subject.areas[$0].label }
      var finding = Finding(kind, .error, level: nil, areas: labels, message: Text(verbatim: ""))
      finding.geometry = patch.outline
      finding.place = patch.place
      if let entry = request.allowed.entries.first(where: { $0.covers(finding) }) {
        return entry.reason.isEmpty ? kind.rawValue : entry.reason
      }
    }
    return nil
  }
}

extension FaceMeasure {
  func squareMetres(of polygons: MultiPolygon) -> Double {
    polygons.polygons.reduce(0) { $0 + squareMetres(of: $1) }
  }
}

import CoverageTopology
import Diagnostics
import GEOSOperations
import SpatialPrimitives

/// Ground that passes from one area of the edition before to one of the edition after.
struct GroundFlow {
  /// Where it is wider than the tolerance somewhere.
  private(set) var wide = 0.0
  /// Where it is not.
  private(set) var thin = 0.0
  /// The widest place of the thin ground, in metres.
  private(set) var greatestWidth = 0.0
  /// The largest piece, and a point in it, in longitude and latitude.
  private var largest = 0.0
  private(set) var place: Point?
  /// All pieces, in longitude and latitude.
  private(set) var pieces: [Polygon] = []

  var squareMetres: Double { wide + thin }

  fileprivate mutating func add(_ piece: Polygon, _ squareMetres: Double, at point: Point?, width: Double?) {
    if let width {
      thin += squareMetres
      greatestWidth = max(greatestWidth, width)
    } else {
      wide += squareMetres
    }
    if squareMetres > largest { (largest, place) = (squareMetres, point) }
    pieces.append(piece)
  }
}

/// All the ground that is another area's after than before.
///
/// Areas of which nothing has changed are left out, but for those around what has; and edges that are the same in both
/// editions are told by their points. Only the rest is cut where it meets, so that a change of one street costs one street.
struct GroundFlows {
  private(set) var flows: [Passage: GroundFlow] = [:]
  /// Square metres of each area of the two editions that is not the same in both; 0 for all others.
  private(set) var extentsBefore: [Double]
  private(set) var extentsAfter: [Double]

  /// Narrower ground, in metres, comes from rounding and not from drawing.
  static let leastWidth = CheckLimits().leastWidth

  /// - Parameter tolerance: in metres; what is nowhere wider is thin.
  init(
    _ before: [ComparedArea], _ after: [ComparedArea], _ matching: AreaMatching, tolerance: Double,
    _ measure: FaceMeasure
  ) throws(Fault) {
    extentsBefore = Array(repeating: 0, count: before.count)
    extentsAfter = Array(repeating: 0, count: after.count)
    let changedBefore = before.indices.filter { old in
      matching.successors[old].map { before[old].geometry != after[$0].geometry } ?? true
    }
    let changedAfter = after.indices.filter { new in
      matching.predecessors[new].map { before[$0].geometry != after[new].geometry } ?? true
    }
    for old in changedBefore { extentsBefore[old] = measure.squareMetres(of: before[old].geometry) }
    for new in changedAfter { extentsAfter[new] = measure.squareMetres(of: after[new].geometry) }
    guard !changedBefore.isEmpty || !changedAfter.isEmpty else { return }
    // Areas around them that are the same in both take part too: where areas overlap, ground may go to one of these.
    let boxes = changedBefore.map { before[$0].geometry.box } + changedAfter.map { after[$0].geometry.box }
    let around = GroundFlows.unchanged(before, after, matching, meeting: boxes)
    let oldAreas = changedBefore + around.map(\.old)
    let newAreas = changedAfter + around.map(\.new)
    let geometries = oldAreas.map { before[$0].geometry } + newAreas.map { after[$0].geometry }
    // What is the same area before and after weighs nothing where both hold a place.
    let charges =
      oldAreas.map { Coverage.Charge(key: $0, weight: 1) }
      + newAreas.map { Coverage.Charge(key: matching.predecessors[$0] ?? before.count + $0, weight: -1) }
    let geos = try GEOSContext()
    var isSound: [Bool] = []
    for geometry in geometries {
      let flaw = try geos.flaw(in: geometry)
      isSound.append(flaw == nil)
    }
    let radius = GroundFlows.leastWidth / 2 / measure.metresPerUnit
    let faces = Coverage(geometries, isSound: isSound).imbalances(
      charges: charges, leastArea: .pi * radius * radius)
    for face in faces {
      let old = face.areas.filter { $0 < oldAreas.count }.map { oldAreas[$0] }
      let new = face.areas.filter { $0 >= oldAreas.count }.map { newAreas[$0 - oldAreas.count] }
      add(face, GroundFlows.passages(old, new, matching), tolerance, measure)
    }
  }

  private static func unchanged(
    _ before: [ComparedArea], _ after: [ComparedArea], _ matching: AreaMatching, meeting boxes: [Box]
  ) -> [(old: Int, new: Int)] {
    var whole = Box.empty
    for box in boxes { whole.formUnion(box) }
    return before.indices.compactMap { old in
      guard let new = matching.successors[old], before[old].geometry == after[new].geometry,
        case let box = before[old].geometry.box, box.intersects(whole), boxes.contains(where: box.intersects)
      else { return nil }
      return (old, new)
    }
  }

  /// Where areas overlap, what both editions give to an area stays with it.
  private static func passages(_ old: [Int], _ new: [Int], _ matching: AreaMatching) -> [Passage] {
    let leaving = old.filter { area in matching.successors[area].map { !new.contains($0) } ?? true }
    let coming = new.filter { area in matching.predecessors[area].map { !old.contains($0) } ?? true }
    if leaving.isEmpty { return coming.map { Passage(from: nil, to: $0) } }
    let taker = coming.first ?? new.first
    return leaving.map { Passage(from: $0, to: taker) } + coming.dropFirst().map { Passage(from: nil, to: $0) }
  }

  private mutating func add(_ face: CoverageFace, _ passages: [Passage], _ tolerance: Double, _ measure: FaceMeasure) {
    let mayBeThin = measure.mayBeNarrower(than: max(tolerance, GroundFlows.leastWidth), face.polygon)
    guard mayBeThin else {
      guard let polygon = measure.base(face.polygon) else { return }
      let squareMetres = measure.squareMetres(of: face.polygon)
      let place = measure.base(face.interior)
      for passage in passages {
        flows[passage, default: GroundFlow()].add(polygon, squareMetres, at: place, width: nil)
      }
      return
    }
    guard
      let measures = measure.measures(of: face.polygon, interior: face.interior, leastWidth: GroundFlows.leastWidth)
    else { return }
    let width = measures.greatestWidth > tolerance + GroundFlows.leastWidth ? nil : measures.greatestWidth
    for passage in passages {
      flows[passage, default: GroundFlow()].add(
        measures.polygon, measures.squareMetres, at: measures.place, width: width)
    }
  }
}

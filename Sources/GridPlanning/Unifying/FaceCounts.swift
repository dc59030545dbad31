import AreaIndex
import CoverageTopology
import Diagnostics
import SpatialPrimitives

/// Households and cases of each face.
struct FaceCounts {
  private(set) var households: [Double]
  private(set) var householdSource: Unification.HouseholdSource
  private(set) var cases: [Double]
  /// How many cases there are in any face.
  private(set) var allCases = 0.0

  /// - Parameters:
  ///   - codes: of each held face, unique: a place on a border belongs to the face with the smallest one.
  ///   - households: points and buildings; `nil`: what the schemes say is divided by area.
  init(
    _ faces: ElementFaces, _ subject: UnificationSubject, codes: [String], households: [CountedPlace]?,
    cases: [CountedPlace], threads: Int
  ) throws(Fault) {
    self.households = Array(repeating: 0, count: faces.count)
    self.cases = Array(repeating: 0, count: faces.count)
    householdSource = .none
    if households != nil || !cases.isEmpty {
      let held = (0..<faces.count).filter(faces.isHeld)
      let index = try AreaIndex(
        held.map { face in
          AreaShape(level: .grid, code: codes[face], geometry: MultiPolygon([faces.overlay.polygon(of: face)]))
        }, threads: threads)
      func count(_ places: [CountedPlace], into sums: inout [Double]) -> Int {
        var outside = 0
        for place in places {
          let found = index.assign(place.point).area(at: .grid)
          if found >= 0 { sums[held[Int(found)]] += place.count } else { outside += 1 }
        }
        return outside
      }
      if let households { householdSource = .places(outside: count(households, into: &self.households)) }
      _ = count(cases, into: &self.cases)
      allCases = self.cases.reduce(0, +)
    }
    if households == nil { apportion(faces, subject) }
  }

  /// Divides the households of each grid of the first scheme that has any among its faces, by area.
  private mutating func apportion(_ faces: ElementFaces, _ subject: UnificationSubject) {
    guard let scheme = subject.schemes.firstIndex(where: \.hasHouseholds) else { return }
    householdSource = .scheme(scheme)
    let grids = subject.schemes[scheme].grids
    var areas = [Double](repeating: 0, count: grids.count)
    for face in 0..<faces.count where faces.label(face, scheme) >= 0 {
      areas[Int(faces.label(face, scheme))] += faces.squareMetres[face]
    }
    for face in 0..<faces.count {
      let grid = Int(faces.label(face, scheme))
      guard grid >= 0, areas[grid] > 0 else { continue }
      households[face] = (grids[grid].households ?? 0) * faces.squareMetres[face] / areas[grid]
    }
  }
}

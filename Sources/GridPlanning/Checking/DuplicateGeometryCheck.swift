import AreaIndex
import Diagnostics
import SpatialPrimitives

/// Areas of one level whose borders are the same points, whatever ring begins where and runs in which direction.
struct DuplicateGeometryCheck {
  let subject: CheckSubject
  let ordinals: [Int]

  func run() throws(Fault) -> [Finding] {
    let measure = try FaceMeasure(subject.coordinateSystem)
    let candidates = Dictionary(grouping: ordinals.filter { !subject.areas[$0].geometry.isEmpty }) {
      DuplicateGeometryCheck.sum(subject.areas[$0].geometry)
    }
    var findings: [Finding] = []
    for group in candidates.values.filter({ $0.count > 1 }).sorted(by: { $0[0] < $1[0] }) {
      let same = Dictionary(grouping: group) { DuplicateGeometryCheck.normalForm(subject.areas[$0].geometry) }
      for twins in same.values.filter({ $0.count > 1 }).sorted(by: { $0[0] < $1[0] }) {
        findings.append(finding(twins, measure))
      }
    }
    return findings
  }

  private func finding(_ twins: [Int], _ measure: FaceMeasure) -> Finding {
    let area = subject.areas[twins[0]]
    let names = twins.map { subject.areas[$0].label }
    let list = Naming.list(names)
    var finding = Finding(
      .duplicateGeometry, .error, level: area.level, areas: names,
      message: Text("\(list.english) have the same shape", zh: "\(list.chinese) 的图形完全相同"))
    finding.place = area.geometry.middle(measure)
    finding.squareMetres = area.geometry.polygons.reduce(0) { $0 + measure.squareMetres(of: $1) }
    finding.ordinals = twins
    return finding
  }

  /// The same for the same edges, in whichever order and direction.
  private static func sum(_ geometry: MultiPolygon) -> UInt64 {
    var sum: UInt64 = 0
    for polygon in geometry.polygons {
      for ring in polygon.rings {
        for (a, b) in zip(ring.points, ring.points.dropFirst()) where a != b {
          sum &+= (a.positionHash &+ b.positionHash) &* 0x9E37_79B9_7F4A_7C15
        }
      }
    }
    return sum
  }

  /// The edges in a fixed order, each from its lower end.
  private static func normalForm(_ geometry: MultiPolygon) -> [[Point]] {
    var edges: [[Point]] = []
    for polygon in geometry.polygons {
      for ring in polygon.rings {
        for (a, b) in zip(ring.points, ring.points.dropFirst()) where a != b {
          edges.append((a.x, a.y) < (b.x, b.y) ? [a, b] : [b, a])
        }
      }
    }
    return edges.sorted { ($0[0].x, $0[0].y, $0[1].x, $0[1].y) < ($1[0].x, $1[0].y, $1[1].x, $1[1].y) }
  }
}

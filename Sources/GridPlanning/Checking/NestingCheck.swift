import AreaIndex
import CoverageTopology
import Diagnostics
import SpatialPrimitives

/// Whether the areas of one level lie each in its own area above, and cover those areas whole.
///
/// The areas above are laid over the areas below, each of which counts against the one that it belongs to: where both sums
/// are equal everything is in its place, and borders that are the same in both levels need not be looked at.
struct NestingCheck {
  let subject: CheckSubject
  /// Ordinals in the subject.
  let uppers: [Int]
  let lowers: [Int]
  /// Whether an area above that is not covered is a finding: only of the nearest level.
  let findsUncovered: Bool
  let isSound: [Bool]
  let limits: CheckLimits

  func run() throws(Fault) -> [Finding] {
    let measure = try FaceMeasure(subject.coordinateSystem)
    let positions = Dictionary(uniqueKeysWithValues: uppers.enumerated().map { ($1, $0) })
    // For each lower area the position of the one above; −1 where that is of no concern here.
    let parents = lowers.map { subject.areas[$0].parent.flatMap { positions[$0] } ?? -1 }
    let all = uppers + lowers
    let coverage = Coverage(all.map { subject.areas[$0].geometry }, isSound: all.map { isSound[$0] })
    let charges =
      uppers.indices.map { Coverage.Charge(key: $0, weight: 1) } + parents.map { Coverage.Charge(key: $0, weight: -1) }
    let radius = limits.leastWidth / 2 / measure.metresPerUnit
    let faces = coverage.imbalances(charges: charges, leastArea: .pi * radius * radius)
    var outside: [[Int]: [MeasuredFace]] = [:]
    var uncovered: [Int: [MeasuredFace]] = [:]
    let withChildren = Set(parents).subtracting([-1])
    // Where the level below is there for a few only, as unit grids are for the inner city, the others need not be covered.
    let isPartial = withChildren.count * 2 < uppers.count
    for face in faces {
      let above = face.areas.filter { $0 < uppers.count }
      let below = face.areas.filter { $0 >= uppers.count }
      let strays = below.filter { parents[$0 - uppers.count] >= 0 && !above.contains(parents[$0 - uppers.count]) }
      let open = findsUncovered && below.isEmpty ? above.filter { !isPartial || withChildren.contains($0) } : []
      guard !strays.isEmpty || !open.isEmpty, let measured = MeasuredFace(face, measure, limits) else { continue }
      for area in strays { outside[[area, parents[area - uppers.count]], default: []].append(measured) }
      for area in open { uncovered[area, default: []].append(measured) }
    }
    var findings: [Finding] = []
    for (areas, faces) in outside.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      for group in MeasuredFace.connected(faces) {
        findings.append(stray(all[areas[0]], all[areas[1]], group, all, measure))
      }
    }
    for (area, faces) in uncovered.sorted(by: { $0.key < $1.key }) {
      for group in MeasuredFace.connected(faces) { findings.append(open(all[area], group, all, measure)) }
    }
    let childless = uppers.indices.filter { !withChildren.contains($0) }.map { uppers[$0] }
    if findsUncovered, isPartial, !childless.isEmpty { findings.append(partial(childless, measure)) }
    return findings
  }

  private func label(_ ordinal: Int) -> Finding.Name { subject.areas[ordinal].label }

  private func stray(
    _ child: Int, _ parent: Int, _ faces: [MeasuredFace], _ all: [Int], _ measure: FaceMeasure
  ) -> Finding {
    var finding = Finding(
      .outsideParent, .error, level: subject.areas[child].level, areas: [label(child), label(parent)],
      message: Text(verbatim: ""))
    finding.take(faces)
    finding.ordinals = [child, parent]
    let homes = Set(faces.flatMap { $0.face.areas.filter { $0 < uppers.count } }).sorted()
    finding.along = homes.map { label(all[$0]) }
    let own = squareMetres(of: child, measure)
    let share = own > 0 ? (finding.squareMetres ?? 0) / own : 0
    let (name, above, extent) = (label(child).text, label(parent).text, finding.extent)
    let home = homes.isEmpty ? Text("in no other", zh: "不在任何上级内") : Naming.list(finding.along)
    if share > 0.999 {
      finding.message = Text(
        "\(name.english) lies wholly outside \(above.english), the area above it; it lies in \(home.english)",
        zh: "\(name.chinese) 完全不在其上级 \(above.chinese) 内，而在 \(home.chinese)")
      if homes.isEmpty {
        finding.message = Text(
          "\(name.english) lies wholly outside \(above.english), the area above it, and in no other",
          zh: "\(name.chinese) 完全不在其上级 \(above.chinese) 内，也不在其他上级内")
      }
    } else {
      let into = homes.isEmpty ? Text(verbatim: "") : Text(" into \(home.english)", zh: "，伸入 \(home.chinese)")
      finding.message = Text(
        "\(name.english) reaches beyond \(above.english), the area above it\(into.english): \(extent.english)",
        zh: "\(name.chinese) 超出其上级 \(above.chinese)\(into.chinese)：\(extent.chinese)")
    }
    return finding
  }

  private func open(_ parent: Int, _ faces: [MeasuredFace], _ all: [Int], _ measure: FaceMeasure) -> Finding {
    var finding = Finding(
      .parentNotCovered, .error, level: subject.areas[parent].level, areas: [label(parent)], message: Text(verbatim: "")
    )
    finding.take(faces)
    finding.ordinals = [parent]
    finding.along = MeasuredFace.neighbours(faces).filter { $0 >= uppers.count }.map { label(all[$0]) }
    let (name, extent, along) = (label(parent).text, finding.extent, Naming.along(finding.along))
    finding.message =
      (finding.squareMetres ?? 0) > 0.999 * squareMetres(of: parent, measure)
      ? Text("no area below lies in \(name.english)", zh: "\(name.chinese) 内没有下级区域")
      : Text(
        "a part of \(name.english) lies in no area below it: \(extent.english)\(along.english)",
        zh: "\(name.chinese) 有一部分未被下级区域覆盖：\(extent.chinese)\(along.chinese)")
    return finding
  }

  /// One note for all areas of a level of which few have areas below.
  private func partial(_ childless: [Int], _ measure: FaceMeasure) -> Finding {
    let first = subject.areas[childless[0]]
    let count = childless.count
    var finding = Finding(
      .parentNotCovered, .note, level: first.level, areas: childless.map(label),
      message: Text(
        "no area below belongs to \(count) of \(Text.counted(uppers.count, "area"))",
        zh: "\(uppers.count) 个区域中有 \(count) 个没有下级区域"))
    finding.place = first.geometry.middle(measure)
    finding.ordinals = childless
    return finding
  }

  private func squareMetres(of area: Int, _ measure: FaceMeasure) -> Double {
    subject.areas[area].geometry.polygons.reduce(0) { $0 + measure.squareMetres(of: $1) }
  }
}

extension MultiPolygon {
  /// A point in the largest polygon, in longitude and latitude; the middle of the box where nothing is enclosed.
  func middle(_ measure: FaceMeasure) -> Point? {
    let finite = polygons.filter { $0.exterior.points.allSatisfy(\.isFinite) && !$0.exterior.points.isEmpty }
    guard let largest = finite.max(by: { $0.planarArea < $1.planarArea }) else { return nil }
    return measure.base(largest.oriented.pointWithin ?? largest.box.center)
  }
}

import AreaIndex
import CoverageTopology
import Diagnostics
import SpatialPrimitives

/// Overlaps and gaps among the areas of one level.
struct LevelCheck {
  let subject: CheckSubject
  /// Of the areas of the level, in the subject.
  let ordinals: [Int]
  let isSound: [Bool]
  let limits: CheckLimits

  func run() throws(Fault) -> [Finding] {
    let measure = try FaceMeasure(subject.coordinateSystem)
    let coverage = Coverage(ordinals.map { subject.areas[$0].geometry }, isSound: ordinals.map { isSound[$0] })
    // The largest circle is no wider than a circle of the same area.
    let radius = limits.leastWidth / 2 / measure.metresPerUnit
    var faces: [MeasuredFace] = []
    var narrow: [CoverageFace] = []
    for face in coverage.misfits(leastArea: .pi * radius * radius) {
      if let measured = MeasuredFace(face, measure, limits) {
        faces.append(measured)
      } else if !face.areas.isEmpty {
        narrow.append(face)
      }
    }
    return findings(faces, LevelCheck.strips(narrow, beside: faces, measure))
  }

  /// Where more than two areas overlap, the border of one may cut a narrow strip off what two others have in common: it is
  /// a part of their overlap all the same.
  ///
  /// - Returns: those of the narrow faces that have an edge in common with a face of the same two areas, with these.
  private static func strips(
    _ narrow: [CoverageFace], beside faces: [MeasuredFace], _ measure: FaceMeasure
  ) -> [(pair: [Int], face: MeasuredFace)] {
    guard narrow.contains(where: { $0.areas.count > 2 }) || faces.contains(where: { $0.face.areas.count > 2 }) else {
      return []
    }
    var faceLeft: [[Point]: Int] = [:]
    for (number, face) in faces.enumerated() {
      for ring in face.face.polygon.rings {
        for (a, b) in zip(ring.points, ring.points.dropFirst()) { faceLeft[[a, b]] = number }
      }
    }
    var limits = CheckLimits()
    (limits.leastWidth, limits.leastArea) = (0, 0)
    var strips: [(pair: [Int], face: MeasuredFace)] = []
    for face in narrow {
      let edges = face.polygon.rings.flatMap { zip($0.points, $0.points.dropFirst()) }
      let beside = Set(edges.compactMap { a, b in faceLeft[[b, a]] })
      let theirs = Set(beside.flatMap { pairs(faces[$0].face.areas) })
      let common = pairs(face.areas).filter(theirs.contains)
      guard !common.isEmpty, let measured = MeasuredFace(face, measure, limits) else { continue }
      strips += common.map { ($0, measured) }
    }
    return strips
  }

  /// The pieces between two areas that hang together are one finding; where two lines were drawn for one border, its
  /// overlaps and its gaps lie in turn, and hang together by the crossings.
  private func findings(_ faces: [MeasuredFace], _ strips: [(pair: [Int], face: MeasuredFace)]) -> [Finding] {
    var byBorder: [[Int]: [MeasuredFace]] = [:]
    for (pair, face) in strips { byBorder[pair, default: []].append(face) }
    for face in faces {
      if face.face.areas.isEmpty {
        guard face.measures.greatestWidth < limits.gapWidth else { continue }
        byBorder[Array(face.neighbours.prefix(2)).sorted(), default: []].append(face)
      } else {
        for pair in LevelCheck.pairs(face.face.areas) { byBorder[pair, default: []].append(face) }
      }
    }
    var findings: [Finding] = []
    for (border, faces) in byBorder.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      for group in MeasuredFace.connected(faces) {
        let overlaps = group.filter { !$0.face.areas.isEmpty }
        let gaps = group.filter(\.face.areas.isEmpty)
        if !overlaps.isEmpty { findings.append(overlap(border, overlaps)) }
        if !gaps.isEmpty { findings.append(gap(gaps)) }
      }
    }
    return findings
  }

  /// Each two of the areas; all in one where they are so many that pairs say nothing more.
  private static func pairs(_ areas: [Int]) -> [[Int]] {
    guard areas.count > 2, areas.count <= 8 else { return [areas] }
    return areas.indices.flatMap { first in areas[(first + 1)...].map { [areas[first], $0] } }
  }

  private func label(_ area: Int) -> Finding.Name { subject.areas[ordinals[area]].label }

  private func finding(_ kind: Finding.Kind, _ areas: [Int], _ faces: [MeasuredFace]) -> Finding {
    var finding = Finding(
      kind, .error, level: subject.areas[ordinals[0]].level, areas: areas.map(label), message: Text(verbatim: ""))
    finding.take(faces)
    finding.along = MeasuredFace.neighbours(faces).filter { !areas.contains($0) }.map(label)
    finding.ordinals = areas.map { ordinals[$0] }
    return finding
  }

  private func overlap(_ areas: [Int], _ faces: [MeasuredFace]) -> Finding {
    var finding = finding(.overlap, areas, faces)
    let extent = finding.extent
    let names = Naming.list(finding.areas)
    let along = Naming.along(finding.along)
    finding.message = Text(
      "\(names.english) overlap: \(extent.english)\(along.english)",
      zh: "\(names.chinese) 重叠：\(extent.chinese)\(along.chinese)")
    return finding
  }

  private func gap(_ faces: [MeasuredFace]) -> Finding {
    let around = MeasuredFace.neighbours(faces)
    var finding = finding(.gap, Array(around.prefix(2)), faces)
    let extent = finding.extent
    let names = Naming.list(finding.areas)
    let along = Naming.along(finding.along)
    finding.message =
      around.count == 1
      ? Text("a hole in \(names.english): \(extent.english)", zh: "\(names.chinese) 内有空洞：\(extent.chinese)")
      : Text(
        "a gap between \(names.english): \(extent.english)\(along.english)",
        zh: "\(names.chinese) 之间有缝隙：\(extent.chinese)\(along.chinese)")
    return finding
  }
}

/// Lists of areas in words.
enum Naming {
  /// `A and B`, `A, B and 3 more`.
  static func list(_ names: [Finding.Name], most: Int = 3) -> Text { list(names.map(\.text), most: most) }

  static func list(_ texts: [Text], most: Int = 3) -> Text {
    if texts.count == 1 { return texts[0] }
    if texts.count > most + 1 {
      let shown = texts.prefix(most)
      return Text(
        shown.map(\.english).joined(separator: ", ") + " and \(texts.count - most) more",
        zh: shown.map(\.chinese).joined(separator: "、") + "等 \(texts.count) 个区域")
    }
    guard let last = texts.last else { return Text(verbatim: "") }
    return Text(
      texts.dropLast().map(\.english).joined(separator: ", ") + " and " + last.english,
      zh: texts.dropLast().map(\.chinese).joined(separator: "、") + " 与 " + last.chinese)
  }

  /// `, along A and B`, or nothing.
  static func along(_ names: [Finding.Name]) -> Text {
    guard !names.isEmpty else { return Text(verbatim: "") }
    let list = list(names, most: 2)
    return Text(", along \(list.english)", zh: "，并邻 \(list.chinese)")
  }
}

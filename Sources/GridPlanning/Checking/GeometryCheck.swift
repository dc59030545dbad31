import AreaIndex
import CoverageTopology
import Diagnostics
import GEOSOperations
import Projections
import SpatialPrimitives

/// Looks at each area by itself: whether its geometry is valid, of how many parts it is, whether a part is a sliver.
struct GeometryCheck {
  let subject: CheckSubject
  let limits: CheckLimits

  struct Outcome: Sendable {
    var findings: [Finding] = []
    /// For each area of the range whether its geometry is valid.
    var isSound: [Bool] = []
  }

  func run(_ range: Range<Int>) throws(Fault) -> Outcome {
    var outcome = Outcome()
    let measure = try FaceMeasure(subject.coordinateSystem)
    var geos: GEOSContext?
    for ordinal in range {
      let area = subject.areas[ordinal]
      var flaw: (reason: Text, place: Point?)?
      if let problem = area.problem {
        flaw = (problem, nil)
      } else if !area.geometry.isPlainlyValid {
        let context = if let geos { geos } else { try GEOSContext() }
        geos = context
        flaw = GeometryCheck.flaw(in: area.geometry, context)
      }
      outcome.isSound.append(flaw == nil)
      if let flaw { outcome.findings.append(invalid(ordinal, flaw.reason, flaw.place, measure)) }
      outcome.findings += parts(ordinal, isSound: flaw == nil, measure)
    }
    return outcome
  }

  private static func flaw(in geometry: MultiPolygon, _ geos: GEOSContext) -> (reason: Text, place: Point?)? {
    if geometry.isEmpty { return (Text("no polygon", zh: "没有面"), nil) }
    for polygon in geometry.polygons {
      for ring in polygon.rings where !ring.points.allSatisfy(\.isFinite) {
        return (Text("a coordinate is no number", zh: "坐标不是有效数字"), ring.points.first(where: \.isFinite))
      }
    }
    do throws(Fault) {
      guard let flaw = try geos.flaw(in: geometry) else { return nil }
      return (FlawWords.text(flaw.reason), flaw.place)
    } catch {
      return (error.what, nil)
    }
  }

  private func invalid(_ ordinal: Int, _ reason: Text, _ place: Point?, _ measure: FaceMeasure) -> Finding {
    let area = subject.areas[ordinal]
    let name = area.label.text
    var finding = Finding(
      .invalidGeometry, .error, level: area.level, areas: [area.label],
      message: Text(
        "the geometry of \(name.english) is not valid: \(reason.english)",
        zh: "\(name.chinese) 的几何无效：\(reason.chinese)"))
    let finite = area.geometry.polygons.filter { $0.exterior.points.allSatisfy(\.isFinite) }
    let middle = finite.isEmpty ? nil : MultiPolygon(finite).box.center
    finding.place = (place ?? middle).flatMap(measure.base)
    finding.ordinals = [ordinal]
    return finding
  }

  private func parts(_ ordinal: Int, isSound: Bool, _ measure: FaceMeasure) -> [Finding] {
    let area = subject.areas[ordinal]
    var findings: [Finding] = []
    let polygons = area.geometry.polygons.filter { $0.exterior.points.allSatisfy(\.isFinite) }
    for polygon in polygons where isSound {
      if measure.mayBeNarrower(than: limits.sliverWidth, polygon),
        let finding = sliver(ordinal, polygon, isWhole: polygons.count == 1, measure)
      {
        findings.append(finding)
      } else {
        let spikes = measure.spikes(of: polygon, narrowerThan: limits.spikeWidth, notShorterThan: limits.sliverWidth)
        findings += spikes.map { spike(ordinal, $0.measures) }
      }
    }
    let sizes = polygons.count > 1 ? polygons.map { (size: measure.squareMetres(of: $0), polygon: $0) } : []
    if let smallest = sizes.min(by: { $0.size < $1.size }) {
      let name = area.label.text
      let size = Quantity.squareMetres(smallest.size)
      var finding = Finding(
        .multipart, .note, level: area.level, areas: [area.label],
        message: Text(
          "\(name.english) is of \(polygons.count) parts, the smallest of \(size)",
          zh: "\(name.chinese) 由 \(polygons.count) 个部分组成，最小的 \(size)"))
      finding.place = (smallest.polygon.oriented.pointWithin ?? smallest.polygon.box.center).asPlace(measure)
      finding.squareMetres = smallest.size
      finding.pieces = polygons.count
      finding.ordinals = [ordinal]
      findings.append(finding)
    }
    return findings
  }

  private func sliver(_ ordinal: Int, _ polygon: Polygon, isWhole: Bool, _ measure: FaceMeasure) -> Finding? {
    let area = subject.areas[ordinal]
    let oriented = polygon.oriented
    guard let measures = measure.measures(of: oriented, interior: oriented.pointWithin ?? oriented.box.center),
      measures.greatestWidth < limits.sliverWidth
    else { return nil }
    let name = area.label.text
    let size = Quantity.extent(measures)
    var finding = Finding(
      .sliver, .error, level: area.level, areas: [area.label],
      message: isWhole
        ? Text("\(name.english) is a sliver: \(size.english)", zh: "\(name.chinese) 是碎条：\(size.chinese)")
        : Text("a part of \(name.english) is a sliver: \(size.english)", zh: "\(name.chinese) 的一部分是碎条：\(size.chinese)"))
    finding.take(measures)
    finding.ordinals = [ordinal]
    return finding
  }
}

extension GeometryCheck {
  private func spike(_ ordinal: Int, _ measures: FaceMeasure.Measures) -> Finding {
    let area = subject.areas[ordinal]
    let (name, size) = (area.label.text, Quantity.extent(measures))
    var finding = Finding(
      .sliver, .error, level: area.level, areas: [area.label],
      message: Text(
        "a spike sticks out of \(name.english): \(size.english)", zh: "\(name.chinese) 有一处尖刺：\(size.chinese)"))
    finding.take(measures)
    finding.ordinals = [ordinal]
    return finding
  }
}

extension FaceMeasure {
  /// What sticks out of a valid polygon, less than so many metres wide, so many long, and four times as long as wide.
  func spikes(
    of polygon: Polygon, narrowerThan width: Double, notShorterThan length: Double
  ) -> [(spike: Spike, measures: Measures)] {
    guard let first = polygon.exterior.points.first else { return [] }
    return polygon.oriented.spikes(narrowerThan: width, metric: metric(at: first)).compactMap { spike in
      guard let measures = measures(of: spike.outline, interior: spike.outline.exterior.points[1]),
        measures.greatestWidth < width, max(length, measures.greatestWidth * 4) <= spike.length
      else { return nil }
      return (spike, measures)
    }
  }
}

extension Point {
  fileprivate func asPlace(_ measure: FaceMeasure) -> Point? { measure.base(self) }
}

extension Finding {
  mutating func take(_ measures: FaceMeasure.Measures) {
    place = measures.place
    squareMetres = measures.squareMetres
    greatestWidth = measures.greatestWidth
    meanWidth = measures.meanWidth
    length = measures.length
    geometry = MultiPolygon([measures.polygon])
  }
}

extension Polygon {
  /// With the exterior counter-clockwise and the holes clockwise.
  var oriented: Polygon {
    func turned(_ ring: Ring, _ isPositive: Bool) -> Ring {
      (ring.doubledSignedArea > 0) == isPositive ? ring : Ring(ring.points.reversed())
    }
    return Polygon(turned(exterior, true), holes: holes.map { turned($0, false) })
  }
}

/// GEOS's reasons in both languages.
enum FlawWords {
  static func text(_ reason: String) -> Text {
    let known: [(String, String)] = [
      ("Ring Self-intersection", "环自相接触"), ("Self-intersection", "边界自相交"), ("Too few points", "点数不足"),
      ("Ring is not closed", "环未闭合"), ("Hole lies outside shell", "洞在外环之外"), ("Holes are nested", "洞相互嵌套"),
      ("Nested shells", "外环相互嵌套"), ("Duplicate Rings", "环重复"), ("Interior is disconnected", "内部不连通"),
      ("Invalid Coordinate", "坐标无效"),
    ]
    let lower = reason.lowercased()
    let found = known.first { lower.hasPrefix($0.0.lowercased()) }
    return Text(reason, zh: found?.1 ?? reason)
  }
}

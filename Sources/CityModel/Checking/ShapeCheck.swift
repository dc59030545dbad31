import Diagnostics
import SpatialIndexing
import SpatialPrimitives

/// The checks of one geometry: rings, then faces, then shells, each only where what it is made of is sound, in the order of
/// ISO 19107 as val3dity goes through it (Ledoux, "Validation of solids with val3dity", 2018).
struct ShapeCheck {
  typealias Report = (ModelFinding.Kind, Point3?, Text) -> Void
  let geometry: CityGeometry
  let tolerances: ModelTolerances

  func run(_ report: Report) {
    guard geometry.kind.hasSurfaces else { return }
    var soundFaces: [Bool] = []
    for surface in geometry.surfaces.indices {
      var isSound = true
      check(surface) { kind, place, message in
        isSound = false
        report(kind, place, message)
      }
      soundFaces.append(isSound)
    }
    for solid in geometry.solids.indices {
      let shells = geometry.shells(ofSolid: solid).map(geometry.surfaces(ofShell:))
      guard shells.joined().allSatisfy({ soundFaces[$0] }) else {
        for (position, shell) in shells.enumerated() where shell.allSatisfy({ soundFaces[$0] }) {
          _ = closed(shell: shell, isOuter: position == 0, report)
        }
        continue
      }
      var isSound = true
      let sound = shells.enumerated().compactMap { position, shell in
        self.closed(shell: shell, isOuter: position == 0) { kind, place, message in
          isSound = false
          report(kind, place, message)
        }
      }
      if isSound { check(sound, report) }
    }
  }

  // MARK: Rings and faces

  private func check(_ surface: Int, _ report: Report) {
    let rings = geometry.rings(ofSurface: surface).map { geometry.points(ofRing: $0) }
    for ring in rings {
      if let index = ring.indices.first(where: { ring.count > 1 && ring[$0] == ring[($0 + 1) % ring.count] }) {
        report(.repeatedPoint, ring[index], Text("a corner comes twice in a row", zh: "相邻顶点重复"))
        return
      }
      if Set(ring).count < 3 {
        report(.tooFewPoints, ring.first, Text("a ring has fewer than three corners", zh: "环的顶点少于三个"))
        return
      }
    }
    var faces = FaceSet()
    faces.append(rings)
    guard let plane = faces.facePlane(0) else {
      report(.ringSelfIntersection, rings[0].first, Text("a face has no area", zh: "面积为零"))
      return
    }
    let far = rings.joined().map { ($0, plane.distance(to: $0)) }.max { $0.1 < $1.1 }
    if let far, far.1 > tolerances.planarity {
      let metres = (far.1 * 1000).rounded() / 1000
      report(.notPlanar, far.0, Text("a corner lies \(metres) off the plane", zh: "顶点偏离平面 \(metres)"))
    } else if let place = fold(faces, within: far?.1 ?? 0) {
      report(.folded, place, Text("a part of a face is folded up", zh: "面的局部存在折叠"))
    }
    let flat = rings.map { ring in Ring((ring + [ring[0]]).map { plane.seen($0) }) }
    for (ring, seen) in zip(rings, flat) {
      if let index = Self.selfIntersection(seen.points) {
        report(.ringSelfIntersection, ring[index], Text("a ring crosses or touches itself", zh: "环自相交"))
        return
      }
    }
    let outer = MultiPolygon([Polygon(flat[0])])
    var isSound = true
    func note(_ kind: ModelFinding.Kind, _ place: Point3?, _ message: Text) {
      isSound = false
      report(kind, place, message)
    }
    for (number, (ring, seen)) in zip(rings, flat).enumerated().dropFirst() {
      if let twin = rings[..<number].first(where: { Set($0) == Set(ring) }) {
        note(.duplicateRings, twin[0], Text("a face has a ring twice", zh: "面的环重复"))
      } else if let corner = flat[..<number].lazy.compactMap({ Self.crossing($0.points, seen.points) }).first {
        note(.ringsIntersect, ring[corner], Text("rings of a face cross", zh: "面的环相互相交"))
      } else if seen.points.contains(where: { outer.location(of: $0) == .outside }) {
        note(.holeOutside, ring[0], Text("a hole lies outside of its face", zh: "内环位于外环之外"))
      } else if flat[1..<number].contains(where: { Self.isNested($0, seen) || Self.isNested(seen, $0) }) {
        note(.holesNested, ring[0], Text("a hole lies in another one", zh: "内环位于另一内环之中"))
      }
      if Self.isLeftward(seen.points) == Self.isLeftward(flat[0].points) {
        note(.ringOrientation, ring[0], Text("a hole turns the way its face does", zh: "内环与外环方向相同"))
      }
    }
    if isSound, rings.count > 1, let place = Self.closingTouch(flat) {
      let corner = rings.joined().first { plane.seen($0) == place }
      report(.faceInPieces, corner, Text("holes that touch cut a face into pieces", zh: "相接的环将面分割为数块"))
    }
  }

  /// Where a face that is flat as a whole has a part that is tilted by more than val3dity allows, 20°. A part as wide as `snap`
  /// then has a corner farther than a sixth of that off the plane.
  private func fold(_ faces: FaceSet, within deviation: Double) -> Point3? {
    guard deviation > tolerances.snap / 6, let triangles = faces.triangles(ofFace: 0), triangles.isExact else {
      return nil
    }
    return triangles.firstTilted(cosine: 0.9396926, widerThan: tolerances.snap)
  }

  /// A corner in which rings touch that touch each other elsewhere too, by way of others or not: what lies between them is cut
  /// off. Rings and the places where they touch are a graph, in which a circle does that. Exact; O(n²).
  private static func closingTouch(_ rings: [Ring]) -> Point? {
    var ringsAt: [Point: Set<Int>] = [:]
    for (number, ring) in rings.enumerated() {
      for (other, edges) in rings.enumerated() where other != number {
        for corner in ring.points.dropLast() {
          let isOn = zip(edges.points, edges.points.dropFirst()).contains { a, b in
            Box(around: [a, b]).contains(corner) && Orientation.sign(a, b, corner) == 0
          }
          if isOn { ringsAt[corner, default: []].formUnion([number, other]) }
        }
      }
    }
    let places = ringsAt.sorted { ($0.key.x, $0.key.y) < ($1.key.x, $1.key.y) }
    var groups = Groups(rings.count + places.count)
    for (position, (place, touching)) in places.enumerated() {
      for ring in touching.sorted() where !groups.join(rings.count + position, ring) { return place }
    }
    return nil
  }

  private static func isNested(_ outer: Ring, _ inner: Ring) -> Bool {
    let area = MultiPolygon([Polygon(outer)])
    return inner.points.allSatisfy { area.location(of: $0) != .outside }
  }

  /// The corner of `second` whose edge goes through an edge of `first`; to touch is allowed. Exact; O(n²).
  private static func crossing(_ first: [Point], _ second: [Point]) -> Int? {
    second.indices.dropLast().first { index in
      let (a, b) = (second[index], second[index + 1])
      let box = Box(around: [a, b])
      return zip(first, first.dropFirst()).contains { c, d in
        box.intersects(Box(around: [c, d])) && Orientation.sign(a, b, c) * Orientation.sign(a, b, d) < 0
          && Orientation.sign(c, d, a) * Orientation.sign(c, d, b) < 0
      }
    }
  }

  /// The first corner of an edge that meets another one elsewhere than where neighbours join. Exact; O(n²).
  private static func selfIntersection(_ ring: [Point]) -> Int? {
    let count = ring.count - 1
    for first in 0..<count {
      let (a, b) = (ring[first], ring[first + 1])
      let box = Box(around: [a, b])
      var second = first + 1
      while second < count {
        let (c, d) = (ring[second], ring[second + 1])
        defer { second += 1 }
        guard box.intersects(Box(around: [c, d])) else { continue }
        let isNext = second == first + 1
        let isLast = first == 0 && second == count - 1
        if isNext || isLast {
          // Neighbours: one may not turn back over the other.
          let (tip, other, joint) = isNext ? (d, a, b) : (c, b, a)
          let turnsBack = (tip.x - joint.x) * (other.x - joint.x) + (tip.y - joint.y) * (other.y - joint.y) > 0
          if Orientation.sign(other, joint, tip) == 0, turnsBack { return first }
        } else if Orientation.sign(a, b, c) * Orientation.sign(a, b, d) <= 0,
          Orientation.sign(c, d, a) * Orientation.sign(c, d, b) <= 0
        {
          return first
        }
      }
    }
    return nil
  }

  private static func isLeftward(_ ring: [Point]) -> Bool {
    let origin = ring[0]
    return zip(ring, ring.dropFirst()).reduce(0.0) {
      $0 + (($1.0.x - origin.x) * ($1.1.y - origin.y) - ($1.1.x - origin.x) * ($1.0.y - origin.y))
    } > 0
  }
}

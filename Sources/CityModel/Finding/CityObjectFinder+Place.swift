public import Diagnostics
import SpatialIndexing
public import SpatialPrimitives
import SystemFiles

extension CityObjectFinder {
  /// What holds a place, and what is over and under it.
  ///
  /// - Parameters:
  ///   - height: in the heights of the models; without one, `containing` is what the upright line through the place meets.
  ///   - most: of what is over the place, and of what is under it.
  public func at(_ place: Point, height: Double?, most: Int = 20) throws(Fault) -> CityPlace {
    guard let height else {
      let point = try shared(place, 0)
      var answer = CityPlace(containing: [], above: [], below: [])
      var holding: [Int64: FoundObject] = [:]
      try forEachShape(over: point) { stored, shape throws(Fault) in
        if !Self.heights(shape, at: point.inPlane).isEmpty {
          holding[stored.serial] = try self.answer(stored, method: .column)
        }
      }
      try settle(&answer, holding)
      return answer
    }
    return try at(try shared(place, height), most: most)
  }

  /// - Parameter point: in the system of the index.
  func at(_ point: Point3, most: Int) throws(Fault) -> CityPlace {
    var answer = CityPlace(containing: [], above: [], below: [])
    var holding: [Int64: FoundObject] = [:]
    try forEachShape(over: point) { stored, shape throws(Fault) in
      if let method = Self.method(shape, stored.object, point) {
        holding[stored.serial] = try self.answer(stored, method: method)
        return
      }
      guard try matches(stored) else { return }
      let heights = Self.heights(shape, at: point.inPlane)
      if let over = heights.first(where: { $0 > point.z }) {
        answer.above.append(try self.answer(stored, distance: over - point.z))
      }
      if let under = heights.last(where: { $0 < point.z }) {
        answer.below.append(try self.answer(stored, distance: point.z - under))
      }
    }
    try settle(&answer, holding)
    answer.above = Self.nearest(answer.above, most)
    answer.below = Self.nearest(answer.below, most)
    return answer
  }

  /// Calls `body` with every object whose box the upright line through a place meets.
  private func forEachShape(
    over point: Point3, _ body: (StoredCityObject, CityObjectShape) throws(Fault) -> Void
  ) throws(Fault) {
    let column = Box3(
      minX: point.x, minY: point.y, minZ: -.infinity, maxX: point.x, maxY: point.y, maxZ: .infinity)
    for item in try index.tree.items(meeting: column) {
      if let stored = try object(item), let shape = CityObjectShape(stored.object) { try body(stored, shape) }
    }
  }

  /// What holds a place with all that it is a part of, as far as it is asked for, the coarser first.
  func settle(_ answer: inout CityPlace, _ holding: [Int64: FoundObject]) throws(Fault) {
    var holding = holding
    try addWholes(&holding)
    for found in holding.values where try matches(found.stored) { answer.containing.append(found) }
    answer.containing.sort { Self.isCoarser($0.stored, $1.stored) }
  }

  /// What the found objects are parts of, where their own shapes did not say so.
  private func addWholes(_ holding: inout [Int64: FoundObject]) throws(Fault) {
    var open = Array(holding.values.map(\.stored))
    while let part = open.popLast() {
      var wholes: [StoredCityObject] = []
      if let serial = part.parent, holding[serial] == nil, let whole = try reader.object(serial) {
        wholes.append(whole)
      }
      // A door is a part of the rooms on both of its sides.
      if part.object.parents.count > 1 {
        for id in part.object.parents {
          guard let whole = try reader.object(id, ofModel: part.modelID), whole.object.type != "CityObjectGroup" else {
            continue
          }
          wholes.append(whole)
        }
      }
      for whole in wholes where holding[whole.serial] == nil {
        holding[whole.serial] = try answer(whole, method: .part)
        open.append(whole)
      }
    }
  }

  /// How a shape holds a point, if it does. Ground, roads and water are no vessels: the box around them says nothing.
  /// A door or a window also holds what is between its leaf and its frame: who stands in a doorway is at the door. A pipe
  /// holds its bore.
  private static func method(_ shape: CityObjectShape, _ object: CityObject, _ point: Point3) -> FoundObject.Method? {
    guard shape.box.contains(point) else { return nil }
    if shape.isClosed {
      if shape.holds(point) { return .solid }
      if object.fillsOpening { return .envelope }
      return CityObjectTypes.hasHollow(object.type) && shape.surrounds(point) ? .hollow : nil
    }
    return surfaces.contains(object.type) ? nil : .envelope
  }

  private static let surfaces: Set<String> = [
    "TINRelief", "LandUse", "Road", "Railway", "TransportSquare", "Waterway", "WaterBody", "PlantCover",
  ]

  /// Where the upright line through a place meets a shape, ascending: its faces, or the box around points and lines.
  private static func heights(_ shape: CityObjectShape, at place: Point) -> [Double] {
    if shape.faces.count > 0 { return shape.faces.heights(at: place) }
    return shape.box.inPlane.contains(place) ? [shape.box.minZ, shape.box.maxZ] : []
  }

  private static func isCoarser(_ a: StoredCityObject, _ b: StoredCityObject) -> Bool {
    let (rankA, rankB) = (rank(a.object), rank(b.object))
    if rankA != rankB { return rankA < rankB }
    return (a.object.id, a.serial) < (b.object.id, b.serial)
  }

  /// The building before its storeys, these before rooms, rooms before what is in them.
  private static func rank(_ object: CityObject) -> Int {
    switch object.type {
    case "Building", "Bridge", "Tunnel": 0
    case "BuildingPart", "BridgePart", "TunnelPart": 1
    case "BuildingStorey": 2
    case "BuildingUnit": 3
    case "BuildingRoom", "BridgeRoom", "TunnelHollowSpace": 4
    default: 5 + (object.cimLevel ?? 0)
    }
  }

  private static func nearest(_ found: [FoundObject], _ most: Int) -> [FoundObject] {
    Array(
      found.sorted { ($0.distance ?? 0, $0.stored.serial) < ($1.distance ?? 0, $1.stored.serial) }.prefix(most))
  }
}

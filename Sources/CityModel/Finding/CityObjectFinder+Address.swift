public import Diagnostics
import SpatialIndexing
import SpatialPrimitives
import SystemFiles

/// A place in a building as people say it.
public struct IndoorAddress: Sendable, Hashable {
  /// An id, a name, or an address.
  public var building: String
  /// A name, or a number as `StoreyNumber` has it: `4`, `-2`, `B2`, `地下二层`, `首层`. Storeys whose names have none are counted.
  public var floor: String?
  /// A name or a number.
  public var room: String?

  public init(building: String, floor: String? = nil, room: String? = nil) {
    self.building = building
    self.floor = floor
    self.room = room
  }
}

extension CityObjectFinder {
  /// What an address names, with all that it is a part of, and what is over and under a place inside it.
  ///
  /// - Throws: `unknown-building`, `unknown-storey`, `unknown-room` with what there is, `ambiguous-building`,
  ///   `ambiguous-storey`, `ambiguous-room` with the candidates (64).
  public func at(_ address: IndoorAddress, most: Int = 20) throws(Fault) -> CityPlace {
    let named = try AddressSearch(city, reader, model: model, listener: listener).find(address)
    guard let last = named.last else { return CityPlace(containing: [], above: [], below: []) }
    var holding: [Int64: FoundObject] = [:]
    for object in named { holding[object.serial] = try answer(object, method: .address) }
    var answer = CityPlace(containing: [], above: [], below: [])
    if let place = try placeInside(last) {
      let around = try at(place, most: most)
      (answer.above, answer.below) = (around.above, around.below)
    }
    try settle(&answer, holding)
    return answer
  }

  /// A place inside an object: of its own shape, or, where it has none, in the middle of its parts.
  private func placeInside(_ stored: StoredCityObject) throws(Fault) -> Point3? {
    guard let shape = CityObjectShape(stored.object) else {
      let box = try shapes(of: stored.serial).reduce(into: Box3.empty) { $0.formUnion($1.box) }
      return box.isEmpty ? nil : box.center
    }
    let center = shape.box.center
    guard shape.isClosed, shape.faces.location(of: center) != .inside else { return center }
    // An L or a ring: half way up through the shape, on upright lines here and there.
    for step in 1..<64 {
      // Two irrational steps fill the box evenly.
      let (x, y) = (Double(step) * 0.754_877_666, Double(step) * 0.569_840_291)
      let place = Point(
        shape.box.minX + (x - x.rounded(.down)) * (shape.box.maxX - shape.box.minX),
        shape.box.minY + (y - y.rounded(.down)) * (shape.box.maxY - shape.box.minY))
      let heights = shape.faces.heights(at: place)
      for (low, high) in zip(heights, heights.dropFirst()) {
        let point = Point3(place.x, place.y, (low + high) / 2)
        if shape.faces.location(of: point) == .inside { return point }
      }
    }
    return center
  }
}

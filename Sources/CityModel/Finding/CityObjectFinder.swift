public import CityStore
public import Diagnostics
import Projections
import SpatialDatabase
import SpatialIndexing
public import SpatialPrimitives
import SystemFiles

/// A city object that was found by place.
public struct FoundObject: Sendable {
  /// How it was decided that an object holds a place.
  public enum Method: String, Sendable {
    /// Exactly, by a shape that closes.
    case solid
    /// By the box around a shape that does not close.
    case envelope
    /// In the hollow of a shape that closes: a pipe's bore, the inside of a cupboard.
    case hollow
    /// Through something that is a part of it.
    case part
    /// By the upright line through the place, where no height was given.
    case column
    /// By what it is called.
    case address
  }

  /// Without its geometries.
  public var stored: StoredCityObject
  /// Around its shape, in the system in which places are given; empty where it has none of its own.
  public var box: Box3
  /// In metres: to the place, or up or down to it.
  public var distance: Double?
  public var method: Method?
  /// The storey that it is in; `nil` where that is not known.
  public var storey: BuildingStorey?
}

/// What there is at a place.
public struct CityPlace: Sendable {
  /// The coarser first: building, storey, room, component.
  public var containing: [FoundObject]
  /// What the upright line through the place meets over and under it, the nearest first.
  public var above: [FoundObject]
  public var below: [FoundObject]
}

/// Finds city objects by place. One for each thread.
///
/// Coordinates are taken into the metric system that the database keeps for models, in which distances are measured; heights
/// are those of the models. Objects whose place nobody knows are not found.
public final class CityObjectFinder {
  let city: CityDatabase
  let index: CityObjectIndex
  let reader: CityObjectReader
  let toShared: Transformation
  let toGiven: Transformation
  private let given: CoordinateSystem
  private let filter: CityObjectFilter
  private let type: ObjectClass?
  private let storeys: StoreyDirectory
  let model: Int64?
  private let test: ConditionTest?
  let listener: Listener

  /// - Parameters:
  ///   - crs: in which places are given and boxes answered, east before north; `nil` for the geographic base of the
  ///     database's system.
  ///   - filter: which objects are asked for, by model, type, level and condition; an area is not looked at.
  /// - Throws: `no-model`, `unknown-model` (64); `unplaced-models` (65) where nobody knows where any model is.
  public init(
    _ city: CityDatabase, crs: String? = nil, matching filter: CityObjectFilter = CityObjectFilter(),
    listener: Listener = .silent
  ) throws(Fault) {
    self.city = city
    self.filter = filter
    self.listener = listener
    type = filter.type.map(ObjectClass.init)
    storeys = StoreyDirectory(city)
    if try city.cityModels().isEmpty || filter.model != nil {
      model = try city.cityModel(named: filter.model).id
    } else {
      model = nil
    }
    guard let shared = try city.modelSystem() else {
      throw Fault(
        .data, code: "unplaced-models", Text("no city model says where it is", zh: "所有城市模型都没有坐标系"),
        at: Place(city.path),
        hint: Text("import them with --crs, IFC also with --origin", zh: "导入时请用 --crs 指定；IFC 也可用 --origin"))
    }
    if let crs { given = try CoordinateSystem(crs) } else { given = try city.coordinateSystem.geographicBase }
    toShared = try Transformation(from: given, to: shared)
    toGiven = try Transformation(from: shared, to: given)
    reader = try CityObjectReader(city, frame: .shared)
    index = try CityObjectIndex.of(city, listener: listener)
    test = try filter.condition.map { condition throws(Fault) in try ConditionTest(condition, in: city) }
  }

  /// The `most` objects nearest to a place, nearest first: by their shapes, 0 inside what closes.
  ///
  /// - Parameter limit: in metres; nothing farther is found.
  public func near(_ place: Point, height: Double, most: Int, within limit: Double = .infinity) throws(Fault)
    -> [FoundObject]
  {
    let point = try shared(place, height)
    var found: [Int: StoredCityObject] = [:]
    let neighbors = try index.tree.nearest(to: point, most: most, within: limit) { item, boxSquared throws(Fault) in
      guard let stored = try object(item), try matches(stored), let shape = CityObjectShape(stored.object) else {
        return nil
      }
      found[item] = stored
      return max(boxSquared, shape.squaredDistance(to: point))
    }
    var answers: [FoundObject] = []
    for neighbor in neighbors {
      if let stored = found[neighbor.item] { answers.append(try answer(stored, distance: neighbor.distance)) }
    }
    return answers
  }

  /// The objects whose boxes meet a box, borders included, in the order in which they came.
  ///
  /// - Parameter box: in the given system; in the metric one it is the smallest box around its sides.
  public func objects(in box: Box3) throws(Fault) -> [FoundObject] {
    let corners = [
      Point(box.minX, box.minY), Point(box.maxX, box.minY), Point(box.maxX, box.maxY), Point(box.minX, box.maxY),
      Point(box.minX, box.minY),
    ]
    let outline = Box(around: try toShared.transformPath(corners))
    let query = Box3(
      minX: outline.minX, minY: outline.minY, minZ: box.minZ, maxX: outline.maxX, maxY: outline.maxY, maxZ: box.maxZ)
    var answers: [FoundObject] = []
    for item in try index.tree.items(meeting: query) {
      if let stored = try object(item), try matches(stored) { answers.append(try answer(stored)) }
    }
    return answers
  }

  // MARK: What all questions share

  /// - Throws: `outside-crs` (65) for what is no place.
  func shared(_ place: Point, _ height: Double) throws(Fault) -> Point3 {
    guard let point = toShared.transform(place), point.isFinite, height.isFinite else {
      throw Fault(
        .data, code: "outside-crs",
        Text("\(place.x), \(place.y) is no place in \(given.name)", zh: "\(place.x), \(place.y) 不是 \(given.name) 中的位置"),
        hint: Text("give longitude first, or name the system with --crs", zh: "经度在前，或用 --crs 指定坐标系"))
    }
    return Point3(point.x, point.y, height)
  }

  /// The object of an item, with its geometries in the metric system.
  func object(_ item: Int) throws(Fault) -> StoredCityObject? { try reader.object(index.serial(of: item)) }

  func matches(_ stored: StoredCityObject) throws(Fault) -> Bool {
    guard model == nil || stored.modelID == model, type?.holds(stored.object) ?? true,
      filter.cimLevel == nil || stored.object.cimLevel == filter.cimLevel
    else { return false }
    return try test?.holds(stored) ?? true
  }

  /// An object as it is answered.
  func answer(
    _ stored: StoredCityObject, distance: Double? = nil, method: FoundObject.Method? = nil
  ) throws(Fault) -> FoundObject {
    var stored = stored
    let box = stored.object.geometries.reduce(into: Box3.empty) { $0.formUnion($1.box) }
    stored.object.geometries = []
    var around = Box3.empty
    if !box.isEmpty {
      let corners = [(box.minX, box.minY), (box.maxX, box.minY), (box.maxX, box.maxY), (box.minX, box.maxY)]
      let images = corners.compactMap { toGiven.transform(Point($0.0, $0.1)) }
      for image in images {
        around.extend(to: Point3(image.x, image.y, box.minZ))
        around.extend(to: Point3(image.x, image.y, box.maxZ))
      }
    }
    return FoundObject(
      stored: stored, box: around, distance: distance, method: method, storey: try storeys.storey(of: stored))
  }
}

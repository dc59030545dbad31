import CityStore
public import Diagnostics
public import GridCodes
import Projections
import SpatialIndexing
import SpatialPrimitives
import SystemFiles

/// Which cells of a grid location code an object is covered with.
public struct CellCoverRequest: Sendable, Hashable {
  public var system: GridSystem
  public var level: Int
  /// Cells in space, not in the plane.
  public var inSpace = false
  /// Metres to be added to the heights of the models, so that they are above the ellipsoid.
  public var heightOffset = 0.0
  /// More cells than this are refused.
  public var most = 100_000

  public init(_ system: GridSystem, level: Int) {
    self.system = system
    self.level = level
  }
}

extension CityObjectFinder {
  /// The codes of all cells that the shape of an object meets, inside where it closes; of one without a shape, those of its
  /// parts. In the plane the shape is seen from above. A cell that the shape only touches is one of them.
  ///
  /// - Returns: row by row from the south, in each from the west, in each place from below.
  /// - Throws: `outside-grid`, `too-many-cells` (65).
  /// - Complexity: the cells of its box × the faces of the shape.
  public func cells(covering stored: StoredCityObject, _ request: CellCoverRequest) throws(Fault) -> [String] {
    let shapes = try shapes(of: stored.serial)
    let box = shapes.reduce(into: Box3.empty) { $0.formUnion($1.box) }
    guard !box.isEmpty, let shared = try city.modelSystem() else { return [] }
    let degrees = try CoordinateSystem.cgcs2000()
    let outward = try Transformation(from: shared, to: degrees)
    let inward = try Transformation(from: degrees, to: shared)
    let outline = Box(
      around: try outward.transformPath([
        Point(box.minX, box.minY), Point(box.maxX, box.minY), Point(box.maxX, box.maxY), Point(box.minX, box.maxY),
        Point(box.minX, box.minY),
      ]))
    func angle(_ degrees: Double) throws(Fault) -> GridAngle {
      guard let angle = GridAngle(degrees: degrees) else {
        throw Fault(.data, code: "outside-grid", Text("the object is nowhere on the earth", zh: "对象不在地球上"))
      }
      return angle
    }
    let plane = try request.system.cover(
      west: angle(outline.minX), south: angle(outline.minY), east: angle(outline.maxX), north: angle(outline.maxY),
      level: request.level, most: request.most)
    var codes: [String] = []
    for code in plane {
      guard case .cell(_, let cell)? = try CodeReading.all(of: code).first else { continue }
      let ground = [
        Point(cell.west, cell.south), Point(cell.east, cell.south), Point(cell.east, cell.north),
        Point(cell.west, cell.north),
      ].compactMap { inward.transform($0) }
      guard ground.count == 4 else { continue }
      func meets(_ bottom: Double, _ top: Double) -> Bool {
        let prism = CityObjectShape.prism(ground, from: bottom, to: top)
        return shapes.contains { $0.box.intersects(prism.box) && prism.squaredDistance(to: $0) == 0 }
      }
      // Beyond the shape on both sides, so that nothing lies in the prism's floor or roof.
      guard meets(box.minZ - 1, box.maxZ + 1) else { continue }
      guard request.inSpace else {
        codes.append(code)
        continue
      }
      let middle = (try angle((cell.west + cell.east) / 2), try angle((cell.south + cell.north) / 2))
      var height = box.minZ + request.heightOffset
      while height <= box.maxZ + request.heightOffset {
        let code = try request.system.code(lon: middle.0, lat: middle.1, height: height, level: request.level)
        guard case .cell(_, let cell)? = try CodeReading.all(of: code).first, let layer = cell.layer else { break }
        if meets(layer.bottom - request.heightOffset, layer.top - request.heightOffset) { codes.append(code) }
        guard codes.count <= request.most else {
          throw Fault(
            .data, code: "too-many-cells",
            Text("the object needs more than \(request.most) cells", zh: "对象需要超过 \(request.most) 个网格"),
            hint: Text("a coarser level needs fewer", zh: "请选用更粗的层级"))
        }
        // Into the next layer, by more than rounding.
        height = layer.top + (layer.top - layer.bottom) * 1e-6
      }
    }
    return codes
  }

  /// The shape of an object; without one, those of its parts.
  func shapes(of serial: Int64) throws(Fault) -> [CityObjectShape] {
    if let own = try reader.object(serial), let shape = CityObjectShape(own.object) { return [shape] }
    var shapes: [CityObjectShape] = []
    for part in try AddressSearch.parts(of: serial, in: city) {
      if let part = try reader.object(part), let shape = CityObjectShape(part.object) { shapes.append(shape) }
    }
    return shapes
  }

  /// The objects whose boxes meet a cell: of a code in the plane at any height. Its layers are above the ellipsoid.
  ///
  /// The finder must take places in CGCS2000.
  ///
  /// - Parameter heightOffset: metres to be added to the heights of the models, so that they are above the ellipsoid.
  public func objects(in cell: GridCell, heightOffset: Double = 0) throws(Fault) -> [FoundObject] {
    try objects(
      in: Box3(
        minX: cell.west, minY: cell.south, minZ: cell.layer.map { $0.bottom - heightOffset } ?? -1e9, maxX: cell.east,
        maxY: cell.north, maxZ: cell.layer.map { $0.top - heightOffset } ?? 1e9))
  }
}

extension CityObjectShape {
  /// The body over a polygon whose corners go round counter-clockwise.
  static func prism(_ ground: [Point], from bottom: Double, to top: Double) -> CityObjectShape {
    let count = ground.count
    let points = ground.map { Point3($0.x, $0.y, bottom) } + ground.map { Point3($0.x, $0.y, top) }
    var faces = [Array((0..<count).reversed()), Array(count..<2 * count)]
    for side in 0..<count {
      let next = (side + 1) % count
      faces.append([side, next, next + count, side + count])
    }
    var geometry = CityGeometry(.solid, points: points)
    for face in faces {
      geometry.indices += face.map(Int32.init)
      geometry.rings.append(Int32(geometry.indices.count))
      geometry.surfaces.append(Int32(geometry.rings.count))
    }
    geometry.shells = [Int32(faces.count)]
    geometry.solids = [1]
    return CityObjectShape(geometry)
  }
}

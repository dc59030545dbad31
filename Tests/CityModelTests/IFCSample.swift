import CityModel
import CityStore
import Diagnostics
import Foundation
import JSONWriting
import SpatialFormats
import SpatialPrimitives
import SystemFiles
import TestSupport

/// IFC files to import, and what IfcOpenShell itself says of them.
enum IFCSample {
  /// Whether IFC can be read here; tests of it are skipped where not.
  static let isReadable = ModelFormatHealth.ifc(options).verdict == .good

  static var options: IFCOptions {
    var options = IFCOptions()
    options.tools = SharedData.repository.appendingPathComponent("tools").path
    return options
  }

  /// The files of the shared data, the smallest first, and how long they take.
  static let shared: [String] = isReadable ? SharedData.files(in: "ifc", endings: [".ifc"]) : []

  /// Our own: millimetres, and no word about where it is.
  static let pavilion = SharedData.geodata("pavilion.ifc")

  /// Imports a file with its origin at a place of EPSG:4547, turned by some degrees.
  static func importModel(
    _ path: String, into folder: ModelFolder, at origin: Point? = Point(400_000, 2_500_000), height: Double? = 10,
    rotation: Double? = 30, crs: String? = "EPSG:4547", python: String? = nil, listener: Listener = .silent
  ) throws -> ModelImportReport {
    var request = ModelImportRequest(file: path)
    request.name = "model"
    request.force = true
    request.threads = 2
    request.ifc = options
    (request.ifc.origin, request.ifc.height, request.ifc.rotation, request.crs) = (origin, height, rotation, crs)
    request.ifc.python = python
    return try CityDatabase.importModel(request, at: folder.database, listener: listener)
  }

  struct Oracle {
    /// How many instances there are of each class of products.
    var counts: [String: Int] = [:]
    /// Boxes by GlobalId, in EPSG:4547 as `importModel` places them.
    var boxes: [String: Box3] = [:]
  }

  /// Counts by `by_type`, and boxes by another way through the library: product by product, in each product's own
  /// coordinates, moved by its matrix and then by hand.
  static func oracle(_ path: String) throws -> Oracle {
    let script = """
      import json, math, sys
      import ifcopenshell, ifcopenshell.geom
      file = ifcopenshell.open(sys.argv[1])
      settings = ifcopenshell.geom.settings()
      settings.set("weld-vertices", False)
      c, s = math.cos(math.radians(30)), math.sin(math.radians(30))
      boxes, counts = {}, {}
      for product in file.by_type("IfcProduct"):
          counts[product.is_a()] = counts.get(product.is_a(), 0) + 1
          if product.is_a("IfcFeatureElement") or not product.Representation: continue
          try: shape = ifcopenshell.geom.create_shape(settings, product)
          except RuntimeError: continue
          v, m = shape.geometry.verts, shape.transformation.matrix
          if not shape.geometry.faces: continue
          places = []
          for i in range(0, len(v), 3):
              x, y, z = (m[r] * v[i] + m[4 + r] * v[i + 1] + m[8 + r] * v[i + 2] + m[12 + r] for r in range(3))
              places.append((400000 + c * x - s * y, 2500000 + s * x + c * y, z + 10))
          low, high = zip(*((min(a), max(a)) for a in zip(*places)))
          boxes[product.GlobalId] = low + high
      print(json.dumps({"counts": counts, "boxes": boxes}))
      """
    let tools = SharedData.repository.appendingPathComponent("tools/ifc/environment/bin/python3").path
    let python =
      Environment.value("ONEGRID_PYTHON")
      ?? (FileManager.default.fileExists(atPath: tools) ? tools : ChildProcess.find("python3") ?? "python3")
    let run = try ChildProcess.run([python, "-c", script, path])
    guard case .object(let members) = try JSONValue.parse(Array(run.output.utf8)) else { return Oracle() }
    var oracle = Oracle()
    for member in members {
      guard case .object(let entries) = member.value else { continue }
      for entry in entries {
        switch entry.value {
        case .integer(let count): oracle.counts[entry.key] = Int(count)
        case .array(let sides):
          let n = sides.map(\.real)
          oracle.boxes[entry.key] = Box3(minX: n[0], minY: n[1], minZ: n[2], maxX: n[3], maxY: n[4], maxZ: n[5])
        default: break
        }
      }
    }
    return oracle
  }
}

extension JSONValue {
  fileprivate var real: Double {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .raw(let text): Double(text) ?? .nan
    default: .nan
    }
  }
}

extension Box3 {
  /// The greatest distance between sides of the same name.
  func difference(from other: Box3) -> Double {
    let pairs = [
      (minX, other.minX), (minY, other.minY), (minZ, other.minZ), (maxX, other.maxX), (maxY, other.maxY),
      (maxZ, other.maxZ),
    ]
    return pairs.map { abs($0 - $1) }.max() ?? 0
  }
}

import CivilTime
public import Diagnostics
import SpatialFormats
public import SpatialPrimitives

/// What a file of city objects holds: each of its objects read with its geometries, and nothing kept of them.
public struct ModelSurvey: Sendable {
  /// `CityJSON`, `CityJSONSeq`, `CityGML`.
  public var format: String
  public var version: String
  /// What the file says of its coordinate system; `nil` where it says nothing.
  public var referenceSystem: String?
  /// How many objects there are of each type.
  public private(set) var types: [String: Int] = [:]
  /// How many cannot be read.
  public private(set) var rejected = 0
  public private(set) var vertices = 0
  public private(set) var surfaces = 0
  /// In the coordinates of the file.
  public private(set) var extent = Box3.empty

  /// Reads CityJSON, a CityJSON sequence or CityGML, in bounded memory.
  ///
  /// - Throws: what opening and reading the file throws; see `CityDatabase.importModel`.
  public init(of path: String, threads: Int = 1, listener: Listener = .silent) throws(Fault) {
    let source = try CityModelFile.open(path, threads: threads, listener: listener)
    let head = source.head
    format = source.format
    version = head.version
    referenceSystem = head.referenceSystem
    while let features = try source.next({ () throws(Fault) in
      try ObjectPreparation(head, metresPerUnit: nil, assuming: .china)
    }) {
      for feature in features {
        rejected += feature.rejects.count
        for object in feature.objects {
          types[object.type, default: 0] += 1
          vertices += object.vertexCount
          surfaces += object.surfaceCount
          extent.formUnion(object.box)
        }
      }
    }
  }
}

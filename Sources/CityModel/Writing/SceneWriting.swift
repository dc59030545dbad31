import CityStore
import Diagnostics
import JSONWriting
import Projections
import SpatialPrimitives
import SystemFiles

/// Writes one model for viewers: as one glTF file, or as 3D Tiles.
struct SceneWriting {
  private let export: ModelExport
  private let tiles: ObjectTiles
  private let extent: Box3

  init(_ export: ModelExport) throws(Fault) {
    self.export = export
    let (city, model) = (export.city, export.model)
    extent = try city.extent(ofModel: model.id)
    let system = try model.crs.map { text throws(Fault) in try CoordinateSystem(text) }
    tiles = try ObjectTiles(of: model, metresPerUnit: system?.metresPerUnit ?? 1, city.connection)
  }

  // MARK: glTF

  /// - Returns: how many objects it shows.
  func writeFile(isBinary: Bool) throws(Fault) -> Int {
    let frame = try SceneFrame(inPlane: export.model, extent: extent)
    var document = GLTFDocument()
    document.extras = [
      .init(key: "crs", value: JSONValue(frame.crs)),
      .init(key: "origin", value: .array([frame.origin.x, frame.origin.y, frame.origin.z].map(JSONValue.number))),
    ]
    var count = 0
    let reader = try CityObjectReader(export.city, frame: .own, meanings: true)
    for tile in tiles.tiles {
      let mesh = try mesh(of: tile, frame, reader)
      document.add(mesh)
      count += mesh.objects.count
      export.progress(count)
    }
    let bytes = try isBinary ? document.binary() : Array(document.text.utf8)
    try OutputFile.write(bytes, to: export.request.path, force: export.request.force)
    return count
  }

  private func mesh(
    of tile: ObjectTiles.Tile, _ frame: SceneFrame, _ reader: CityObjectReader
  ) throws(Fault) -> ObjectMesh {
    var mesh = ObjectMesh()
    for serial in tile.objects {
      guard let stored = try reader.object(serial) else { continue }
      _ = mesh.add(stored, place: frame.place)
    }
    return mesh
  }

  // MARK: 3D Tiles

  /// What a tile became.
  private struct Written {
    var json: JSONValue
    /// Around it and its children, in the frame.
    var box: Box3
  }

  /// Writes `tileset.json` and, in the folder `tiles` beside it, a GLB for each tile (OGC 3D Tiles 1.1, 22-025r4). The tileset
  /// appears last.
  ///
  /// - Parameter folder: is made where there is none.
  /// - Returns: how many objects are shown.
  func writeTiles(in folder: String) throws(Fault) -> Int {
    let frame = try SceneFrame(onEarth: export.model, extent: extent)
    try OutputFolder.prepare(folder, for: ["tileset.json", "tiles"], force: export.request.force)
    try OutputFolder.prepare(folder + "/tiles", for: [], force: export.request.force)
    let reader = try CityObjectReader(export.city, frame: .own, meanings: true)
    var count = 0
    // Children come after their parents: backwards, each is there when its parent asks for it.
    var written: [Int: Written] = [:]
    for number in tiles.tiles.indices.reversed() {
      let tile = tiles.tiles[number]
      let mesh = try mesh(of: tile, frame, reader)
      let children = tile.children.compactMap { written.removeValue(forKey: $0) }
      guard !mesh.objects.isEmpty || !children.isEmpty else { continue }
      var box = mesh.box
      for child in children { box.formUnion(child.box) }
      var members: [JSONValue.Member] = [
        .init(key: "boundingVolume", value: ["box": SceneWriting.volume(box)]),
        .init(key: "geometricError", value: .number(children.isEmpty ? 0 : tile.geometricError)),
        .init(key: "refine", value: "ADD"),
      ]
      if !mesh.objects.isEmpty {
        let uri = "tiles/\(number).glb"
        try write(mesh, to: folder + "/" + uri)
        members.append(.init(key: "content", value: ["uri": .string(uri)]))
      }
      if !children.isEmpty { members.append(.init(key: "children", value: .array(children.map(\.json)))) }
      if number == 0, let matrix = frame.matrix {
        members.append(.init(key: "transform", value: .array(matrix.map(JSONValue.number))))
      }
      written[number] = Written(json: .object(members), box: box)
      count += mesh.objects.count
      export.progress(count)
    }
    guard let root = written[0] else {
      throw Fault(
        .data, code: "nothing-to-show", Text("no object of the model has a shape", zh: "模型中没有带几何的对象"))
    }
    let tileset: JSONValue = [
      "asset": ["version": "1.1"], "geometricError": .number(max(tiles.largest, tiles.tiles[0].geometricError)),
      "root": root.json,
    ]
    var file = try OutputFile(path: folder + "/tileset.json", force: true)
    try file.write(tileset.text + "\n")
    try file.commit()
    return count
  }

  private func write(_ mesh: ObjectMesh, to path: String) throws(Fault) {
    var document = GLTFDocument()
    document.add(mesh)
    try OutputFile.write(document.binary(), to: path, force: true)
  }

  /// The middle of a box and its three half axes.
  private static func volume(_ box: Box3) -> JSONValue {
    let middle = box.center
    let half = Point3((box.maxX - box.minX) / 2, (box.maxY - box.minY) / 2, (box.maxZ - box.minZ) / 2)
    return .array(
      [middle.x, middle.y, middle.z, half.x, 0, 0, 0, half.y, 0, 0, 0, half.z].map(JSONValue.number))
  }
}

extension OutputFile {
  /// Writes a file at once.
  /// - Parameter force: in the place of one that is there.
  fileprivate static func write(_ bytes: [UInt8], to path: String, force: Bool) throws(Fault) {
    var file = try OutputFile(path: path, force: force)
    var fault: Fault?
    unsafe bytes.withUnsafeBytes { bytes in
      do throws(Fault) { try unsafe file.write(bytes) } catch { fault = error }
    }
    if let fault { throw fault }
    try file.commit()
  }
}

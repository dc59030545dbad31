public import AreaIndex
public import CityStore
public import Diagnostics
import SpatialPrimitives
import SystemFiles

extension CheckSubject {
  /// A boundary file as it was drawn, in its own coordinate system.
  ///
  /// - Parameters:
  ///   - level: of the areas, if it is known.
  ///   - request: how to read the file; its level only says by which names fields may be known.
  public init(file: String, level: Level? = nil, request: ImportRequest? = nil, listener: Listener = .silent)
    throws(Fault)
  {
    let drawing = try BoundaryDrawing(
      reading: file, request: request ?? ImportRequest(files: [file], level: level ?? .grid), knowsLevel: level != nil,
      listener: listener)
    self.init(
      areas: drawing.rows.map { row in
        Area(
          level: level, code: row.code, name: row.name, row: row.row, geometry: row.geometry, problem: row.problem)
      }, coordinateSystem: drawing.coordinateSystem, hasParents: false,
      title: Text(verbatim: FileFacts.name(of: file)))
  }

  /// An edition with all its levels. Levels that its scheme lacks above its own come from `unified`; they are not
  /// checked themselves.
  public init(edition: Edition, in city: CityDatabase, listener: Listener = .silent) throws(Fault) {
    var areas: [Area] = []
    var links: [(id: Int64?, code: String?)] = []
    var ordinals: [Int64: Int] = [:]
    var ownLevels: Set<Level> = []
    for (level, source) in try city.editionsByLevel(of: edition) {
      if source.id == edition.id { ownLevels.insert(level) }
      try city.forEachArea(in: source, level: level) { (record) throws(Fault) in
        ordinals[record.id] = areas.count
        links.append((record.parentID, record.parentCode))
        areas.append(
          Area(
            level: level, code: record.code, name: record.name, geometry: record.geometry,
            problem: record.geometry.isEmpty ? Text("there is none", zh: "没有几何") : nil))
        if areas.count.isMultiple(of: 1024) {
          listener.progress(
            ProgressReport(stage: Text("reading areas", zh: "读取区域"), done: areas.count, total: nil, unit: "areas"))
        }
      }
    }
    guard !areas.isEmpty else {
      throw Fault(
        .data, code: "no-areas", Text("edition \(edition.id) has no areas", zh: "版本 \(edition.id) 没有任何区域"),
        at: Place(city.path), hint: Text("import boundaries first", zh: "请先导入边界"))
    }
    let byCode = Dictionary(grouping: areas.indices) { areas[$0].code }
    for (ordinal, link) in links.enumerated() {
      if let parent = link.id.flatMap({ ordinals[$0] }) {
        areas[ordinal].parent = parent
      } else if let code = link.code, let level = areas[ordinal].level {
        // One in another edition goes by its code, at the nearest level above where one area bears it.
        let above = (byCode[code] ?? []).filter { areas[$0].level.map { $0 < level } ?? false }
        let nearest = above.compactMap { areas[$0].level }.max()
        let fitting = above.filter { areas[$0].level == nearest }
        if fitting.count == 1 { areas[ordinal].parent = fitting[0] }
      }
    }
    self.init(
      areas: areas, coordinateSystem: city.coordinateSystem, hasParents: true, editionID: edition.id,
      title: Text("edition \(edition.id) of \(edition.scheme)", zh: "\(edition.scheme) 版本 \(edition.id)"))
    self.ownLevels = ownLevels
  }
}

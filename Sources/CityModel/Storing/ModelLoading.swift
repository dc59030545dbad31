import CityStore
import CivilTime
import Diagnostics
import GEOSOperations
import Projections
import SpatialDatabase
import SpatialPrimitives
import SystemFiles

/// One import: the objects of a source go into the database, those that cannot into the rejects file.
/// To be used within one transaction.
final class ModelLoading {
  private let source: any CityModelSource
  private let location: ModelLocation
  private let request: ModelImportRequest
  private let digest: String
  private let city: CityDatabase
  private let listener: Listener
  private let rejectsPath: String

  init(
    _ source: any CityModelSource, _ location: ModelLocation, _ request: ModelImportRequest, _ digest: String,
    into city: CityDatabase, listener: Listener
  ) throws(Fault) {
    self.source = source
    self.location = location
    self.request = request
    self.digest = digest
    self.city = city
    self.listener = listener
    rejectsPath =
      request.rejectsPath
      ?? FileFacts.folder(of: city.path) + "/" + FileFacts.name(of: request.file) + ".rejects.csv"
  }

  func run(_ now: Instant) throws(Fault) -> ModelImportReport {
    let connection = city.connection
    let name = request.name ?? ModelLoading.name(of: request.file)
    let others = Int(
      try connection.integer("SELECT total(objects) FROM city_models WHERE name <> ?", [.text(name)]) ?? 0)
    // Indexes and trees are built faster behind many rows than kept up row by row.
    let isBulk = source.size / 1000 > others / 4
    let triggers = isBulk ? try CityObjectTable.dropIndexes(in: connection) : []
    try connection.run("DELETE FROM city_models WHERE name = ?", [.text(name)])
    let isReplacement = connection.changedRows > 0
    let model = try insertModel(name, now)
    let writer = try CityObjectWriter(city, model: model, system: location.system)
    var rejects = ObjectRejects(rejectsPath, force: request.force)
    try load(writer, &rejects)
    if isBulk { try CityObjectTable.buildIndexes(in: connection) }
    if writer.hasParents {
      for rejected in try ObjectLinks(connection, model: model).settle() { try rejects.add(rejected) }
    }
    if isBulk {
      try ObjectTrees.fill(in: connection, threads: request.threads)
      for trigger in triggers { try connection.execute(trigger) }
    }
    let objects = Int(
      try connection.integer(
        "SELECT count(*) FROM city_objects WHERE model_id = ?", [.integer(model)]) ?? 0)
    try connection.run(
      "UPDATE city_models SET objects = ?, rejected = ? WHERE id = ?",
      [SQLValue(objects), SQLValue(rejects.count), .integer(model)])
    try settleModelSystem(writer.extent)
    let path = rejects.count > 0 ? rejectsPath : nil
    try rejects.finish()
    return ModelImportReport(
      model: try city.cityModel(named: name), types: try city.cityObjectTypes(ofModel: model),
      isReplacement: isReplacement, rejectsPath: path)
  }

  /// Stores what the source has. What comes next is read, and prepared, while what came before is written.
  private func load(_ writer: CityObjectWriter, _ rejects: inout ObjectRejects) throws(Fault) {
    var features = try next()
    while let present = features {
      nonisolated(unsafe) let (loading, writing) = (self, writer)
      let results = Workers.map(2, threads: request.threads) { job in
        Result { () throws(Fault) -> Step in
          job == 0 ? .read(try unsafe loading.next()) : .written(try unsafe writing.write(present))
        }
      }
      features = nil
      for result in results {
        switch try result.get() {
        case .read(let following): features = following
        case .written(let rejected): for rejected in rejected { try rejects.add(rejected) }
        }
      }
      listener.progress(
        ProgressReport(
          stage: Text("importing city objects", zh: "导入城市对象"), done: source.position, total: source.size, unit: "bytes")
      )
    }
  }

  private enum Step: Sendable {
    case read([CityFeature]?)
    case written([RejectedObject])
  }

  private func next() throws(Fault) -> [CityFeature]? {
    let (head, offset) = (source.head, city.settings.utcOffset)
    let metresPerUnit = location.system?.metresPerUnit
    return try source.next { () throws(Fault) in
      try ObjectPreparation(head, metresPerUnit: metresPerUnit, assuming: offset)
    }
  }

  /// `tower.city.json` gives `tower`.
  private static func name(of path: String) -> String {
    var name = FileFacts.name(of: path)
    for _ in 0..<2 {
      let endings = ["json", "jsonl", "city", "geojson", "gml", "xml", "ifc", "ifczip"]
      guard endings.contains(FileFacts.fileExtension(of: name)) else { break }
      name = FileFacts.withoutExtension(name)
    }
    return name
  }

  private func insertModel(_ name: String, _ now: Instant) throws(Fault) -> Int64 {
    let numbers = source.head.transform?.numbers.map(SQLValue.real) ?? Array(repeating: .null, count: 6)
    try city.connection.run(
      """
      INSERT INTO city_models (name, format, version, crs, reference_system, head, file, sha256, imported_at, user,
        program, libraries, scale_x, scale_y, scale_z, translate_x, translate_y, translate_z)
      VALUES (\(Array(repeating: "?", count: 18).joined(separator: ", ")))
      """,
      [
        .text(name), .text(source.format), .text(source.head.version), SQLValue(location.system?.identifier),
        SQLValue(location.reference), SQLValue(source.head.members), .text(request.file), .text(digest),
        .integer(now.milliseconds), SQLValue(Environment.value("USER") ?? Environment.value("LOGNAME")),
        .text(request.program), .text(ModelLoading.libraries),
      ] + numbers)
    return city.connection.lastInsertedRow
  }

  private static let libraries = """
    GEOS \(GEOSContext.version), PROJ \(ProjectionLibrary.version), SQLite \(LibraryVersions.sqlite), \
    SpatiaLite \(LibraryVersions.spatiaLite)
    """

  /// Chooses the metric system of the model's index, where none was: that of the first model which has one, else the
  /// zone that it lies in. Says what is odd about where the model is.
  private func settleModelSystem(_ extent: Box3) throws(Fault) {
    guard let system = location.system, !extent.isEmpty else { return }
    let plane = extent.inPlane
    let corners = [Point(plane.minX, plane.minY), Point(plane.maxX, plane.maxY)]
    let problems = Plausibility.problems(extent: plane, samples: corners, in: system).map {
      Notice(.warning, code: $0.code, $0.what, at: Place(request.file))
    }
    problems.prefix(1).forEach(listener.notice)
    guard problems.isEmpty else { return }
    if try city.connection.text("SELECT value FROM settings WHERE key = 'model_crs'") != nil { return }
    guard let chosen = try ModelSystem.metric(for: system, around: plane.center) else { return }
    try city.connection.run("INSERT INTO settings (key, value) VALUES ('model_crs', ?)", [.text(chosen)])
    listener.notice(
      Notice(
        .note, code: "model-crs-chosen",
        Text("the model's index is in \(chosen)", zh: "城市模型索引采用 \(chosen)"), at: Place(city.path)))
  }
}

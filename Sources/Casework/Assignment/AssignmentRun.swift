public import AreaIndex
public import CityStore
import CivilTime
public import Diagnostics
package import JSONWriting
import Projections
import SpatialFormats
import SystemFiles

/// One run over a stream of events: each is assigned to the areas of every level, and written out with them.
///
/// ```swift
/// var run = AssignmentRun(events: "events.csv")
/// run.output = "assigned.csv"
/// let summary = try run.run(in: city)
/// print(summary.assigned, summary.outside, summary.rejected)
/// ```
///
/// The output is the same, byte for byte, whatever the number of threads, and whether the events come from a file or
/// through a pipe.
public struct AssignmentRun: Sendable {
  /// Which columns of the input stand in the output.
  public enum Columns: Sendable, Hashable {
    case all, none
    case some([String])
  }

  public enum Form: String, Sendable, CaseIterable {
    case csv, geojson
  }

  /// What `--save` asks for.
  public struct Saving: Sendable, Hashable {
    /// The column with the id; `nil`: found by name, else ids are made from the edition and the row.
    public var id: String?
    /// Whether a case that is stored already is changed, instead of the row being rejected.
    public var updates = false

    public init() {}
  }

  /// The events: a file, or `-` for standard input.
  public var events: String
  /// `-` is standard output; `nil` writes no rows.
  public var output: String? = "-"
  /// `nil`: by the name of the output, else as the input is.
  public var form: Form?
  /// `nil`: `OUTPUT.rejects.csv`.
  public var rejects: String?
  /// Replaces existing files.
  public var force = false
  public var longitudeColumn: String?
  public var latitudeColumn: String?
  /// The reference system of the events; `nil`: what the file says, else the geographic base of the city's own.
  public var crs: String?
  /// `nil`: found out from the bytes.
  public var encoding: String?
  /// `nil`: every level that has areas.
  public var levels: [Level]?
  /// A boundary file to assign to, without a database; nothing can be stored then, and no edition chosen.
  public var areas: AreaFile?
  public var editions = EditionSelector()
  /// The column with the time at which each event happened: it is assigned to the areas in force then.
  public var asOfField: String?
  /// An event in no area is taken to the nearest one within so many metres.
  public var snap: Double?
  /// An event so near to the border of its area, in metres, is marked with the other area.
  public var doubtful: Double?
  public var explains = false
  public var columns = Columns.all
  public var hasNames = true
  /// Stands before the names of the added columns.
  public var prefix = ""
  /// Where the summary is written as JSON.
  public var summaryPath: String?
  /// Stores the events as cases, outside ones too.
  public var saving: Saving?
  public var threads = 1
  /// Whether every byte of an index file is verified, however few events there are.
  private var verifiesWhole = false

  public init(events: String) { self.events = events }

  /// Runs it.
  ///
  /// - Parameter city: opened for writing where the events are to be stored.
  /// - Throws: faults of the input (65, 66), of columns and levels that are not there, of outputs that cannot be made
  ///   (73). Nothing is written then.
  public func run(in city: CityDatabase, listener: Listener = .silent) throws(Fault) -> AssignmentSummary {
    if saving == nil { return try run(on: .city(city), listener) }
    return try city.transaction { () throws(Fault) in try run(on: .city(city), listener) }
  }

  /// Runs it against the boundary file `areas`.
  ///
  /// - Throws: as `run(in:)`, and what makes the boundary file unusable (65, 66).
  public func run(on areas: AreaFile, listener: Listener = .silent) throws(Fault) -> AssignmentSummary {
    var run = self
    run.areas = areas
    run.saving = nil
    return try run.run(on: .file(areas), listener)
  }

  private func run(on ground: AssignmentGround, _ listener: Listener) throws(Fault) -> AssignmentSummary {
    do throws(Fault) { return try runOnce(on: ground, listener) } catch {
      // What few events needed of the index file is damaged, and nothing has been written: once more, with an index that is
      // verified as a whole, and so made anew.
      guard error.code == "index-damaged", !verifiesWhole else { throw error }
      var again = self
      again.verifiesWhole = true
      return try again.runOnce(on: ground, listener)
    }
  }

  private func runOnce(on ground: AssignmentGround, _ listener: Listener) throws(Fault) -> AssignmentSummary {
    let clock = ContinuousClock()
    let begun = clock.now
    let reader = try EventFile.open(
      events, encoding: encoding, needsColumns: needsColumns, columns: onlyColumns, threads: threads,
      listener: listener)
    var summary = try assign(reader, on: ground, listener)
    summary.seconds = Double((clock.now - begun) / .milliseconds(1)) / 1000
    if let summaryPath {
      var file = try OutputFile(path: summaryPath, force: true)
      try file.write(summary.json.text + "\n")
      try file.commit()
    }
    return summary
  }

  private func assign(
    _ reader: any EventReader, on ground: AssignmentGround, _ listener: Listener
  ) throws(Fault) -> AssignmentSummary {
    let job = try job(for: reader, on: ground, listener)
    guard let output, Spreadsheet.isMeant(by: output) else {
      return try assign(reader, job, to: output, on: ground, listener)
    }
    let spreadsheet = try Spreadsheet(output, force: force)
    let summary = try assign(reader, job, to: spreadsheet.textPath, on: ground, listener)
    try spreadsheet.convert()
    return summary
  }

  private func assign(
    _ reader: any EventReader, _ job: AssignmentJob, to target: String?, on ground: AssignmentGround,
    _ listener: Listener
  ) throws(Fault) -> AssignmentSummary {
    let writer: CaseWriter? =
      if let saving, case .city(let city) = ground {
        try CaseWriter(city, job.editions, updates: saving.updates, expected: reader.size.map { $0 / 100 }, now: .now())
      } else { nil }
    let sink = try AssignmentSink(
      job.plan, output: target.map { path throws(Fault) in try OutputFile(path: path, force: force, isLong: true) },
      rejects: RejectsFile(path: rejectsPath, force: force, layout: reader.layout), cases: writer, size: reader.size,
      listener: listener)
    let pipeline = BlockPipeline(reader, threads: max(1, threads)) { result throws(Fault) in try sink.consume(result) }
    try pipeline.run(job)
    try writer?.finish()
    let summary = try sink.finish()
    warn(of: summary, job, listener)
    return summary
  }

  // MARK: preparing

  private func job(
    for reader: any EventReader, on ground: AssignmentGround, _ listener: Listener
  ) throws(Fault) -> AssignmentJob {
    let layout = reader.layout
    let isForFew = isForFew(size: reader.size)
    let (editions, system, offset) = try ground.load(for: self, forFew: isForFew, listener)
    let base = try system.geographicBase
    let eventSystem = try (crs ?? layout.crs?.text).map { text throws(Fault) in try CoordinateSystem(text) } ?? base
    let columns = EventColumns(layout.columns.map(\.name), path: layout.path)
    var coordinates: CoordinateColumns?
    if !layout.hasPlaces || longitudeColumn != nil {
      let found = try columns.coordinates(lon: longitudeColumn, lat: latitudeColumn, kind: eventSystem.kind)
      coordinates = CoordinateColumns(lon: found.lon, lat: found.lat, columns: layout.columns.count)
      if found.isGuess { announce(columns.names[found.lon], columns.names[found.lat], layout, listener) }
    }
    let time = try asOfField.map { name throws(Fault) in try columns.index(of: name) }
    let plan = try OutputPlan(
      self, form: outputForm(layout), layout: layout, levels: chosenLevels(editions, on: ground))
    return AssignmentJob(
      plan: plan, editions: editions, isForFew: isForFew, coordinates: coordinates, timeColumn: time, offset: offset,
      request: AreaFinder.Request(snap: snap, doubtful: doubtful, explains: explains), eventSystem: eventSystem,
      citySystem: system, baseSystem: base,
      caseColumns: try saving.map { saving throws(Fault) in
        try CaseColumns(columns, id: saving.id, listener: listener)
      })
  }

  /// Whether a file of events is so short that all of it is one block, and the pages of the index that its events need are
  /// far from all: two hundred events take some 16 KB. Options that look around a point need more than `confirm` verifies.
  private func isForFew(size: Int?) -> Bool {
    guard let size, size <= 16 << 10, !verifiesWhole else { return false }
    return asOfField == nil && saving == nil && snap == nil && doubtful == nil && !explains
  }

  private func announce(_ lon: String, _ lat: String, _ layout: EventLayout, _ listener: Listener) {
    listener.notice(
      Notice(
        .note, code: "coordinates-guessed",
        Text("coordinates from the columns “\(lon)” and “\(lat)”", zh: "坐标取自列“\(lon)”和“\(lat)”"),
        at: Place(layout.path)))
  }

  private func chosenLevels(_ editions: EditionsInForce, on ground: AssignmentGround) throws(Fault) -> [Level] {
    let present = editions.levels
    guard let levels else { return present }
    for level in levels where !present.contains(level) {
      let list = present.map(\.name).joined(separator: ", ")
      throw Fault(
        .usage, code: "missing-level",
        Text("there are no areas at the level \(level)", zh: "没有 \(level) 层级的区域"), at: Place(ground.path),
        hint: Text("there are areas at: \(list)", zh: "现有层级：\(list)"))
    }
    return Set(levels).sorted()
  }

  /// What the caller asks for, `nil` where the output is to be as the input is.
  private var askedForm: OutputPlan.Form? {
    let tail = output.map(FileFacts.fileExtension) ?? ""
    if ["geojsonl", "geojsons", "geojsonseq", "ndjson", "jsonl"].contains(tail) { return .geoJSONSequence }
    if let form { return form == .csv ? .csv : .geoJSON }
    if ["geojson", "json"].contains(tail) { return .geoJSON }
    return ["csv", "tsv", "txt", "xlsx"].contains(tail) ? .csv : nil
  }

  private func outputForm(_ layout: EventLayout) -> OutputPlan.Form {
    if let askedForm { return askedForm }
    switch layout.form {
    case .features: return .geoJSON
    case .featureLines: return .geoJSONSequence
    case .records:
      let isJSON = ["geojson", "json", "geojsonl", "geojsons", "geojsonseq", "ndjson"].contains(
        FileFacts.fileExtension(of: layout.path))
      return isJSON ? .geoJSON : .csv
    }
  }

  /// Whether properties of GeoJSON features are wanted one by one.
  private var needsColumns: Bool {
    askedForm == .csv || columns != .all || asOfField != nil || longitudeColumn != nil || latitudeColumn != nil
      || saving != nil
  }

  /// The columns that are named, where no others are looked for; `nil` where there may be others.
  private var onlyColumns: [String]? {
    guard askedForm == .csv, saving == nil, (longitudeColumn == nil) == (latitudeColumn == nil),
      case .some(let kept) = columns, !kept.isEmpty
    else { return nil }
    var names: [String] = []
    for name in kept + [asOfField, longitudeColumn, latitudeColumn].compactMap(\.self) where !names.contains(name) {
      names.append(name)
    }
    return names
  }

  private var rejectsPath: String {
    if let rejects { return rejects }
    if let output, output != "-" { return output + ".rejects.csv" }
    return (events == "-" ? "events" : FileFacts.name(of: events)) + ".rejects.csv"
  }

  // MARK: what is odd about the whole

  private func warn(of summary: AssignmentSummary, _ job: AssignmentJob, _ listener: Listener) {
    let outOfRange = summary.reasons[.outOfRange, default: 0]
    if outOfRange > 0, outOfRange * 2 > summary.rows, crs == nil {
      listener.notice(
        Notice(
          .warning, code: "coordinates-out-of-range",
          Text(
            "most coordinates are no longitudes and latitudes; if they are metres, name their system with --crs",
            zh: "多数坐标不是经纬度；若为米制坐标，请用 --crs 指明坐标系"), at: Place(events)))
    } else if summary.rows > 0, summary.assigned == 0 {
      listener.notice(
        Notice(
          .warning, code: "nothing-assigned",
          Text(
            "no event lies in any area; were they read in the right system (\(job.eventSystem.name))?",
            zh: "没有事件落在任何区域内；坐标系（\(job.eventSystem.name)）是否正确？"), at: Place(events)))
    }
  }
}

extension AssignmentSummary {
  /// As `--summary` writes it.
  package var json: JSONValue {
    [
      "rows": JSONValue(rows), "assigned": JSONValue(assigned), "boundary": JSONValue(boundary),
      "snapped": JSONValue(snapped), "outside": JSONValue(outside), "rejected": JSONValue(rejected),
      "reasons": .object(
        RejectReason.allCases.compactMap { reason in
          reasons[reason].map { JSONValue.Member(key: reason.rawValue, value: JSONValue($0)) }
        }), "added": JSONValue(added), "updated": JSONValue(updated), "rejects": JSONValue(rejectsPath),
      "seconds": JSONValue(seconds),
    ]
  }
}

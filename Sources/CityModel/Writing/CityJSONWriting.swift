import CityStore
import Diagnostics
import JSONWriting
import SpatialDatabase
import SpatialFormats
import SystemFiles

/// Writes one model as CityJSON 2.0.
struct CityJSONWriting {
  private let export: ModelExport
  private var connection: Connection { export.city.connection }
  private let head: ExportHead
  private let whole: AppearanceLists

  init(_ export: ModelExport) throws(Fault) {
    self.export = export
    head = try ExportHead(export.model, export.city.connection)
    whole = AppearanceLists(head.appearance)
  }

  // MARK: one object

  /// - Returns: how many objects were written.
  func writeWhole() throws(Fault) -> Int {
    var file = try OutputFile(path: export.request.path, force: export.request.force)
    var appearance = AppearanceMerge(head.appearance)
    var lines: [Int64: AppearanceMerge.Numbers] = [:]
    var vertices = VertexNumbers(head.quantum)
    var count = 0
    var text = head.opening(isSequence: false) + ",\"CityObjects\":{"
    try connection.forEachRow(
      "SELECT \(ExportedObject.columns) FROM city_objects WHERE model_id = ? ORDER BY serial",
      [.integer(export.model.id)]
    ) { row throws(Fault) in
      var object = try ExportedObject(row)
      if let line = object.feature {
        if lines[line] == nil { lines[line] = appearance.add(try lineAppearance(line)) }
        if let numbers = lines[line] { object.renumber(numbers) }
      }
      if count > 0 { text += "," }
      object.write(to: &text, &vertices)
      count += 1
      if text.utf8.count > 1 << 18 {
        try file.write(text)
        text = ""
        progress(count)
      }
    }
    text += "},\"vertices\":" + vertices.text
    if let written = appearance.text { text += ",\"appearance\":" + written }
    try file.write(text + "}\n")
    try file.commit()
    return count
  }

  private func lineAppearance(_ line: Int64) throws(Fault) -> JSONValue? {
    guard let members = try connection.text("SELECT members FROM city_features WHERE id = ?", [.integer(line)]),
      members.contains("\"appearance\"")
    else { return nil }
    return try JSONValue.parse(Array("{\(members)}".utf8))["appearance"]
  }

  // MARK: a sequence

  /// - Returns: how many objects were written.
  func writeSequence() throws(Fault) -> Int {
    var file = try OutputFile(path: export.request.path, force: export.request.force)
    try file.write(CityJSONWriting.line(head.opening(isSequence: true) + ",\"CityObjects\":{},\"vertices\":[]}"))
    var count = 0
    let lines = try connection.prepare(
      "SELECT \(ExportedObject.columns) FROM city_objects WHERE feature_id = ? ORDER BY serial")
    try connection.forEachRow(
      "SELECT id, name, members FROM city_features WHERE model_id = ? ORDER BY id", [.integer(export.model.id)]
    ) { row throws(Fault) in
      try lines.bind(1, .integer(row.integer(0) ?? 0))
      count += try write(lines, id: row.text(1), members: row.text(2), to: &file)
      progress(count)
    }
    // What came in no sequence becomes one: an object that is no part of another, with all its parts.
    let families = try connection.prepare(
      """
      WITH RECURSIVE family (serial) AS (
        SELECT ?1 UNION ALL
        SELECT below.serial FROM city_objects AS below JOIN family ON below.parent = family.serial)
      SELECT \(ExportedObject.columns) FROM city_objects WHERE serial IN (SELECT serial FROM family) ORDER BY serial
      """)
    try connection.forEachRow(
      "SELECT serial, id FROM city_objects WHERE model_id = ? AND feature_id IS NULL AND parent IS NULL ORDER BY serial",
      [.integer(export.model.id)]
    ) { row throws(Fault) in
      try families.bind(1, .integer(row.integer(0) ?? 0))
      count += try write(families, id: row.text(1), members: nil, to: &file)
      progress(count)
    }
    try file.commit()
    return count
  }

  /// Writes the objects of a statement as one feature.
  private func write(
    _ rows: Statement, id: String?, members: String?, to file: inout OutputFile
  ) throws(Fault) -> Int {
    var objects: [ExportedObject] = []
    while try rows.step() { objects.append(try ExportedObject(rows)) }
    guard !objects.isEmpty else { return 0 }
    var vertices = VertexNumbers(head.quantum)
    var selection = AppearanceSelection(of: whole)
    var list = ""
    for position in objects.indices {
      if position > 0 { list += "," }
      if objects[position].feature == nil { selection.take(from: &objects[position]) }
      objects[position].write(to: &list, &vertices)
    }
    var text = "{\"type\":\"CityJSONFeature\""
    if let id { text += ",\"id\":" + JSONValue.quoted(id) }
    if let members { text += "," + members }
    if let appearance = selection.text { text += ",\"appearance\":" + appearance }
    text += ",\"CityObjects\":{\(list)},\"vertices\":\(vertices.text)}"
    try file.write(CityJSONWriting.line(text))
    return objects.count
  }

  /// JSON on one line: what came from a source that was laid out for people has line ends, none of them in a string.
  private static func line(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return text + "\n" }
    return String(decoding: text.utf8.filter { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self) + "\n"
  }

  private func progress(_ done: Int) {
    if done.isMultiple(of: 64) { export.progress(done) }
  }
}

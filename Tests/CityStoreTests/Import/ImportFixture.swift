import AreaIndex
import Diagnostics
import Foundation
import SpatialPrimitives
import TestSupport

@testable import CityStore

/// A scratch database and files to import into it.
struct ImportFixture {
  let scratch: Scratch
  var database: String { scratch.file("city.db") }

  init() throws { scratch = try Scratch() }

  /// Writes a GeoJSON file of square cells.
  /// - Parameter features: the properties as JSON text, and the geometry as JSON text.
  func geoJSON(_ name: String, _ features: [(properties: String, geometry: String)], crs: String? = nil) throws
    -> String
  {
    let lines = features.map { #"{"type":"Feature","properties":\#($0.properties),"geometry":\#($0.geometry)}"# }
    let member = crs.map { #""crs":{"type":"name","properties":{"name":"\#($0)"}},"# } ?? ""
    let text = #"{"type":"FeatureCollection",\#(member)"features":[\#(lines.joined(separator: ",\n"))]}"#
    let path = scratch.file(name)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  static func square(_ x: Double, _ y: Double, _ side: Double) -> String {
    let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)].map { "[\($0),\($1)]" }
    return #"{"type":"Polygon","coordinates":[[\#(corners.joined(separator: ","))]]}"#
  }

  /// Imports `files` at `level`, after `configure` has had its say.
  @discardableResult
  func load(
    _ files: [String], _ level: Level, _ configure: (inout ImportRequest) -> Void = { _ in }
  ) throws -> ImportReport {
    var request = ImportRequest(files: files, level: level)
    request.rejectsPath = scratch.file("rejects.csv")
    request.force = true
    configure(&request)
    return try CityDatabase.importAreas(request, at: database)
  }

  /// The areas of the draft, or else of the active edition, of one level.
  func areas(_ level: Level, scheme: String = "unified") throws -> [AreaRecord] {
    let city = try CityDatabase.open(at: database, for: .reading)
    guard let edition = try city.draft(of: scheme) ?? city.activeEdition(of: scheme) else { return [] }
    return try city.areas(in: edition, level: level)
  }

  /// The code of the area above each area, by the link itself.
  func parents(_ level: Level) throws -> [String: String] {
    let city = try CityDatabase.open(at: database, for: .reading)
    var parents: [String: String] = [:]
    for area in try areas(level) {
      parents[area.code] = try area.parentID.flatMap { try city.area($0) }?.code ?? "none"
    }
    return parents
  }

  var rejects: String { (try? String(contentsOfFile: scratch.file("rejects.csv"), encoding: .utf8)) ?? "" }
}

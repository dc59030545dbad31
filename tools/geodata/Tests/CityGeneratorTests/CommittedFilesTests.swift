import CityGenerator
import Foundation
import Testing

/// What lies in `geodata/` is what the generator writes today, byte for byte.
@Suite struct CommittedFilesTests {
  static let geodata = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../../geodata").standardizedFileURL

  @Test func everyLevelAndTheEventsAreMadeByThisGenerator() throws {
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("geodata-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let plan = CityPlan.district(seed: 441_000)
    let city = GeneratedCity(plan)
    for level in city.levels + [city.net(of: .police), city.net(of: .sanitation)] {
      let name = "\(level.level).geojson"
      try city.writeGeoJSON(level, to: scratch.appendingPathComponent(name).path)
      #expect(try same(name, scratch), "\(name)")
    }
    try city.writeStreets(to: scratch.appendingPathComponent("streets.geojson").path)
    try city.writeBuildings(to: scratch.appendingPathComponent("buildings.geojson").path)
    for name in ["streets.geojson", "buildings.geojson"] { #expect(try same(name, scratch), "\(name)") }
    try city.writeEvents(plan.usualEvents, to: scratch.appendingPathComponent("events.csv").path)
    #expect(try same("events.csv", scratch))
  }

  private func same(_ name: String, _ scratch: URL) throws -> Bool {
    try Data(contentsOf: Self.geodata.appendingPathComponent(name))
      == Data(contentsOf: scratch.appendingPathComponent(name))
  }
}

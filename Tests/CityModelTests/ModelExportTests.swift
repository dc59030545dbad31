import CityModel
import CityStore
import Foundation
import JSONWriting
import SpatialFormats
import SystemFiles
import TestSupport
import Testing

/// What was imported comes out again, compared as values: members in any order, vertices by their coordinates.
@Suite struct ModelExportTests {
  /// The large ones take long without optimisation.
  private static let files = SharedData.files(in: "cityjson", endings: [".json", ".jsonl"]).filter { path in
    !["case.json", "invariants.json", "acquisition.json", "profile.json"].contains { path.hasSuffix($0) }
      && (ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil || FileFacts.size(of: path) ?? 0 < 30_000)
  }

  @Test(.enabled(if: !files.isEmpty)) func everyModelComesBackEqual() throws {
    let folder = try ModelFolder()
    for path in Self.files {
      let text = String(decoding: try FileFacts.contents(of: path), as: UTF8.self)
      guard let source = try? CityModelText(text), source.isKnownVersion else {
        #expect(throws: (any Error).self, "\(path)") { try folder.importModel(path) }
        continue
      }
      let report = try folder.importModel(path, name: "m")
      #expect(report.model.objects + report.model.rejected == source.count, "\(path)")
      for name in ["out.city.json", "out.city.jsonl"] {
        let text = try folder.exported("m", name)
        let back = try CityModelText(text)
        #expect(back.objects.count == report.model.objects, "\(path)")
        for (id, objects) in back.objects {
          let differences =
            source.objects[id]?.map { CityModelText.difference($0, objects[0], at: id) } ?? ["new: \(id)"]
          #expect(differences.contains(nil), "\(path) as \(name): \(differences)")
        }
        // And once more: the same bytes.
        try folder.importModel(folder.folder.path + "/" + name, name: "again")
        #expect(try folder.exported("again", "again-" + name) == text, "\(path) as \(name)")
      }
    }
  }

  @Test func numbersOfVerticesComeBack() throws {
    let folder = try ModelFolder()
    try folder.importModel(
      try folder.file("a.city.json", SampleModels.whole(SampleModels.cube(), head: SampleModels.metadata)))
    let back = try JSONValue.of(try folder.exported("a", "b.city.json"))
    #expect(back["vertices"] == (try JSONValue.of(SampleModels.vertices)))
    #expect(back["transform"]?["translate"] == .array([.integer(400_000), .integer(2_500_000), .integer(5)]))
    #expect(back["metadata"]?["title"] == .string("方"))
  }

  /// What was an address in a text before 2.0 is one in an object.
  @Test func contactsAreWrittenInTheWayOfTheVersion() throws {
    let folder = try ModelFolder()
    let head = ",\"metadata\":{\"pointOfContact\":{\"contactName\":\"甲\",\"address\":\"海珠区\"}}"
    let text = SampleModels.whole(SampleModels.cube(), head: head, version: "1.1")
    try folder.importModel(try folder.file("a.city.json", text))
    let back = try JSONValue.of(try folder.exported("a", "b.city.json"))
    let contact = back["metadata"]?["pointOfContact"]
    #expect(contact?["contactName"] == .string("甲") && contact?["address"]?["address"] == .string("海珠区"))
  }

  @Test func coordinatesWithoutTransformAreWrittenInSteps() throws {
    let folder = try ModelFolder()
    let text = SampleModels.whole(SampleModels.cube(), version: "1.0")
      .replacingOnce(SampleModels.transform + ",", with: "")
      .replacingOnce("[[0,0,0]", with: "[[0.12345,1.5,-2.25]")
    try folder.importModel(try folder.file("a.json", text))
    let back = try JSONValue.of(try folder.exported("a", "b.city.json"))
    #expect(back["version"] == .string("2.0"))
    #expect(back["transform"]?["scale"]?.elements.first == .number(1e-05))
    #expect(
      back["vertices"]?.elements.contains(.array([.integer(12345), .integer(150_000), .integer(-225_000)])) == true)
  }

  /// A part of a model is a model: with what is chosen come its wholes and its parts, and no list names what is not there.
  @Test(arguments: ["part.city.json", "part.city.jsonl"]) func onlyWhatACondition(name: String) throws {
    let folder = try ModelFolder()
    try folder.importModel(SharedData.geodata("tower.city.json"))
    var request = ModelExportRequest(path: folder.folder.path + "/" + name)
    request.condition = try ObjectCondition("id = 'room-201' OR id = 'tree-1'", assuming: .utc)
    let city = try folder.city()
    let report = try city.exportModel(request)
    let text = String(decoding: try FileFacts.contents(of: request.path), as: UTF8.self)
    let objects = try CityModelText(text).objects
    #expect(Set(objects.keys) == ["tower", "storey-F2", "room-201", "door-201", "tree-1"] && report.objects == 5)
    func list(_ id: String, _ key: String) -> [JSONValue] { objects[id]?.first?[key]?.elements ?? [] }
    #expect(list("tower", "children") == ["storey-F2"] && list("storey-F2", "children") == ["room-201"])
    #expect(list("storey-F2", "parents") == ["tower"] && list("room-201", "children") == ["door-201"])
    #expect(
      objects["door-201"]?.first?["children"] == nil && objects["tree-1"]?.first?["geometry"]?.elements.count == 1)
    // Afterwards everything is there again, and what was written can be imported.
    #expect(try city.cityObjects(matching: CityObjectFilter(), limit: 1).total == 33)
    #expect(try folder.importModel(request.path, name: "part").model.objects == 5)
  }
}

import CityModel
import CityStore
import Diagnostics
import SystemFiles
import Testing

/// Bad input: one clear error and no database, or a reject for each bad object while the rest goes on.
@Suite struct BadModelTests {
  private func fault(_ name: String, _ text: String) throws -> Fault? {
    let folder = try ModelFolder()
    let path = try folder.file(name, text)
    do {
      try folder.importModel(path)
      return nil
    } catch let fault as Fault {
      #expect(FileFacts.kind(of: folder.database) == .missing, "no partial database")
      return fault
    }
  }

  @Test(arguments: [0.2, 0.5, 0.9, 0.999])
  func aCutFileIsOneError(share: Double) throws {
    let whole = SampleModels.whole(SampleModels.cube(), head: SampleModels.metadata)
    let cut = String(decoding: Array(whole.utf8).prefix(Int(Double(whole.utf8.count) * share)), as: UTF8.self)
    let fault = try #require(try fault("cut.city.json", cut))
    #expect(fault.code == "cut-json" && fault.kind == .data)
  }

  @Test(arguments: [
    ("0.9", "unsupported-version"), ("3.0", "unsupported-version"), ("", "unsupported-version"),
  ])
  func unknownVersions(version: String, code: String) throws {
    let fault = try fault("v.city.json", SampleModels.whole(SampleModels.cube(), version: version))
    #expect(fault?.code == code)
  }

  @Test(arguments: [
    ("{\"type\":\"FeatureCollection\",\"features\":[]}", "not-cityjson"), ("[1,2]", "not-cityjson"),
    ("hello", "not-cityjson"), ("", "empty-file"), ("{}", "not-cityjson"),
    ("{\"type\":\"CityJSONFeature\",\"id\":\"a\",\"CityObjects\":{},\"vertices\":[]}", "not-cityjson"),
  ])
  func otherFiles(text: String, code: String) throws {
    #expect(try fault("other.json", text)?.code == code)
  }

  @Test(arguments: ["[[0,0]]", "[[0,0,NaN]]", "[[0,0,1e999]]", "[[0,0,\"1\"]]", "{}", "[[0,0,0],[1,1,1]"])
  func badVerticesOfAWhole(vertices: String) throws {
    let text = SampleModels.whole(SampleModels.cube())
    let bad = text.replacingOnce(SampleModels.vertices, with: vertices)
    #expect(try fault("bad.city.json", bad) != nil)
  }

  private static let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)

  /// Each beside two good objects.
  @Test(arguments: [
    (#""bad":{"type":"House"}"#, "unknown-type: House"),
    (#""bad":{"attributes":{}}"#, "missing-type"),
    (#""bad":7"#, "not-an-object"),
    (#""bad":{"type":"Building","attributes":{"a":NaN}}"#, "bad-json"),
    (#""bad":{"type":"Building","attributes":{"a":\#(deep)}}"#, "bad-json"),
    (#""bad":{"type":"Building","geometry":[{"type":"Solid","boundaries":\#(deep)}]}"#, "bad-json"),
    (#""bad":{"type":"Building","geometry":[{"type":"MultiSurface","boundaries":[[[0,1,8]]]}]}"#, "bad-vertex: 8 of 8"),
    (#""bad":{"type":"Building","geometry":[{"type":"MultiSurface","boundaries":[[[0,1,-2]]]}]}"#, "bad-boundaries"),
    (#""bad":{"type":"Building","geometry":[{"type":"MultiSurface","boundaries":[[0,1,2]]}]}"#, "bad-boundaries"),
    (#""bad":{"type":"Building","geometry":[{"type":"Blob","boundaries":[]}]}"#, "unknown-geometry: Blob"),
    (
      #""bad":{"type":"Building","geometry":[{"type":"GeometryInstance","template":3,"boundaries":[0]}]}"#,
      "bad-template"
    ),
    (#""bad":{"type":"Building","parents":"x"}"#, "bad-parents"),
    (#""good1":{"type":"Building"}"#, "duplicate-id"),
  ])
  func aBadObjectIsRejected(object: String, reason: String) throws {
    let folder = try ModelFolder()
    let objects = [SampleModels.cube(id: "good1"), object, SampleModels.cube(id: "good2")].joined(separator: ",")
    for (name, text) in [
      ("whole.city.json", SampleModels.whole(objects)),
      (
        "lines.city.jsonl",
        SampleModels.sequence(
          [SampleModels.cube(id: "good1"), object, SampleModels.cube(id: "good2")].map { SampleModels.feature("x", $0) }
        )
      ),
    ] {
      let report = try folder.importModel(try folder.file(name, text), name: "m")
      #expect(report.model.objects == 2, "\(name)")
      #expect(report.model.rejected == 1, "\(name)")
      let rejects = String(decoding: try FileFacts.contents(of: try #require(report.rejectsPath)), as: UTF8.self)
      #expect(rejects.contains(reason), "\(rejects.prefix(200))")
      #expect(
        try folder.city().cityObjects(matching: CityObjectFilter(), limit: 9).objects.map(\.object.id) == [
          "good1", "good2",
        ])
    }
  }

  @Test func circlesOfParentsAreRejected() throws {
    let folder = try ModelFolder()
    let objects = [
      #""a":{"type":"BuildingRoom","parents":["b"]}"#, #""b":{"type":"BuildingRoom","parents":["a"]}"#,
      #""self":{"type":"BuildingRoom","parents":["self"]}"#, #""below":{"type":"BuildingFurniture","parents":["a"]}"#,
      SampleModels.cube(id: "good"),
    ].joined(separator: ",")
    let report = try folder.importModel(try folder.file("circle.city.json", SampleModels.whole(objects)))
    #expect(report.model.objects == 2 && report.model.rejected == 3)
    #expect(try folder.city().cityObject(id: "below").parent == nil)
  }

  @Test func aLineThatIsNoJSONSpoilsNoOther() throws {
    let folder = try ModelFolder()
    let text = SampleModels.sequence([
      SampleModels.feature("a", SampleModels.cube(id: "a")), "{\"type\":\"CityJSONFeature\",\"CityObjects\":{",
      SampleModels.feature("b", SampleModels.cube(id: "b")), "{\"type\":\"Feature\"}",
    ])
    let report = try folder.importModel(try folder.file("lines.city.jsonl", text))
    #expect(report.model.objects == 2 && report.model.rejected == 2)
  }

  @Test func aSecondTransformIsAnError() throws {
    let text = SampleModels.sequence([SampleModels.feature("a", SampleModels.cube())])
    let other = text.replacingOnce("[0.5,0.5,0.5]", with: "[1,1,1]")
    #expect(try fault("two.city.jsonl", text + other)?.code == "second-head")
    let folder = try ModelFolder()
    let joined = text + text.replacingOnce("\"cube\":", with: "\"cube2\":")
    #expect(try folder.importModel(try folder.file("two.city.jsonl", joined)).model.objects == 2)
  }
}

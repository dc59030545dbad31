import CityModel
import CityStore
import Diagnostics
import Foundation
import SystemFiles
import TestSupport
import Testing

/// Bad CityGML: one clear error and no database, or a reject for each bad object while the rest goes on.
@Suite struct BadCityGMLTests {
  private typealias Samples = CityGMLSamples

  private static func fault(_ bytes: some Sequence<UInt8>, name: String = "bad.gml") throws -> Fault? {
    let folder = try ModelFolder()
    let path = folder.folder.path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    do {
      try folder.importModel(path)
      return nil
    } catch let fault as Fault {
      #expect(FileFacts.kind(of: folder.database) == .missing, "no partial database")
      return fault
    }
  }

  private static let small = """
    <?xml version="1.0" encoding="UTF-8"?><CityModel xmlns="http://www.opengis.net/citygml/2.0" \
    xmlns:b="http://www.opengis.net/citygml/building/2.0" xmlns:gml="http://www.opengis.net/gml"><gml:name>网</gml:name>\
    <cityObjectMember><b:Building gml:id="甲"><b:lod1MultiSurface><gml:MultiSurface><gml:surfaceMember><gml:Polygon>\
    <gml:exterior><gml:LinearRing><gml:posList>0 0 1 4.5 0 1 4 4 1</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>\
    </gml:surfaceMember></gml:MultiSurface></b:lod1MultiSurface></b:Building></cityObjectMember></CityModel>

    """

  @Test func everyCutIsOneError() throws {
    let bytes = Array(Self.small.utf8)
    #expect(try Self.fault(bytes) == nil)
    for count in 1..<bytes.count - 1 {
      let fault = try Self.fault(bytes[..<count])
      let codes = ["cut-xml", "bad-xml", "not-cityjson"]
      #expect(
        fault.map { codes.contains($0.code) && $0.kind == .data } == true, "\(count): \(String(describing: fault))")
    }
  }

  /// Whatever is changed, it is an error, a reject or another object, and never more than that.
  @Test func changedBytes() throws {
    let seed: UInt64 = 20_261_121
    var random = SeededGenerator(seed: seed)
    let bytes = Array(Samples.model([Samples.house]).utf8)
    let marks = Array("<>/\"'&#=x0-9e. \0".utf8)
    let isLong = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil
    for round in 0..<(isLong ? 5000 : 60) {
      var changed = bytes
      for _ in 0...Int.random(in: 0..<3, using: &random) {
        let at = Int.random(in: 0..<changed.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: changed[at] = marks.randomElement(using: &random) ?? 0
        case 1: changed.removeSubrange(at..<min(changed.count, at + Int.random(in: 1..<40, using: &random)))
        default: changed[at] = UInt8.random(in: 0...255, using: &random)
        }
      }
      let fault = try Self.fault(changed)
      #expect(fault == nil || fault?.kind == .data, "seed \(seed), round \(round): \(String(describing: fault))")
    }
  }

  @Test(arguments: [
    ("<a/>", "not-citygml"), ("<CityModel/>", "not-citygml"), ("  <html><body/></html>", "not-citygml"),
    ("<CityModel xmlns='http://www.opengis.net/citygml/4.0'/>", "unsupported-version"),
    ("<CityModel xmlns='http://www.opengis.net/citygml/building/2.0'><a>", "cut-xml"),
    ("<CityModel xmlns='http://www.opengis.net/citygml/2.0'></Model>", "bad-xml"),
    (
      "<!DOCTYPE CityModel SYSTEM 'http://127.0.0.1:9/a.dtd'><CityModel xmlns='http://www.opengis.net/citygml/2.0'/>",
      "xml-doctype"
    ),
    ("<!DOCTYPE c [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><CityModel>&a;</CityModel>", "xml-doctype"),
  ])
  func otherFiles(text: String, code: String) throws {
    let fault = try #require(try Self.fault(text.utf8))
    #expect(fault.code == code && fault.kind == .data)
  }

  @Test func entitiesThatMultiply() throws {
    var text = "<!DOCTYPE c [<!ENTITY e0 \"ha\">"
    for level in 1...40 { text += "<!ENTITY e\(level) \"&e\(level - 1);&e\(level - 1);\">" }
    #expect(try Self.fault((text + "]><CityModel>&e40;</CityModel>").utf8)?.code == "xml-doctype")
  }

  @Test func deepNesting() throws {
    let text = Samples.model([String(repeating: "<a>", count: 100_000) + String(repeating: "</a>", count: 100_000)])
    #expect(try Self.fault(text.utf8)?.code == "xml-too-deep")
  }

  @Test(arguments: [[0x1F, 0x8B, 8, 0] as [UInt8], [0x50, 0x4B, 3, 4]]) func packedFiles(bytes: [UInt8]) throws {
    let fault = try Self.fault(bytes + Array(repeating: 0, count: 100))
    #expect(fault?.code == "compressed-file" && fault?.hint != nil)
  }

  @Test func anEmptyModelIsNoError() throws {
    let folder = try ModelFolder()
    #expect(try folder.importModel(try folder.file("a.gml", Samples.model([]))).model.objects == 0)
  }

  private static func withSurface(_ surface: String) -> String {
    "<bldg:Building gml:id=\"bad\"><bldg:lod2MultiSurface>\(surface)</bldg:lod2MultiSurface></bldg:Building>"
  }

  private static func withPlaces(_ text: String) -> String {
    withSurface(
      Samples.multiSurface([
        "<gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>\(text)</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
      ]))
  }

  private static func link(_ target: String) -> String {
    withSurface("<gml:MultiSurface><gml:surfaceMember xlink:href=\"\(target)\"/></gml:MultiSurface>")
  }

  /// Thirty surfaces, each of them twice the one before: a thousand million polygons.
  private static let multiplying: String = {
    var text = Samples.polygon(Samples.faces(Samples.low, Samples.high)[0], id: "m0")
    for level in 1...30 {
      let twice = String(repeating: "<gml:surfaceMember xlink:href=\"#m\(level - 1)\"/>", count: 2)
      text = "<gml:CompositeSurface gml:id=\"m\(level)\">\(twice)</gml:CompositeSurface>" + text
    }
    return "<gml:MultiSurface>"
      + text.replacing("<gml:CompositeSurface", with: "<gml:surfaceMember><gml:CompositeSurface")
      .replacing("</gml:CompositeSurface>", with: "</gml:CompositeSurface></gml:surfaceMember>")
      .replacing("<gml:Polygon", with: "<gml:surfaceMember><gml:Polygon")
      .replacing("</gml:Polygon>", with: "</gml:Polygon></gml:surfaceMember>") + "</gml:MultiSurface>"
  }()

  /// Each beside two good objects.
  @Test(arguments: [
    (withPlaces("400000 2500000 NaN 400004 2500000 0 400004 2500004 0"), "bad-coordinate"),
    (withPlaces("400000 2500000 1e999 400004 2500000 0 400004 2500004 0"), "bad-coordinate"),
    (withPlaces("400000 2500000 0 400004 2500000 0 400004 2500004"), "bad-coordinates"),
    (withPlaces("400000 2500000 0"), "bad-ring"),
    (withPlaces(""), "bad-ring"), (withPlaces("a b c"), "bad-coordinate"),
    (link("#nowhere"), "unresolved-link: #nowhere"),
    (link("http://127.0.0.1:9/a.gml#x"), "remote-link"),
    (
      withSurface(
        "<gml:MultiSurface gml:id=\"self\"><gml:surfaceMember xlink:href=\"#self\"/></gml:MultiSurface>"), "cyclic-link"
    ),
    (multiplying.isEmpty ? "" : withSurface(multiplying), "endless-links"),
    (withSurface("<gml:Sphere/>"), "unknown-geometry: Sphere"),
    (
      withSurface("<gml:MultiSurface srsName=\"EPSG:4326\"><gml:surfaceMember/></gml:MultiSurface>"),
      "other-crs: EPSG:4326"
    ),
    ("<bldg:Castle gml:id=\"bad\"/>", "unknown-type: Castle"),
    ("<bldg:Building gml:id=\"good1\"/>", "duplicate-id"),
    (
      "<bldg:Building gml:id=\"bad\"><bldg:lod1Solid><gml:Solid><gml:exterior><gml:Polygon/></gml:exterior></gml:Solid></bldg:lod1Solid></bldg:Building>",
      "bad-ring"
    ),
  ])
  func aBadObjectIsRejected(object: String, reason: String) throws {
    let folder = try ModelFolder()
    let text = Samples.model([Samples.building("good1"), object, Samples.building("good2")])
    let report = try folder.importModel(try folder.file("a.gml", text))
    #expect(report.model.objects == 2 && report.model.rejected == 1)
    let rejects = String(decoding: try FileFacts.contents(of: try #require(report.rejectsPath)), as: UTF8.self)
    #expect(rejects.contains(reason), "\(rejects.prefix(300))")
    let kept = try folder.city().cityObjects(matching: CityObjectFilter(), limit: 9).objects.map(\.object.id)
    #expect(kept == ["good1", "good2"])
  }

  @Test func whatABadObjectHoldsGoesOn() throws {
    let folder = try ModelFolder()
    let bad = """
      <bldg:Building gml:id="bad"><bldg:lod2MultiSurface xlink:href="#nowhere"/><bldg:interiorRoom>\
      <bldg:Room gml:id="room"/></bldg:interiorRoom></bldg:Building>
      """
    let report = try folder.importModel(try folder.file("a.gml", Samples.model([bad])))
    #expect(report.model.objects == 1 && report.model.rejected == 1)
    #expect(try folder.city().cityObject(id: "room").parent == nil)
  }

  @Test func roomsThatHoldEachOtherAreRejected() throws {
    let folder = try ModelFolder()
    let text = Samples.model(
      [
        "<bldg:BuildingUnit gml:id=\"a\"><bldg:storey xlink:href=\"#b\"/></bldg:BuildingUnit>",
        "<bldg:Storey gml:id=\"b\"><bldg:buildingUnit xlink:href=\"#a\"/></bldg:Storey>", Samples.building("good"),
      ], version: "3.0")
    let report = try folder.importModel(
      try folder.file("a.gml", text.replacing("bldg:lod1Solid", with: "lod1Solid")))
    #expect(report.model.objects == 1 && report.model.rejected == 2)
  }
}

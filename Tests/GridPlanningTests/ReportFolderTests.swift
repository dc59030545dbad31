import AreaIndex
import Diagnostics
import Foundation
import GridPlanning
import JSONWriting
import SpatialFormats
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct ReportFolderTests {
  @Test(arguments: Language.allCases) func holdsALayerATableAndAPageThatNeedsNothingElse(_ language: Language) throws {
    var fixture = CheckFixture()
    let area = fixture.grids.lowerBound + 13
    fixture.areas[area].name = "<script>&\"网格'"
    fixture.areas[area].geometry = fixture.areas[area].geometry.moving(vertex: 1, by: 0, -3)
    fixture.areas[area + 3].code = ""
    let result = try fixture.check()
    let subject = try fixture.subject()
    let scratch = try Scratch()
    let folder = scratch.file("report")
    try ReportFolder.prepare(folder, force: false)
    try ReportFolder.write(result, of: subject, to: folder, force: false, language: language)
    #expect(throws: Fault.self) { try ReportFolder.prepare(folder, force: false) }
    try ReportFolder.prepare(folder, force: true)
    try ReportFolder.write(result, of: subject, to: folder, force: true, language: language)

    let page = try String(contentsOfFile: folder + "/report.html", encoding: .utf8)
    #expect(page.components(separatedBy: "<section").count - 1 == result.findings.count)
    // The whole of the overlap and its widest place; the grid whose code is blank.
    #expect(page.components(separatedBy: "<svg").count - 1 == 3)
    for word in ["http:", "https:", "src=", "@import", "url(", "<script>&"] { #expect(!page.contains(word), "\(word)") }
    #expect(page.contains("&lt;script&gt;&amp;&quot;网格&#39;") && page.contains("<html lang=\"\(language.rawValue)\""))
    #expect(page.contains(language == .chinese ? "重叠" : "overlap") && !page.contains("NaN") && !page.contains("nan "))

    let layer = try FeatureFile.open(folder + "/findings.geojson")
    var kinds: [String] = []
    while let feature = try layer.next() {
      kinds.append(feature.values[0].text ?? "")
      let shape = try #require(feature.geometry)
      guard let polygons = shape.asMultiPolygon, let finding = result.findings.first(where: { $0.kind == .overlap })
      else { continue }
      #expect(polygons.location(of: try #require(finding.place)) == .inside)
    }
    #expect(kinds == result.findings.map(\.kind.rawValue))
    let table = try String(contentsOfFile: folder + "/findings.csv", encoding: .utf8)
    #expect(table.hasPrefix("kind,severity,level,codes,names,along,lon,lat,area_m2,width_m,"))
  }

  @Test func theJSONHasTheKeysThatScriptsRelyOn() throws {
    var fixture = CheckFixture()
    let area = fixture.grids.lowerBound + 13
    fixture.areas[area].geometry = fixture.areas[area].geometry.moving(vertex: 1, by: 0, -3)
    let text = try fixture.check().json(.english).text
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let findings = try #require(object["findings"] as? [[String: Any]])
    for key in ["kind", "level", "codes", "lon", "lat", "area_m2", "width_m", "length_m", "message"] {
      #expect(findings[0][key] != nil, "\(key)")
    }
    #expect(object["counts"] as? [String: Int] == ["overlap": 1])
  }
}

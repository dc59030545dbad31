import AreaIndex
import Diagnostics
import Foundation
import GridPlanning
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct AllowListTests {
  @Test func whatCodesOrAPolygonCoverBecomesANoteThatSaysWhy() throws {
    var fixture = CheckFixture()
    fixture.hasParents = false
    let (first, second) = (fixture.grids.lowerBound + 13, fixture.grids.lowerBound + 40)
    for area in [first, second] {
      fixture.areas[area].geometry = fixture.areas[area].geometry.moving(vertex: 1, by: 0, -3)
    }
    let found = try fixture.check().findings
    #expect(found.count == 2 && found.allSatisfy { $0.severity == .error })

    let codes = found[0].areas.map(\.code)
    let byCode = try list("kind,codes,reason\noverlap,\(codes[1]) \(codes[0]),shared park\n")
    var result = try fixture.check(allowed: byCode)
    #expect(result.findings.map(\.severity) == [.error, .note])
    #expect(
      result.findings[1].allowedBecause == "shared park"
        && result.findings[1].message.english.hasSuffix("allowed: shared park"))

    let place = try #require(found[1].place)
    let square =
      "POLYGON((\(place.x - 0.01) \(place.y - 0.01),\(place.x + 0.01) \(place.y - 0.01),\(place.x + 0.01) \(place.y + 0.01),\(place.x - 0.01) \(place.y + 0.01),\(place.x - 0.01) \(place.y - 0.01)))"
    result = try fixture.check(allowed: try list("kind,codes,reason,wkt\n,,barracks,\"\(square)\"\n"))
    #expect(result.findings.contains { $0.allowedBecause == "barracks" })

    // Another kind, other codes: no word for it.
    for entry in ["gap,\(codes[0]) \(codes[1]),x", "overlap,\(codes[0]) 1234,x"] {
      #expect(try fixture.check(allowed: try list("kind,codes,reason\n\(entry)\n")).errors == 2, "\(entry)")
    }
  }

  @Test(arguments: ["kind,codes,reason\nlake,1 2,x\n", "kind,codes,reason\noverlap,,x\n"]) func badRowsAreNamed(
    _ text: String
  ) {
    let fault = #expect(throws: Fault.self) { try list(text) }
    #expect(fault?.code == "bad-allow-list" && fault?.kind == .data && fault?.place?.row != nil)
  }

  private func list(_ text: String) throws -> AllowList {
    let scratch = try Scratch()
    try text.write(toFile: scratch.file("allow.csv"), atomically: true, encoding: .utf8)
    return try AllowList(reading: scratch.file("allow.csv"))
  }
}

import AreaIndex
import CityStore
import Diagnostics
import Testing

@Suite struct AreaReferenceTests {
  @Test(arguments: [
    ("410105", AreaReference(code: "410105")),
    ("grid/410105", AreaReference(level: .grid, code: "410105")),
    ("police:A-1", AreaReference(scheme: "police", code: "A-1")),
    ("police:grid/A/1:2", AreaReference(scheme: "police", level: .grid, code: "A/1:2")),
    ("other:1", AreaReference(code: "other:1")),
    ("A/1", AreaReference(code: "A/1")),
    ("", AreaReference(code: "")),
  ])
  func textIsTakenApart(text: String, reference: AreaReference) {
    #expect(AreaReference(text, schemes: ["unified", "police"]) == reference)
  }

  @Test func oneAreaIsFoundOrTheCandidatesAreTold() throws {
    let city = try CityFixture().open()
    try CityFixture.write(CityFixture.row(["1", "2"]), at: .street, in: city)
    try CityFixture.activate(CityFixture.row(["2", "3"]), at: .grid, in: city)
    try CityFixture.activate(CityFixture.row(["3", "5"]), at: .grid, of: "police", in: city)
    #expect(try city.area("1").level == .street)
    #expect(try city.area("grid/2").level == .grid)
    #expect(try city.area("police:5").level == .grid)
    // The level above comes from the one grid.
    #expect(try city.area("police:street/1").level == .street)
    #expect(fault { _ = try city.area("police:2") } == nil)
    let ambiguous = fault { _ = try city.area("2") }
    #expect(ambiguous?.code == "ambiguous-area")
    #expect(ambiguous?.kind == .usage)
    #expect(ambiguous?.what.english.contains("street/2") == true)
    #expect(ambiguous?.what.english.contains("grid/2") == true)
    let unknown = fault { _ = try city.area("77") }
    #expect(unknown?.code == "unknown-area")
    #expect(unknown?.kind == .usage)
  }
}

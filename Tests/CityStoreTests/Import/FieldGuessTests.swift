import AreaIndex
import Diagnostics
import Testing

@testable import CityStore

@Suite struct FieldGuessTests {
  private func guess(
    _ level: Level, _ fields: [(String, [String?])], asked: FieldMapping = FieldMapping()
  ) throws(Fault) -> FieldMapping {
    let evidence = fields.map { FieldEvidence(name: $0.0, values: $0.1) }
    return try FieldGuess(file: "f.shp", fields: evidence).mapping(level: level, asked: asked).fields
  }

  /// Fields filled with values that differ from field to field.
  private func filled(_ names: String...) -> [(String, [String?])] { names.map { ($0, ["1\($0)", "2\($0)"]) } }

  @Test func communitiesOfAChineseDistrict() throws {
    let mapping = try guess(.community, filled("OBJECTID", "SQDM", "SQMC", "JDMC", "QXMC", "HS"))
    #expect(mapping == FieldMapping(code: "SQDM", name: "SQMC", parent: "JDMC", households: "HS"))
  }

  @Test func theSameFieldMeansAnotherThingALevelBelow() throws {
    let mapping = try guess(.grid, filled("网格编码", "网格名称", "所属社区", "SQDM", "户数"))
    #expect(mapping == FieldMapping(code: "网格编码", name: "网格名称", parent: "SQDM", households: "户数"))
  }

  @Test func generalNames() throws {
    #expect(try guess(.district, filled("XZQDM", "XZQMC")) == FieldMapping(code: "XZQDM", name: "XZQMC"))
    #expect(try guess(.grid, filled("id", "Name", "parent_code")).parent == "parent_code")
    #expect(try guess(.unit, filled("BGID", "BGName")) == FieldMapping(code: "BGID", name: "BGName"))
    #expect(try guess(.district, filled("code", "sido", "name")) == FieldMapping(code: "code", name: "name"))
    #expect(try guess(.grid, filled("geoid10", "name10")) == FieldMapping(code: "geoid10", name: "name10"))
    #expect(
      try guess(.grid, filled("LocationID", "zone", "borough"))
        == FieldMapping(code: "LocationID", name: "zone", parent: "borough"))
  }

  @Test func aNameThatOnlyEndsLikeOne() throws {
    #expect(try guess(.grid, filled("code", "ntaname")).name == "ntaname")
    #expect(try guess(.grid, filled("code", "ntaname", "ownername")).name == nil)
    #expect(try guess(.grid, filled("code", "ntaname", "label")).name == "label")
  }

  @Test(arguments: ["行政代码", "行政代", "行政代\u{FFFD}", "行政区划代", "统计用区划", "xzqhbm", "XZQ_DM", "网格编", "单元网格编"])
  func cutChineseNames(name: String) throws {
    #expect(try guess(.grid, filled(name, "名称")) == FieldMapping(code: name, name: "名称"))
  }

  @Test func aBlankFieldIsNoCandidate() throws {
    let fields: [(String, [String?])] = [
      ("WGBM", [nil, "", " "]), ("code", ["1", "2", "3"]), ("mc", ["a", "b", "c"]),
    ]
    #expect(try guess(.grid, fields).code == "code")
  }

  @Test func equalFitsAreRefusedUnlessTheySayTheSame() throws {
    let error = #expect(throws: Fault.self) { try guess(.grid, filled("WGBM", "WGDM", "name")) }
    #expect(error?.code == "ambiguous-field")
    #expect(error?.what.english.contains("WGDM") == true)
    #expect(error?.hint?.english.contains("--code") == true)
    #expect(try guess(.grid, [("WGBM", ["1"]), ("WGDM", ["1"]), ("name", ["a"])]).code == "WGBM")
    #expect(try guess(.grid, filled("WGBM", "WGDM", "name"), asked: FieldMapping(code: "wgdm")).code == "WGDM")
  }

  @Test func nothingFits() throws {
    let error = #expect(throws: Fault.self) { try guess(.grid, filled("area", "perimeter")) }
    #expect(error?.code == "no-code-field")
    #expect(error?.kind == .data)
    #expect(error?.what.english.contains("perimeter") == true)
    let unknown = #expect(throws: Fault.self) {
      try guess(.grid, filled("area"), asked: FieldMapping(code: "codex"))
    }
    #expect(unknown?.code == "unknown-field")
  }

  @Test func guessesAreAnnouncedWithSamples() throws {
    let fields = [
      FieldEvidence(name: "code", values: ["1", "1", "2", "3", "4"]),
      FieldEvidence(name: "x", values: ["a", "a", "a", "b", nil]),
    ]
    let notices = try FieldGuess(file: "f.shp", fields: fields).mapping(level: .grid, asked: FieldMapping()).notices
    #expect(notices.map(\.code) == ["fields-guessed", "no-name-field"])
    #expect(notices[0].text.english.contains("code = code (1, 2, 3)"))
  }
}

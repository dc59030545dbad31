import AreaIndex
import CityStore
import SpatialPrimitives
import TestSupport
import Testing

@testable import GridPlanning

@Suite struct CodeStemTests {
  /// Areas as a database gives them: only there can they be made.
  private func stem(_ code: String, level: Level, parent: String?) throws -> CodeStem {
    let scratch = try Scratch()
    try CityDatabase.create(at: scratch.file("city.db"))
    let city = try CityDatabase.open(at: scratch.file("city.db"), for: .writing)
    let draft = try city.openDraft(of: "unified")
    let id = try AreaWriter(city, draft: draft, level: level, mode: .add).insert(
      NewArea(code: code, name: "", parentCode: parent, geometry: MultiPolygon([])))
    return try CodeStem(of: try #require(try city.area(id)))
  }

  @Test(
    arguments: [
      ("441002001001007", Level.grid, "441002001001", "441002001001", 3, ""),
      ("441002001001007", .grid, nil, "441002001001", 3, ""), ("A-12", .grid, nil, "A-", 2, ""),
      ("4401060010010012", .grid, "440106001001", "440106001001", 4, ""),
      // Codes of the statistics office fill a street up with zeros.
      ("440106001000", .street, "440106", "440106", 3, "000"), ("440106001000", .street, nil, "440106", 3, "000"),
      ("440106001001", .community, "440106001000", "440106001", 3, ""),
    ] as [(String, Level, String?, String, Int, String)])
  func numbersStandBehindWhatTheNeighboursShare(
    code: String, level: Level, parent: String?, stem: String, digits: Int, tail: String
  ) throws {
    let form = try self.stem(code, level: level, parent: parent)
    #expect(form.stem == stem && form.digits == digits && form.tail == tail)
  }

  @Test func aCodeWithoutANumberHasNoForm() throws {
    #expect(throws: (any Error).self) { _ = try stem("north", level: .grid, parent: nil) }
    let form = try stem("440106001000", level: .street, parent: nil)
    #expect(form.stems(of: ["440106001000", "440106001001"]) == ["440106001"])
  }
}

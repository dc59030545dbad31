import Diagnostics
import Testing

@testable import CityStore

@Suite struct FieldValuesTests {
  private func field(_ name: String, _ values: [String?]) -> FieldEvidence { FieldEvidence(name: name, values: values) }

  @Test func theOnlyFieldThatLooksLikeACode() {
    let fields = [
      field("nta2020", ["BK0101", "BK0102", "BK0103"]), field("nta", ["BK0101", "BK0102", "BK0103"]),
      field("place", ["Greenpoint", "Williamsburg", "South Williamsburg"]),
    ]
    #expect(FieldValues.best(for: .code, among: fields)?.name == "nta2020")
    #expect(FieldValues.best(for: .name, among: [fields[2]])?.name == "place")
  }

  @Test(arguments: [
    [[String?]](),
    [["1", "2", "2"]],  // not different
    [["1", nil, "3"]],  // not everywhere
    [["a b 1", "c d 2", "e f 3"]],  // spaces
    [["1", "2", "3"], ["7", "8", "9"]],  // two that say different things
  ])
  func noCodeWithoutEvidence(columns: [[String?]]) {
    let fields = columns.enumerated().map { field("f\($0)", $1) }
    #expect(FieldValues.best(for: .code, among: fields) == nil)
  }

  @Test func rowNumbersAreNoCodes() {
    #expect(FieldValues.best(for: .code, among: [field("OBJECTID", ["1", "2", "3"])]) == nil)
  }

  @Test func ofTwoCodeSystemsTheOneThatTellsAreasApartIsTheCode() throws {
    let old = field("WGDM", ["1", "1", nil, "4"])
    let new = field("WGBM", ["a1", "a2", "a3", "a3"])
    let guess = FieldGuess(file: "f.shp", fields: [old, new])
    let (mapping, notices) = try guess.mapping(level: .grid, asked: FieldMapping(name: nil))
    #expect(mapping.code == "WGBM")
    #expect(notices.contains { $0.code == "field-chosen" && $0.weight == .warning })
    #expect(FieldValues.flaws(old) == 2)
    #expect(FieldValues.flaws(new) == 1)
    let even = FieldGuess(file: "f.shp", fields: [old, field("WGBM", ["9", "9", nil, "7"])])
    let refusal = #expect(throws: Fault.self) { _ = try even.mapping(level: .grid, asked: FieldMapping()) }
    #expect(refusal?.code == "ambiguous-field")
  }
}

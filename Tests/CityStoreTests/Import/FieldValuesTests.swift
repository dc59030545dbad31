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
}

import Diagnostics
import SpatialFormats
import TestSupport
import Testing

/// One expression means the same in every format.
@Suite struct RowFilterTests {
  @Test(arguments: ["gpkg", "geojson", "csv", "shp"])
  func expressionsChooseRows(tail: String) throws {
    let scratch = try Scratch()
    let path = scratch.file("grid.\(tail)")
    try WritingTests.write(path)
    func codes(_ condition: String) throws -> [String?] { try Table(path, where: condition).column("code") }
    #expect(try codes("households > 5") == ["007"])
    #expect(try codes("households IN (12, -1)") == ["007", "410105001001001"])
    #expect(try codes("code = '007'") == ["007"])
    #expect(try codes("code LIKE '4101%' OR code IS NULL") == ["410105001001001", nil])
    #expect(try codes("length(code) = 15 AND NOT (share > 0.1)") == ["410105001001001"])
    #expect(try codes("1 = 1 -- all").count == 3)
    #expect(try codes("households") == ["007", "410105001001001"])
  }

  @Test(arguments: ["gpkg", "geojson"])
  func badExpressionsAreFaults(tail: String) throws {
    let scratch = try Scratch()
    let path = scratch.file("grid.\(tail)")
    try WritingTests.write(path)
    for condition in ["nothing = 1", "code = ", "1; DROP TABLE grid", ")"] {
      let fault = #expect(throws: Fault.self, "\(condition)") { try Table(path, where: condition) }
      #expect(fault?.code == "bad-where")
      #expect(fault?.kind == .usage)
      #expect(fault?.hint?.english.contains("households") == true)
    }
  }
}

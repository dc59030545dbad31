import Diagnostics
import Foundation
import SpatialFormats
import SpatialPrimitives
import TestSupport
import Testing

@testable import CityStore

@Suite struct RejectsFileTests {
  private let row = RejectedRow(
    Feature(row: 7, geometry: nil, values: [.text("a,\"b\"\n"), .integer(3), .null]), Rejection(code: "null-geometry"))

  @Test func oneFile() throws {
    let scratch = try Scratch()
    let path = scratch.file("r.csv")
    let placed = RejectedRow(
      Feature(row: 9, geometry: .point(Point(1, 2)), values: [.text("x"), .real(1.5), .null]),
      Rejection(code: "code-lost-digits", detail: "4E+14"))
    try RejectsFile.write([("f.csv", ["name", "n", "z"], [row, placed])], to: path, force: false)
    let expected = """
      line,reason,name,n,z,wkt
      7,null-geometry,"a,""b""\n",3,,
      9,code-lost-digits: 4E+14,x,1.5,,POINT (1 2)

      """
    #expect(try String(contentsOfFile: path, encoding: .utf8) == expected)
    #expect(throws: Fault.self) { try RejectsFile.write([("f.csv", [], [])], to: path, force: false) }
  }

  @Test func severalFilesShareOneTable() throws {
    let scratch = try Scratch()
    let path = scratch.file("r.csv")
    let groups: [(file: String, fields: [String], rows: [RejectedRow])] = [
      (
        "a.shp", ["name"],
        [RejectedRow(Feature(row: 1, geometry: nil, values: [.text("A")]), Rejection(code: "null-geometry"))]
      ),
      (
        "b.shp", ["code", "name"],
        [
          RejectedRow(
            Feature(row: 2, geometry: nil, values: [.text("1"), .text("B")]), Rejection(code: "null-geometry"))
        ]
      ),
    ]
    try RejectsFile.write(groups, to: path, force: false)
    let expected = """
      line,reason,file,name,code,wkt
      1,null-geometry,a.shp,A,,
      2,null-geometry,b.shp,B,1,

      """
    #expect(try String(contentsOfFile: path, encoding: .utf8) == expected)
  }
}

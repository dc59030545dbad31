import Diagnostics
import GridCodes
import Testing

struct OfficialCodeTests {
  @Test(arguments: [
    ("320508019044", OfficialCode.Kind.division, ["32", "05", "08", "019", "044"]),
    ("410105", .division, ["41", "01", "05"]),
    ("110101001001001", .unitGrid, ["11", "01", "01", "001", "001", "001"]),
    ("11010100100100A", .unitGrid, ["11", "01", "01", "001", "001", "00A"]),
    ("22020600100706", .unitGrid, ["22", "02", "06", "001", "007", "06"]),
    ("3205080101000001", .component, ["32", "05", "08", "01", "01", "000001"]),
    ("32050801001000001", .component, ["32", "05", "08", "01", "001", "000001"]),
    ("4101050601", .event, ["41", "01", "05", "06", "01"]), ("41010506010", .event, ["41", "01", "05", "06", "010"]),
  ])
  func parts(text: String, kind: OfficialCode.Kind, parts: [String]) throws {
    let reading = try #require(OfficialCode.readings(text, as: kind).first)
    #expect(reading.parts.map(\.digits) == parts && reading.faults == [])
    #expect(OfficialCode.readings(text).contains(reading))
  }

  @Test func faults() throws {
    for text in ["990508019044", "320508619044", "320508019999"] {
      #expect(try #require(OfficialCode.readings(text, as: .division).first).faults.count == 1)
    }
    #expect(try #require(OfficialCode.readings("110101001001000").first).faults.count == 1)
    #expect(try #require(OfficialCode.readings("11010100A001001").first).faults.count == 1)
    for text in ["", "1", "3205080101００0001", "32050801010000a1", "4.10105E+14"] {
      #expect(OfficialCode.readings(text).isEmpty)
    }
  }

  @Test func made() throws {
    #expect(try OfficialCode.make(.unitGrid, place: "110101001001", sequence: 7) == "110101001001007")
    #expect(try OfficialCode.make(.component, place: "320508", classDigits: "0101", sequence: 1) == "3205080101000001")
    #expect(try OfficialCode.make(.event, place: "410105", classDigits: "06010") == "41010506010")
    #expect(throws: Fault.self) { try OfficialCode.make(.unitGrid, place: "110101001001", sequence: 1000) }
    #expect(throws: Fault.self) { try OfficialCode.make(.unitGrid, place: "110101", sequence: 1) }
    #expect(throws: Fault.self) { try OfficialCode.make(.component, place: "990508", classDigits: "0101", sequence: 1) }
  }
}

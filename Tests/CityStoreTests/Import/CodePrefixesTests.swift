import AreaIndex
import Testing

@testable import CityStore

@Suite struct CodePrefixesTests {
  @Test(arguments: [
    ("410105", "410105"), ("410100", "4101"), ("410000", "41"), ("410105000", "410105"), ("410105000000", "410105"),
    ("410105001000", "410105001"), ("410105010", "410105010"), ("410105010010", "410105010010"),
    ("441900003000", "441900003"), ("1100000000", "11"), ("1111010100", "11110101"), ("11110", "11110"),
    ("BK0100", "BK0100"), ("000000", "00"), ("", ""),
  ])
  func fillingZerosGoByWholeParts(code: String, part: String) {
    #expect(CodePrefixes.significantPart(of: code) == part)
  }

  @Test func chineseCodesPaddedOrNot() {
    let prefixes = CodePrefixes([
      ("410100", .city), ("410105000000", .district), ("410106", .district), ("410105001", .street),
      ("410105001010", .community), ("410105001011", .community),
    ])
    #expect(prefixes.parents(of: "410105001010003") == [4])
    #expect(prefixes.parents(of: "410105001011003") == [5])
    #expect(prefixes.parents(of: "410105001012003") == [3], "a community that is absent: the street")
    #expect(prefixes.parents(of: "410106009") == [2], "a street that is absent: the district")
    #expect(prefixes.parents(of: "410107009") == [0])
    #expect(prefixes.parents(of: "410105") == [0], "the area itself, written without zeros, is not its own parent")
    #expect(prefixes.parents(of: "510105001") == [])
    #expect(prefixes.parents(of: "") == [])
  }

  @Test func koreanCodes() {
    let prefixes = CodePrefixes([("50", .city), ("50110", .district), ("50110250", .street)])
    #expect(prefixes.parents(of: "5011025021") == [2])
    #expect(prefixes.parents(of: "50110251") == [1])
    #expect(prefixes.parents(of: "50130") == [0])
  }

  @Test func aCityWithoutDistrictsAndDoubledCodes() {
    let prefixes = CodePrefixes([("441900000000", .city), ("4401", .city), ("440100", .district), ("4401", .district)])
    #expect(prefixes.parents(of: "441900003000") == [0])
    #expect(prefixes.parents(of: "440103") == [2, 3], "the nearer level, both areas of it")
  }
}

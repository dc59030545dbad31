import Diagnostics
import GridCodes
import TestSupport
import Testing

struct BeidouCodeTests {
  static func code(
    _ lon: String, _ lat: String, _ level: Int, height: Double? = nil, _ reading: GridHeight.Reading = .annexC,
    _ negative: GridHeight.Negative = .signMagnitude
  ) throws -> String {
    try BeidouCode.code(
      lon: #require(GridAngle(decimal: lon)), lat: #require(GridAngle(decimal: lat)), height: height, level: level,
      reading: reading, negative: negative)
  }

  private static let example = ("116.31260277777778", "39.993161111111114")

  /// GB/T 39409-2020, 39°59′35.38″N 116°18′45.37″E; levels 9 and 10 as other programs have them.
  @Test func workedExample() throws {
    let codes = [
      "N50J", "N50J47", "N50J475", "N50J47539", "N50J47539B8", "N50J47539B82", "N50J47539B8255", "N50J47539B825534",
      "N50J47539B82553461", "N50J47539B8255346152",
    ]
    for (level, code) in zip(1..., codes) { #expect(try Self.code(Self.example.0, Self.example.1, level) == code) }
  }

  @Test(arguments: [
    ("113.625368", "34.7466", "N49IB52747B35720", "N049I00B50207407B031575200"),
    ("113.264385", "23.129112", "N49FA6107CB17311", "N049F00A6010070CB011735110"),
    ("121.7163", "29.949", "N51H334C6EE12154", "N051H0033040C60EE011215540"),
    ("119.63", "25.94", "N50GB3476C600000", "N050G00B3040760C6001005000"),
    ("115.92", "38.99", "N50J355A93600000", "N050J0035050A9036001005000"),
  ])
  func citiesOnExactEdges(lon: String, lat: String, flat: String, inSpace: String) throws {
    #expect(try Self.code(lon, lat, 8) == flat)
    #expect(try Self.code(lon, lat, 8, height: 100) == inSpace)
  }

  /// Three readings of the height's digits, of which the second is that of GEOVIS iBEST-DB.
  @Test(arguments: [
    (25125, "N050J004705039CB8C20557347", "N050J004705039DB8920557347", "N050J004705039DB8920557347"),
    (8848.86, "N050J0047050394B8820551346", "N050J0047050394B8C20551346", "N050J0047050394B8C20551346"),
    (1850, "N050J0047050390B8F20551342", "N050J0047050391B8020551342", "N050J0047050391B8020551342"),
    (1839, "N050J0047050390B8E21557347", "N050J0047050390B8E21557347", "N050J0047050390B8E21557347"),
    (100, "N050J0047050390B8021555340", "N050J0047050390B8021555340", "N050J0047050390B8021555340"),
    (50, "N050J0047050390B8020556344", "N050J0047050390B8020556344", "N050J0047050390B8020556344"),
  ])
  func readings(height: Double, annexC: String, dms: String, mixed: String) throws {
    for (reading, code) in [(GridHeight.Reading.annexC, annexC), (.dms, dms), (.mixed, mixed)] {
      #expect(try Self.code(Self.example.0, Self.example.1, 8, height: height, reading) == code)
      let layer = try #require(try BeidouCode.cell(code, reading: reading).layer)
      #expect(layer.bottom <= height && height < layer.top, "\(reading)")
    }
  }

  @Test func aHeightAtLevelSix() throws {
    let place = ("116.31522216796875", "39.910277777777778")
    for (reading, code) in [
      (GridHeight.Reading.annexC, "N050J0047051347D9010"), (.dms, "N050J0047051348D9810"),
      (.mixed, "N050J0047051349D9810"),
    ] {
      #expect(try Self.code(place.0, place.1, 6, height: 45_333, reading) == code)
    }
  }

  @Test(arguments: [
    (-10, "N150J0047050390B8020551342"), (-3, "N150J0047050390B8020550343"), (-20, "N150J0047050390B8020552344"),
  ])
  func basements(height: Double, code: String) throws {
    #expect(try Self.code(Self.example.0, Self.example.1, 8, height: height) == code)
    let layer = try #require(try BeidouCode.cell(code).layer)
    #expect(layer.bottom < height && height <= layer.top)
  }

  @Test func complements() throws {
    let code = try Self.code(Self.example.0, Self.example.1, 8, height: -10, .annexC, .twosComplement)
    #expect(code == "N150J634775139FB8F21556345")
    let layer = try #require(try BeidouCode.cell(code, negative: .twosComplement).layer)
    #expect(layer.bottom <= -10 && -10 < layer.top && layer.top - layer.bottom < 1)
    #expect(throws: Fault.self) { try Self.code("1", "1", 8, height: -10, .dms, .twosComplement) }
  }

  /// The standard's printed code in space can be read.
  @Test func printedCode() throws {
    let cell = try BeidouCode.cell("N036J0093000780B3010010520430140")
    #expect(cell.level == 10 && cell.lon.count == 1 && cell.layer != nil)
  }

  /// Every code is that of its cell's places, in all hemispheres; the cell holds them.
  @Test func thereAndBack() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<400 {
      let lon = "\(Double(Int.random(in: -17_999_999...17_999_999, using: &random)) / 100_000)"
      let lat = "\(Double(Int.random(in: -8_799_999...8_799_999, using: &random)) / 100_000)"
      let level = Int.random(in: 1...10, using: &random)
      let height = Bool.random(using: &random) ? Double.random(in: -5000...90_000, using: &random) : nil
      let reading = GridHeight.Reading.allCases.randomElement(using: &random)!
      let code = try Self.code(lon, lat, level, height: height, reading)
      let cell = try BeidouCode.cell(code, reading: reading)
      let (x, y) = (try #require(Double(lon)), try #require(Double(lat)))
      #expect(cell.level == level && cell.west <= x && x <= cell.east && cell.south <= y && y <= cell.north, "\(code)")
      if let height, let layer = cell.layer { #expect(layer.bottom <= height && height <= layer.top, "\(code)") }
      let corner = try BeidouCode.code(
        lon: GridAngle(isNegative: cell.isWest, units: cell.lon.lowerBound),
        lat: GridAngle(isNegative: cell.isSouth, units: cell.lat.upperBound - 1), level: level)
      #expect(try BeidouCode.cell(corner).lon == cell.lon && BeidouCode.cell(corner).lat == cell.lat)
    }
  }

  @Test func zeroAndTheEnds() throws {
    #expect(try Self.code("0", "0", 1) == "N31A")
    #expect(try Self.code("-0.1", "-0.1", 2) == "S30A00")
    #expect(try Self.code("180", "87.9", 1) == "N60V")
    #expect(try Self.code("-180", "0", 1) == "N01A")
    for (lon, lat) in [("180.1", "0"), ("0", "88"), ("0", "-90")] {
      #expect(throws: Fault.self) { try Self.code(lon, lat, 1) }
    }
  }

  @Test(arguments: [
    "", "N", "X50J", "N00J", "N61J", "N50W", "N50J4", "N50JC7", "N50J48", "N50J476", "N50J47539F8", "N50J47539b8",
    "N50J47539B84", "N50J47539B8258", "N50J47539B82553461520", "N250J00", "N050J6A", "N050J00470502", "Ｎ50J", "N５0J",
  ])
  func badCodes(code: String) {
    do throws(Fault) {
      _ = try BeidouCode.cell(code)
      Issue.record("“\(code)” was taken")
    } catch {
      #expect(error.code == "bad-grid-code")
    }
  }

  /// Of the polar caps the standard's text is at odds with itself: their codes are known for what they are, and refused.
  @Test(arguments: ["N000", "S000", "N00012", "S000332", "N0000", "S1000", "N000312E0"]) func polarCaps(code: String) {
    do throws(Fault) {
      _ = try BeidouCode.cell(code)
      Issue.record("\(code) was read")
    } catch { #expect(error.code == "polar-code") }
  }
}

import Diagnostics
import GridCodes
import TestSupport
import Testing

struct GeoSOTCodeTests {
  static func code(_ lon: String, _ lat: String, _ level: Int, height: Double? = nil) throws -> String {
    try GeoSOTCode.code(
      lon: #require(GridAngle(decimal: lon)), lat: #require(GridAngle(decimal: lat)), height: height, level: level)
  }

  /// GB/T 40087-2021, 39°54′37.0″N 116°18′54.8″E.
  @Test func workedExample() throws {
    let lon = "116.31522222222222222222"
    let lat = "39.91027777777777777778"
    for (level, code) in [
      (6, "G001310"), (7, "G0013103"), (8, "G00131032"), (9, "G001310322"), (15, "G001310322230230"),
      (20, "G00131032223023031031"), (21, "G001310322230230310312"), (32, "G00131032223023031031211001100110"),
    ] {
      #expect(try Self.code(lon, lat, level) == code)
    }
    #expect(try GeoSOTCode.number("G001310322") == 526_498_943_937_282_048)
    #expect(try GeoSOTCode.number("G001310322230230") == 526_548_078_363_148_288)
    #expect(try GeoSOTCode.number("G00131032223023031031211001100110") == 526_548_092_549_600_276)
    #expect(GeoSOTCode.code(number: 526_548_078_363_148_288, level: 15) == "G001310322230230")
    let cell = try GeoSOTCode.cell("G001310322230230")
    #expect(cell.west == 116.3 && cell.south == 39.9)
    #expect(abs(cell.east - 116.316667) < 1e-6 && abs(cell.north - 39.916667) < 1e-6)
  }

  @Test(arguments: [
    ("76.233", "27.688", 32, "G00102312220310313101033003300330"), ("0.1", "-0.1", 20, "G20000000000033000000"),
    ("-73.9857", "40.7484", 20, "G10120300131321122122"), ("151.2093", "-33.8688", 20, "G21021011322130010022"),
    ("113.625368", "34.7466", 19, "G0013100213023012133"), ("113.625368", "34.7466", 26, "G00131002130230121333323010"),
    ("113.264385", "23.129112", 26, "G00113022300133331221133003"),
    ("121.7163", "29.949", 26, "G00113320332301033301012301"),
    ("119.63", "25.94", 26, "G00113211332210113200000000"), ("115.92", "38.99", 26, "G00131023133213302310000000"),
  ])
  func places(lon: String, lat: String, level: Int, code: String) throws {
    #expect(try Self.code(lon, lat, level) == code)
  }

  /// Of iBEST-DB's manual.
  @Test func published() throws {
    #expect(try GeoSOTCode.number(Self.code("113.22", "40.1", 12)) == 531_496_224_285_523_968)
    #expect(try GeoSOTCode.number("G001312100003") == 532_553_954_471_444_480)
    #expect(try GeoSOTCode.number("G001023122-203103-131010.33003300330") == 339_638_376_531_246_140)
    let cell = try GeoSOTCode.cell("G00131210000")
    #expect(cell.west == 116 && cell.south == 40)
    #expect(abs(cell.east - 116.266667) < 1e-6 && abs(cell.north - 40.266667) < 1e-6)
  }

  @Test func inSpace() throws {
    #expect(try Self.code("116.315222", "39.910278", 32, height: 100) == "GZ00262064446046062063523002211204")
    #expect(try Self.code("116.315222", "39.910278", 15, height: 10) == "GZ002620644460460")
    for (height, level, number) in [
      (9999.0, 32, 708_443 as UInt32), (-10, 32, 2_147_484_316), (-1234, 32, 2_147_566_096), (10_000, 20, 704_512),
    ] {
      let code = try Self.code("116", "39", level, height: height)
      #expect(try GeoSOTCode.layerNumber(code) == number)
      let layer = try #require(try GeoSOTCode.cell(code).layer)
      #expect(layer.bottom <= height && height <= layer.top)
    }
    for (lon, lat, code) in [
      ("113.625368", "34.7466", "GZ0026200426046024266774"), ("113.264385", "23.129112", "GZ0022604460026666244336"),
      ("121.7163", "29.949", "GZ0022664066460206660312"), ("119.63", "25.94", "GZ0022642266442022640110"),
      ("115.92", "38.99", "GZ0026204626642660462110"),
    ] {
      #expect(try Self.code(lon, lat, 22, height: 100) == code)
    }
  }

  @Test func thicknessOfLayers() throws {
    for (level, metres) in [
      (16, 981.0), (17, 490.5), (18, 245.2), (19, 122.6), (20, 61.3), (22, 15.3), (24, 3.8), (26, 0.96),
    ] {
      let layer = try #require(try GeoSOTCode.cell(Self.code("1", "1", level, height: 1)).layer)
      #expect(abs(layer.top - layer.bottom - metres) < 0.06, "\(level)")
    }
    #expect(abs(GridHeight.agreedBelow - 1839.585) < 0.001)
  }

  @Test func thereAndBack() throws {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<400 {
      let lon = "\(Double(Int.random(in: -18_000_000...18_000_000, using: &random)) / 100_000)"
      let lat = "\(Double(Int.random(in: -9_000_000...9_000_000, using: &random)) / 100_000)"
      let level = Int.random(in: 1...32, using: &random)
      let height = Bool.random(using: &random) ? Double.random(in: -5000...90_000, using: &random) : nil
      let code = try Self.code(lon, lat, level, height: height)
      let cell = try GeoSOTCode.cell(code)
      #expect(try GeoSOTCode.cell(GeoSOTCode.separated(code)) == cell)
      let (x, y) = (try #require(Double(lon)), try #require(Double(lat)))
      #expect(cell.level == level && cell.west <= x && x <= cell.east && cell.south <= y && y <= cell.north, "\(code)")
      if let height, let layer = cell.layer { #expect(layer.bottom <= height && height <= layer.top) }
      let corner = try GeoSOTCode.code(
        lon: GridAngle(isNegative: cell.isWest, units: cell.lon.lowerBound),
        lat: GridAngle(isNegative: cell.isSouth, units: cell.lat.upperBound - 1), level: level)
      #expect(try GeoSOTCode.cell(corner).lat == cell.lat && GeoSOTCode.cell(corner).lon == cell.lon)
    }
  }

  @Test(arguments: [
    "", "G", "H00", "G4", "GZ8", "G0a", "G000000000000000000000000000000000", "G00131032-2230230", "G００",
  ])
  func badCodes(code: String) {
    do throws(Fault) {
      _ = try GeoSOTCode.cell(code)
      Issue.record("“\(code)” was taken")
    } catch {
      #expect(error.code == "bad-grid-code")
    }
  }

  /// Minute 60 is in the tree and not on the earth.
  @Test func virtualCells() {
    // All minute bits of the latitude set: 63′.
    #expect(throws: Fault.self) { try GeoSOTCode.cell("G000000000222222") }
    #expect(throws: Fault.self) { try GeoSOTCode.cell("G022222222") }
    #expect(throws: Never.self) { try GeoSOTCode.cell("G000000000222") }
  }
}

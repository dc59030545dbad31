import Diagnostics
import SpatialPrimitives
import TestSupport
import Testing

@testable import Projections

@Suite struct CoordinateSystemTests {
  /// ESRI's words for a Gauss–Krüger zone of CGCS2000, as Chinese shapefiles carry them.
  static func esriZone(_ name: String, meridian: Int, falseEasting: Int) -> String {
    """
    PROJCS["\(name)",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",\
    SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],\
    PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",\(falseEasting).0],PARAMETER["False_Northing",0.0],\
    PARAMETER["Central_Meridian",\(meridian).0],PARAMETER["Scale_Factor",1.0],\
    PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]
    """
  }

  @Test(arguments: [
    ("EPSG:4490", 4490), ("4490", 4490), (" epsg:4547 ", 4547), ("urn:ogc:def:crs:EPSG::4526", 4526),
    ("http://www.opengis.net/def/crs/EPSG/0/4490", 4490), ("OGC:CRS84", 4326),
    ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326), ("urn:ogc:def:crs:OGC::CRS84", 4326), ("+init=epsg:2263", 2263),
    ("EPSG:4490+5737", 4490), ("+proj=longlat +datum=WGS84 +no_defs", 4326),
    ("+proj=utm +zone=50 +datum=WGS84", 32650),
    (
      """
      GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],\
      PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]
      """, 4326
    ),
    (
      """
      GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",\
      SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]
      """, 4490
    ),
  ])
  func codeIsKnown(text: String, code: Int) throws {
    let system = try CoordinateSystem(text)
    #expect(system.epsg == code)
    #expect(system.identifier == "EPSG:\(code)")
    #expect(system.text == text)
  }

  @Test(arguments: 25...45)
  func esriZonesOfThreeDegreesAreIdentified(zone: Int) throws {
    let prefixed = Self.esriZone(
      "CGCS2000_3_Degree_GK_Zone_\(zone)", meridian: 3 * zone, falseEasting: zone * 1_000_000 + 500_000)
    #expect(try CoordinateSystem(prefixed).epsg == 4513 + zone - 25)
    let central = Self.esriZone(
      "CGCS2000_3_Degree_GK_CM_\(3 * zone)E", meridian: 3 * zone, falseEasting: 500_000)
    #expect(try CoordinateSystem(central).epsg == 4534 + zone - 25)
  }

  @Test func identificationGoesByParametersNotByName() throws {
    // A zone's name over a meridian that is not the zone's: a city's own system.
    let own = Self.esriZone("CGCS2000_3_Degree_GK_CM_114E", meridian: 113, falseEasting: 500_000)
    #expect(try CoordinateSystem(own).epsg == nil)
    let datumUnknown = try CoordinateSystem("+proj=tmerc +lat_0=0 +lon_0=114 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80")
    #expect(datumUnknown.epsg == nil)
    #expect(datumUnknown.kind == .projected)
  }

  @Test(arguments: [4490, 4326, 4547, 4526, 4498, 2263, 3857, 32650, 2349, 2401])
  func wellKnownTextReadsBack(code: Int) throws {
    let system = try CoordinateSystem("EPSG:\(code)")
    let wkt = try #require(system.wkt)
    #expect(try CoordinateSystem(wkt).epsg == code)
    #expect(try CoordinateSystem(system.spatialReferenceRow.wkt).isEquivalent(to: system))
    if let esri = system.esriWKT { #expect(try CoordinateSystem(esri).epsg == code) }
    #expect(!wkt.contains("\n"))
  }

  @Test func unitsAndKinds() throws {
    #expect(try CoordinateSystem("EPSG:4547").metresPerUnit == 1)
    let feet = try CoordinateSystem("EPSG:2263")
    #expect(abs(feet.metresPerUnit - 1200.0 / 3937) < 1e-15)
    #expect(feet.kind == .projected)
    let degrees = try CoordinateSystem("EPSG:4490")
    #expect(degrees.kind == .geographic)
    #expect(abs(degrees.metresPerUnit - 111_195) < 1)
    let use = try #require(degrees.areaOfUse)
    #expect(use.contains(Point(114, 34)) && !use.contains(Point(-74, 41)))
  }

  @Test func geographicBase() throws {
    #expect(try CoordinateSystem("EPSG:4547").geographicBase.epsg == 4490)
    #expect(try CoordinateSystem("EPSG:2263").geographicBase.epsg == 4269)
    #expect(try CoordinateSystem("EPSG:4490").geographicBase.epsg == 4490)
    #expect(try CoordinateSystem("bd09mc").geographicBase == CoordinateSystem("bd09"))
    #expect(try CoordinateSystem("gcj02").geographicBase == CoordinateSystem("gcj02"))
    let zone = Self.esriZone("CGCS2000_3_Degree_GK_Zone_38", meridian: 114, falseEasting: 38_500_000)
    #expect(try CoordinateSystem(zone).geographicBase.epsg == 4490)
  }

  @Test(arguments: ["gcj02", "GCJ-02", "bd09", "BD-09", "bd09mc", "BD09_MC", "gcj02:none"])
  func chineseOffsets(text: String) throws {
    let system = try CoordinateSystem(text)
    #expect(system.isChineseOffset)
    #expect(system.epsg == nil)
    #expect(system.wkt == nil)
    #expect(try CoordinateSystem(system.identifier) == system)
  }

  @Test func rowForStorage() throws {
    let row = try CoordinateSystem("EPSG:4490").spatialReferenceRow
    #expect(row.srid == 4490)
    #expect(row.authority == "epsg")
    #expect(row.proj4text == "+proj=longlat +ellps=GRS80 +no_defs")
    #expect(row.wkt.hasPrefix("GEOGCS["))
    #expect(try CoordinateSystem("gcj02").spatialReferenceRow.srid == nil)
  }

  @Test(arguments: [
    "", "  ", "foo", "WGS84ish", "EPSG:", "EPSG:999999", "EPSG:abc", "+proj=nosuch", "PROJCS[\"broken\"", "-1", "0",
    "gcj02:maybe", "gcj02:box:none", "郑州", "{}", "http://example.com/4490",
  ])
  func nonsenseIsRefused(text: String) {
    let fault = #expect(throws: Fault.self) { try CoordinateSystem(text) }
    #expect(fault?.code == "unknown-crs")
    #expect(fault?.kind == .data)
    #expect(fault?.hint != nil)
  }

  @Test(arguments: ["EPSG:5737", "EPSG:4479"])
  func systemsWithoutPlaneAreRefused(text: String) {
    let fault = #expect(throws: Fault.self) { try CoordinateSystem(text) }
    #expect(fault?.code == "unsupported-crs")
  }

  @Test func axisOrderIsNoDifference() throws {
    let eastFirst = try CoordinateSystem(
      Self.esriZone("whatever", meridian: 114, falseEasting: 500_000))
    #expect(eastFirst.isEquivalent(to: try CoordinateSystem("EPSG:4547")))
    #expect(!eastFirst.isEquivalent(to: try CoordinateSystem("EPSG:4546")))
    #expect(try !CoordinateSystem("gcj02").isEquivalent(to: CoordinateSystem("EPSG:4326")))
  }

  /// What is said of them without PROJ is what PROJ says of them.
  @Test(arguments: ["EPSG:4490", "EPSG:4326", "4490", "OGC:CRS84"])
  func knownSystemsAreAsPROJHasThem(text: String) throws {
    let notation = try #require(CRSNotation.normalized(text))
    let known = try #require(CoordinateSystem.known(notation, text: text))
    let read = try CoordinateSystem(proj: text)
    #expect(known.text == read.text)
    #expect(known.identifier == read.identifier)
    #expect(known.name == read.name)
    #expect(known.kind == read.kind)
    #expect(known.epsg == read.epsg)
    #expect(known.metresPerUnit == read.metresPerUnit)
    #expect(known.areaOfUse == read.areaOfUse)
    #expect(known.definition == read.definition)
    let ellipsoid = try #require(known.knownEllipsoid)
    let object = try #require(read.opened())
    let parameters = try #require(object.ellipsoidParameters())
    #expect(ellipsoid.axis == parameters.axis)
    #expect(ellipsoid.inverseFlattening == parameters.inverseFlattening)
  }
}

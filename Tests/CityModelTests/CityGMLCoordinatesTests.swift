import CityModel
import SpatialPrimitives
import Testing

/// Coordinates in every form, and the order of their axes.
struct CityGMLCoordinatesTests {
  private typealias Samples = CityGMLSamples

  private static func place(_ text: String) -> String {
    "<gen:GenericCityObject gml:id=\"p\"><gen:lod1Geometry><gml:Point><gml:pos>\(text)</gml:pos></gml:Point></gen:lod1Geometry></gen:GenericCityObject>"
  }

  /// The system, two places of the envelope as they are written, and the same as east and north.
  @Test(arguments: [
    ("urn:ogc:def:crs:EPSG::4490", "22.5 113.2 5", Point3(113.2, 22.5, 5)),
    ("http://www.opengis.net/def/crs/EPSG/0/4490", "22.5 113.2 5", Point3(113.2, 22.5, 5)),
    ("EPSG:4490", "113.2 22.5 5", Point3(113.2, 22.5, 5)),
    // Written the other way round than its name says, which its places tell.
    ("EPSG:4490", "22.5 113.2 5", Point3(113.2, 22.5, 5)),
    ("urn:ogc:def:crs:EPSG::4490", "113.2 22.5 5", Point3(113.2, 22.5, 5)),
    ("urn:ogc:def:crs:EPSG::4547", "400000 2500000 5", Point3(400_000, 2_500_000, 5)),
    ("urn:ogc:def:crs:EPSG::4547", "2500000 400000 5", Point3(400_000, 2_500_000, 5)),
    ("urn:adv:crs:ETRS89_UTM32*DE_DHHN92_NH", "457841 5439082 111", Point3(457_841, 5_439_082, 111)),
    ("#local-1", "22.5 113.2 5", Point3(22.5, 113.2, 5)),
  ])
  func theOrderOfTheAxes(system: String, written: String, expected: Point3) throws {
    let found = try Samples.imported([Self.place(written)], system: system, low: written, high: written)
    #expect(found["p"]?.object.geometries.first?.points == [expected], "\(system) \(written)")
  }

  @Test func coordinatesInEveryForm() throws {
    let ring = "400000 2500000 400004 2500000 400004 2500004"
    let flat = """
      <luse:LandUse gml:id="flat"><luse:lod1MultiSurface><gml:MultiSurface srsDimension="2"><gml:surfaceMember><gml:Polygon>\
      <gml:exterior><gml:LinearRing><gml:posList>\(ring) 400000 2500000</gml:posList></gml:LinearRing></gml:exterior>\
      </gml:Polygon></gml:surfaceMember></gml:MultiSurface></luse:lod1MultiSurface></luse:LandUse>
      """
    let old = """
      <luse:LandUse gml:id="old"><luse:lod1MultiSurface><gml:MultiSurface><gml:surfaceMember><gml:Polygon><gml:exterior>\
      <gml:LinearRing><gml:coordinates>400000,2500000,0 400004,2500000,0 400004,2500004,0</gml:coordinates></gml:LinearRing>\
      </gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface></luse:lod1MultiSurface></luse:LandUse>
      """
    let single = old.replacingOnce("\"old\"", with: "\"single\"").replacingOnce(
      "<gml:coordinates>400000,2500000,0 400004,2500000,0 400004,2500004,0</gml:coordinates>",
      with:
        "<gml:pos>400000 2500000 0</gml:pos><gml:pos>4.00004e5 +2500000\n0</gml:pos><gml:pos>400004 2500004 0</gml:pos>"
    )
    let found = try Samples.imported([flat, old, single])
    let shape = try #require(found["flat"]?.object.geometries)
    #expect(shape.first?.points.count == 3)
    #expect(found["old"]?.object.geometries == shape && found["single"]?.object.geometries == shape)
  }

  /// A geometry may say that it is in the same system without heights.
  @Test func theSameSystemByAnotherName() throws {
    let text = Self.place("22.5 113.2 5").replacingOnce("<gml:Point>", with: "<gml:Point srsName=\"EPSG:4490\">")
    let found = try Samples.imported(
      [text], system: "urn:ogc:def:crs:EPSG::4479", low: "22.5 113.2 5", high: "22.5 113.2 5", rejected: 1)
    #expect(found.isEmpty)
    let three = try Samples.imported(
      [text], system: "urn:ogc:def:crs:EPSG::4480", low: "22.5 113.2 5", high: "22.5 113.2 5")
    #expect(three["p"]?.box.minX == 113.2)
  }
}

import Foundation
import Projections
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct ChineseOffsetTests {
  struct Vector: Sendable {
    var name: String
    var plain: Point
    var mars: Point
    var baidu: Point?
  }

  /// Eight decimals: a millimetre is the last digit, so half of it in each axis is rounding.
  static let places = [
    Vector(
      name: "Tiananmen", plain: Point(116.391265, 39.907339), mars: Point(116.39750614, 39.90874025),
      baidu: Point(116.40387908, 39.91508361)),
    Vector(
      name: "Zhengzhou", plain: Point(113.625368, 34.7466), mars: Point(113.63141464, 34.74541742),
      baidu: Point(113.6378154, 34.75172281)),
    Vector(
      name: "Guangzhou", plain: Point(113.264385, 23.129112), mars: Point(113.26971458, 23.12643534),
      baidu: Point(113.27613577, 23.13272312)),
    // eviltransform's and coordtransform's tests, in full digits.
    Vector(name: "Shanghai", plain: Point(121.5272106, 31.1774276), mars: Point(121.531541859215, 31.17530398364597)),
    Vector(name: "Shenzhen", plain: Point(113.912316, 22.543847), mars: Point(113.9171764808363, 22.540796131694766)),
    Vector(name: "Beijing", plain: Point(116.377817, 39.911954), mars: Point(116.38404722455657, 39.91334545536069)),
    Vector(name: "Beijing", plain: Point(116.404, 39.915), mars: Point(116.41024449916938, 39.91640428150164)),
  ]

  @Test(arguments: places)
  func publishedVectors(vector: Vector) throws {
    let mars = try #require(try transformation("EPSG:4326", "gcj02").transform(vector.plain))
    #expect(metres(mars, vector.mars) < 0.001)
    let plain = try #require(try transformation("gcj02", "EPSG:4326").transform(vector.mars))
    #expect(metres(plain, vector.plain) < 0.001)
    if let baidu = vector.baidu {
      let result = try #require(try transformation("EPSG:4326", "bd09").transform(vector.plain))
      #expect(metres(result, baidu) < 0.001)
      let back = try #require(try transformation("bd09", "EPSG:4490").transform(baidu))
      #expect(metres(back, vector.plain) < 0.001)
    }
  }

  @Test func baiduAlone() throws {
    let there = try #require(try transformation("gcj02", "bd09").transform(Point(116.404, 39.915)))
    #expect(metres(there, Point(116.41036949371029, 39.92133699351021)) < 0.000_001)
    // The published inverse stops after one step and is off by centimetres; ours comes back to the start.
    let back = try #require(try transformation("bd09", "gcj02").transform(there))
    #expect(metres(back, Point(116.404, 39.915)) < 0.000_001)
  }

  /// gcoord's vectors for Baidu's Mercator, and its 332 cities. These give degrees to seven places, 11 mm.
  @Test func mercatorVectors() throws {
    let there = try transformation("bd09", "bd09mc")
    let south = try #require(there.transform(Point(-123, -45)))
    #expect(abs(south.x + 13692446.35077864) < 1e-6 && abs(south.y + 5591020.962240655) < 1e-6)
    let equator = try #require(there.transform(Point(123, 0)))
    #expect(abs(equator.x - 13692446.35430805) < 1e-6 && abs(equator.y - 0.00369383431289) < 1e-6)
  }

  private struct City: Decodable {
    struct Coordinates: Decodable {
      var mars: [Double]
      var baidu: [Double]
      var mercator: [Double]

      enum CodingKeys: String, CodingKey {
        case mars = "GCJ02"
        case baidu = "BD09"
        case mercator = "BD09MC"
      }
    }
    var coords: Coordinates
  }

  @Test(.enabled(if: SharedData.isPresent("cn_coord/gcoord/test__fixtures__china-cities.json")))
  func citiesOfChina() throws {
    let path = SharedData.path("cn_coord/gcoord/test__fixtures__china-cities.json")
    let cities = try JSONDecoder().decode([City].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    let point = { (pair: [Double]) in Point(pair[0], pair[1]) }
    let toBaidu = try transformation("gcj02", "bd09")
    let toMercator = try transformation("bd09", "bd09mc")
    let fromMercator = try transformation("bd09mc", "bd09")
    // Half of the last place in each axis, at either end.
    let rounding = 2 * hypot(0.5e-7, 0.5e-7) * 111_320
    for city in cities {
      let (mars, baidu, mercator) = (point(city.coords.mars), point(city.coords.baidu), point(city.coords.mercator))
      #expect(metres(try #require(toBaidu.transform(mars)), baidu) < 0.001 + rounding)
      let there = try #require(toMercator.transform(baidu))
      #expect(hypot(there.x - mercator.x, there.y - mercator.y) < 0.001 + rounding)
      #expect(metres(try #require(fromMercator.transform(mercator)), baidu) < 0.001 + rounding)
    }
    #expect(cities.count > 300)
  }

  @Test func wayBackIsExactAllOverChina() throws {
    var generator = SeededGenerator(seed: 20_261)
    for system in ["gcj02", "bd09", "bd09mc"] {
      let there = try transformation("EPSG:4490", system)
      let back = try transformation(system, "EPSG:4490")
      var worst = 0.0
      for _ in 0..<20_000 {
        let start = Point(.random(in: 74...134, using: &generator), .random(in: 18.5...53, using: &generator))
        let end = try #require(there.transform(start))
        worst = max(worst, metres(start, try #require(back.transform(end))))
      }
      #expect(worst < 0.000_001, "\(system), seed 20261: \(worst) m")
    }
  }

  @Test func jumpsOfTheMercatorGiveTheBandsBorder() throws {
    let back = try transformation("bd09mc", "bd09")
    // Between 3 481 989.8195 and 3 481 989.8639 no latitude's image lies.
    let inGap = try #require(back.transform(Point(12_000_000, 3_481_989.84)))
    #expect(inGap.y == 30)
    let south = try #require(back.transform(Point(-12_000_000, -3_481_989.84)))
    #expect(south.y == -30)
  }

  @Test func outsideChinaIsAChoice() throws {
    let seoul = Point(140.0, 36.0)
    #expect(try transformation("EPSG:4326", "gcj02").transform(seoul) == seoul)
    #expect(try transformation("gcj02", "EPSG:4326").transform(seoul) == seoul)
    let shifted = try #require(try transformation("EPSG:4326", "gcj02:none").transform(seoul))
    #expect(metres(shifted, seoul) > 20)
    let back = try #require(try transformation("gcj02:none", "EPSG:4326").transform(shifted))
    #expect(metres(back, seoul) < 0.000_001)
    // Inside, the choice is none.
    let inside = Point(113.6, 34.7)
    #expect(
      try transformation("EPSG:4326", "gcj02").transform(inside)
        == transformation("EPSG:4326", "gcj02:none").transform(inside))
  }
}

import AreaIndex
import CityQueries
import CityStore
import Diagnostics
import SpatialPrimitives
import TestSupport
import Testing

/// One place asked gives what the whole catalog gives, though only the areas around it are read.
@Suite struct PlaceLocatorTests {
  /// The sample city at all six levels, made once for all tests, which only read it.
  private static let sample = Result { () throws -> Scratch in
    let scratch = try Scratch()
    for level in Level.allCases {
      var request = ImportRequest(files: [SharedData.geodata("district.gpkg")], level: level)
      request.layer = level.name
      request.activate = level == .unit
      _ = try CityDatabase.importAreas(request, at: scratch.file("city.db"))
    }
    return scratch
  }

  let path: String
  init() throws { path = try PlaceLocatorTests.sample.get().file("city.db") }

  @Test func equalsTheWholeCatalogEverywhere() throws {
    let city = try CityDatabase.open(at: path, for: .reading)
    let edition = try city.edition(EditionSelector())
    let catalog = try city.catalog(of: edition, threads: 1)
    var places: [Point] = []
    var box = Box.empty
    // Vertices and the middles of edges are borders, bit for bit; the rest is anywhere, outside the city too.
    try city.forEachArea(in: edition, level: .grid) { area throws(Fault) in
      let points = area.geometry.polygons[0].exterior.points
      box.formUnion(area.geometry.box)
      places.append(points[0])
      places.append(Point((points[0].x + points[1].x) / 2, (points[0].y + points[1].y) / 2))
    }
    var random = SeededGenerator(seed: 20_260_301)
    let wide = box.expanded(by: box.width / 10)
    for _ in 0..<200 {
      places.append(
        Point(
          .random(in: wide.minX...wide.maxX, using: &random), .random(in: wide.minY...wide.maxY, using: &random)))
    }
    let locator = try PlaceLocator(city)
    for place in places {
      let answer = catalog.index.assign(place)
      let located = try locator.locate(place)
      for level in catalog.levels {
        let ordinal = answer.area(at: level)
        let area = located.areas.first { $0.level == level }
        #expect(area?.code == (ordinal < 0 ? nil : catalog.areas[Int(ordinal)].code), "\(place) at \(level)")
        #expect((area == nil) == located.missing.contains(level))
        if let area {
          #expect((area.match == .boundary) == answer.isBoundary(level), "\(place) at \(level)")
          #expect((area.border == 0) == area.candidates.contains { $0.match == .boundary } || area.border < 0.01)
          #expect(area.candidates.first?.code == area.code)
        }
      }
    }
  }

  @Test func aBorderIsExplained() throws {
    let city = try CityDatabase.open(at: path, for: .reading)
    let grids = try city.areas(in: try city.edition(EditionSelector()), level: .grid)
    let shared = Dictionary(
      grouping: grids.flatMap { grid in Set(grid.geometry.polygons[0].exterior.points).map { ($0, grid.code) } },
      by: \.0)
    let place = try #require(shared.first { $0.value.count == 3 })
    let grid = try #require(try PlaceLocator(city).locate(place.key).areas.first { $0.level == .grid })
    #expect(grid.match == .boundary)
    #expect(grid.border == 0)
    #expect(Set(grid.candidates.map(\.code)) == Set(place.value.map(\.1)))
    #expect(grid.reason.english.hasPrefix("the place is on a border of 3 areas; "))
  }

  /// A place of the city in GCJ-02, by the published formula, comes back to where it was.
  @Test func aShiftedPlaceIsPutBack() throws {
    let city = try CityDatabase.open(at: path, for: .reading)
    let plain = try PlaceLocator(city).locate(Point(112.89, 22.63))
    let shifted = try PlaceLocator(city, crs: "gcj02").locate(
      Point(112.895_007_257_754_44, 22.626_953_268_588_874))
    #expect(abs(shifted.lon - plain.lon) < 1e-8 && abs(shifted.lat - plain.lat) < 1e-8)
    #expect(shifted.areas.map(\.code) == plain.areas.map(\.code))
  }

  @Test(arguments: [Point(200, 22), Point(112, 91), Point(.nan, 22)])
  func whatIsNoPlaceIsRefused(place: Point) throws {
    let city = try CityDatabase.open(at: path, for: .reading)
    let refusal = #expect(throws: Fault.self) { _ = try PlaceLocator(city).locate(place) }
    #expect(refusal?.code == "outside-crs")
    #expect(refusal?.kind == .data)
  }
}

import Diagnostics
import Testing

@testable import Casework

@Suite struct EventColumnsTests {
  static let found: [(names: [String], lon: String, lat: String)] = [
    (["id", "lon", "lat"], "lon", "lat"), (["LAT", "LNG"], "LNG", "LAT"), (["经度", "纬度"], "经度", "纬度"),
    (["任务号", "X坐标", "Y坐标"], "X坐标", "Y坐标"), (["x", "y"], "x", "y"),
    (["Latitude", "Longitude", "X Coordinate (State Plane)", "Location"], "Longitude", "Latitude"),
    (["geo_x", "lon", "lat", "x", "y"], "lon", "lat"),
  ]

  @Test(arguments: found) func findsCoordinatesByName(names: [String], lon: String, lat: String) throws {
    let columns = try EventColumns(names, path: "e.csv").coordinates(lon: nil, lat: nil, kind: .geographic)
    #expect(names[columns.lon] == lon)
    #expect(names[columns.lat] == lat)
    #expect(columns.isGuess)
  }

  @Test func aProjectedSystemPrefersXAndY() throws {
    let columns = EventColumns(["lon", "lat", "x", "y"], path: "e.csv")
    let found = try columns.coordinates(lon: nil, lat: nil, kind: .projected)
    #expect((found.lon, found.lat) == (2, 3))
  }

  @Test func takesWhatIsNamed() throws {
    let columns = EventColumns(["A", "B", "lat"], path: "e.csv")
    let both = try columns.coordinates(lon: "A", lat: "b", kind: .geographic)
    #expect((both.lon, both.lat, both.isGuess) == (0, 1, false))
    let one = try columns.coordinates(lon: "A", lat: nil, kind: .geographic)
    #expect((one.lon, one.lat) == (0, 2))
  }

  static let refused: [(names: [String], lon: String?, code: String)] = [
    (["a", "b"], nil, "missing-column"), (["lon", "经度", "lat"], nil, "ambiguous-column"),
    (["lon", "lon", "lat"], "lon", "ambiguous-column"), (["lon", "lat"], "no", "missing-column"),
    (["lon"], nil, "missing-column"),
  ]

  @Test(arguments: refused) func refusesWithTheColumnsThatThereAre(names: [String], lon: String?, code: String) throws {
    let fault = try #require(throws: Fault.self) {
      _ = try EventColumns(names, path: "e.csv").coordinates(lon: lon, lat: nil, kind: .geographic)
    }
    #expect(fault.code == code)
    #expect(fault.kind == .data)
    #expect(
      (fault.hint?.english ?? "" + fault.what.english).contains(names[0]) || fault.what.english.contains(names[0]))
  }
}

import AreaIndex
import Casework
import CityStore
import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import TestSupport

/// A private database with the sample city's communities and grids, and cases scattered over it.
struct CaseFixture {
  let scratch: Scratch
  let path: String
  let city: CityDatabase
  /// Every case's place, by its number.
  let places: [Point]

  static let seed: UInt64 = 7_434

  /// The areas alone, imported once for all tests.
  private static let areas = Result { () throws -> Scratch in
    let scratch = try Scratch()
    for level in [Level.community, .grid] {
      var request = ImportRequest(files: [SharedData.geodata("district.gpkg")], level: level)
      request.layer = level.name
      request.activate = level == .grid
      _ = try CityDatabase.importAreas(request, at: scratch.file("city.db"))
    }
    return scratch
  }

  init(cases count: Int) throws {
    scratch = try Scratch()
    path = scratch.file("city.db")
    try CityDatabase.open(at: CaseFixture.areas.get().file("city.db"), for: .reading).backUp(to: path)
    let city = try CityDatabase.open(at: path, for: .writing)
    let edition = try city.edition(EditionSelector())
    let catalog = try city.catalog(of: edition, threads: 1)
    var box = Box.empty
    try city.forEachArea(in: edition, level: .community) { area throws(Fault) in box.formUnion(area.geometry.box) }
    var random = SeededGenerator(seed: CaseFixture.seed)
    let places = (0..<count).map { _ in
      Point(.random(in: box.minX...box.maxX, using: &random), .random(in: box.minY...box.maxY, using: &random))
    }
    try city.transaction { () throws(Fault) in
      for (number, place) in places.enumerated() {
        let answer = catalog.index.assign(place)
        func code(_ level: Level) -> SQLValue {
          let ordinal = answer.area(at: level)
          return ordinal < 0 ? .null : .text(catalog.areas[Int(ordinal)].code)
        }
        try city.connection.run(
          """
          INSERT INTO cases (id, lon, lat, geometry, edition_id, community_code, grid_code, match, status, category,
            reported_at, attributes, first_saved_at, updated_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '{}', 0, 0)
          """,
          [
            .text("C\(number)"), .real(place.x), .real(place.y), .blob(SpatiaLiteBlob.encode(place, srid: city.srid)),
            .integer(edition.id), code(.community), code(.grid),
            .text(answer.area(at: .grid) < 0 ? "outside" : "inside"), .text(number % 3 == 0 ? "结案" : "处置中"),
            .text("类\(number % 5)"), .integer(Int64(number) * 60_000),
          ])
      }
    }
    self.city = city
    self.places = places
  }
}

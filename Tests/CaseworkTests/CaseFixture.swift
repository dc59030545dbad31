import AreaIndex
import Casework
import CityStore
import Diagnostics
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
    var box = Box.empty
    try city.forEachArea(in: edition, level: .community) { area throws(Fault) in box.formUnion(area.geometry.box) }
    var random = SeededGenerator(seed: CaseFixture.seed)
    let places = (0..<count).map { _ in
      Point(.random(in: box.minX...box.maxX, using: &random), .random(in: box.minY...box.maxY, using: &random))
    }
    try storeCases(places, of: edition, in: city, every: 60_000)
    self.city = city
    self.places = places
  }
}

import CoverageTopology
import SpatialPrimitives

/// A city's layers by where they lie, so that each community finds its own.
struct GroundPieces: Sendable {
  private let city: CityGround
  private let homes: [Int?]
  private let isGeographic: Bool
  private let buildings: BoxCells
  private let barrierLines: BoxCells
  private let barrierAreas: BoxCells

  init(_ city: CityGround, _ homes: [Int?], isGeographic: Bool) {
    self.city = city
    self.homes = homes
    self.isGeographic = isGeographic
    buildings = BoxCells(
      city.buildings.map { $0.outline.isEmpty ? Box(around: CollectionOfOne($0.place)) : $0.outline.box })
    barrierLines = BoxCells(city.barrierLines.map { Box(around: $0) })
    barrierAreas = BoxCells(city.barrierAreas.map(\.box))
  }

  /// What meets a community's box; its own buildings with their households, its neighbours' with none.
  func ground(of region: MultiPolygon, number: Int, _ metric: LocalMetric) -> BlockGround {
    let box = region.box
    var ground = BlockGround(region: region, metric: isGeographic ? .geographic(latitude: box.center.y) : metric)
    city.streets.lay(on: &ground)
    for item in buildings.items(meeting: box) {
      var building = city.buildings[Int(item)]
      let isOwn = homes[Int(item)] == number
      if !isOwn {
        guard building.outline.box.intersects(box) else { continue }
        building.households = 0
      }
      ground.buildings.append(building)
    }
    ground.barrierLines = barrierLines.items(meeting: box).map { city.barrierLines[Int($0)] }
    ground.barrierAreas = barrierAreas.items(meeting: box).map { city.barrierAreas[Int($0)] }
    ground.bridges = city.bridges.filter { $0.box.intersects(box) }
    ground.wholes = city.wholes.filter { $0.box.intersects(box) }
    return ground
  }

  func specials(in region: MultiPolygon) -> [(name: String, geometry: MultiPolygon)] {
    city.specials.filter { $0.geometry.box.intersects(region.box) }
  }
}

import CoverageTopology
import SpatialPrimitives

/// A city's layers by where they lie, so that each community finds its own.
struct GroundPieces: Sendable {
  private let city: CityGround
  private let homes: [Int?]
  private let isGeographic: Bool
  private let streets: BoxCells
  private let buildings: BoxCells
  private let barrierLines: BoxCells

  init(_ city: CityGround, _ homes: [Int?], isGeographic: Bool) {
    self.city = city
    self.homes = homes
    self.isGeographic = isGeographic
    streets = BoxCells(city.streets.map { Box(around: $0.points) })
    buildings = BoxCells(
      city.buildings.map { $0.outline.isEmpty ? Box(around: CollectionOfOne($0.place)) : $0.outline.box })
    barrierLines = BoxCells(city.barrierLines.map { Box(around: $0) })
  }

  /// What meets a community's box; its own buildings with their households, its neighbours' with none.
  func ground(of region: MultiPolygon, number: Int, _ metric: LocalMetric) -> BlockGround {
    let box = region.box
    var ground = BlockGround(region: region, metric: isGeographic ? .geographic(latitude: box.center.y) : metric)
    ground.streets = streets.items(meeting: box).map { city.streets[Int($0)] }.filter {
      Box(around: $0.points).intersects(box)
    }
    ground.carriageways = city.carriageways.filter { $0.area.box.intersects(box) }
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
    ground.barrierAreas = city.barrierAreas.filter { $0.box.intersects(box) }
    ground.bridges = city.bridges.filter { $0.box.intersects(box) }
    ground.wholes = city.wholes.filter { $0.box.intersects(box) }
    return ground
  }

  func specials(in region: MultiPolygon) -> [(name: String, geometry: MultiPolygon)] {
    city.specials.filter { $0.geometry.box.intersects(region.box) }
  }
}

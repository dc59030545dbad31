// Draws grids in a made-up community of eight by eight blocks: values in, values out, and no database.

import GridPlanning
import SpatialPrimitives

func square(_ x: Double, _ y: Double, _ side: Double) -> MultiPolygon {
  let corners = [Point(x, y), Point(x + side, y), Point(x + side, y + side), Point(x, y + side), Point(x, y)]
  return MultiPolygon([Polygon(Ring(corners))])
}

var ground = BlockGround(region: square(0, 0, 800), metric: .planar(metresPerUnit: 1))
for at in stride(from: 100.0, to: 800, by: 100) {
  ground.streets.append(.init([Point(at, 0), Point(at, 800)]))
  ground.streets.append(.init([Point(0, at), Point(800, at)], weight: 2))
}
for (number, x) in stride(from: 10.0, to: 800, by: 50).enumerated() {
  for y in stride(from: 10.0, to: 800, by: 50) {
    ground.buildings.append(.init(outline: square(x, y, 30), households: Double(8 + number % 5)))
  }
}

let community = CommunityTask(code: "441002001001", name: "Allerton", ground: ground)
let drawn = try community.drawn(GridTargets(households: 300))
for grid in drawn.grids {
  print(grid.households, "households on", Int(grid.squareMetres), "m²,", grid.officers, "officers")
}
for reason in drawn.reasons { print(reason.code, "at", reason.place.x, reason.place.y) }

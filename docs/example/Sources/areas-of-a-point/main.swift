// Prints the areas of one point: areas-of-a-point CITY.db LON LAT

import AreaIndex
import CityStore
import SpatialPrimitives

let path = CommandLine.arguments[1]
let point = Point(Double(CommandLine.arguments[2])!, Double(CommandLine.arguments[3])!)

let city = try CityDatabase.open(at: path, for: .reading)
let catalog = try city.catalog(of: try city.edition(EditionSelector()), threads: 2)
let answer = catalog.index.assign(point)
for level in catalog.levels where answer.area(at: level) >= 0 {
  let area = catalog.areas[Int(answer.area(at: level))]
  print(level.name, area.code, area.name)
}

import CityStore
import CoverageTopology
import Diagnostics
import GEOSOperations
import SpatialPrimitives
import SystemFiles

/// The streets of a city by where they lie: lines, and areas from kerb to kerb.
struct CityStreets: Sendable {
  private let lines: [BlockGround.Street]
  private let areas: [BlockGround.Carriageway]
  private let lineCells: BoxCells
  private let areaCells: BoxCells

  /// - Throws: `geometry-failure`.
  init(lines: [BlockGround.Street] = [], areas: [BlockGround.Carriageway] = []) throws(Fault) {
    self.lines = lines
    lineCells = BoxCells(lines.map { Box(around: $0.points) })
    var pieces: [BlockGround.Carriageway] = []
    if !areas.isEmpty {
      let geos = try GEOSContext()
      for street in areas {
        pieces += try CityStreets.pieces(of: street.area, geos).map {
          BlockGround.Carriageway($0, weight: street.weight)
        }
      }
    }
    self.areas = pieces
    areaCells = BoxCells(pieces.map(\.area.box))
  }

  /// - Throws: what makes the file unusable; `geometry-failure`.
  init(file path: String, in city: CityDatabase, listener: Listener) throws(Fault) {
    let layer = try city.mapLayer(inFile: path, listener: listener)
    let weights = StreetWeights(layer.fields)
    var lines: [BlockGround.Street] = []
    var areas: [BlockGround.Carriageway] = []
    for row in layer.rows {
      let weight = weights.weight(row.values)
      if let area = row.geometry.asMultiPolygon {
        areas.append(BlockGround.Carriageway(area, weight: weight))
      } else {
        lines += row.geometry.paths.map { BlockGround.Street($0, weight: weight) }
      }
    }
    try self.init(lines: lines, areas: areas)
  }

  var isEmpty: Bool { lines.isEmpty && areas.isEmpty }

  /// Gives a community's ground the streets that meet its box.
  func lay(on ground: inout BlockGround) {
    let box = ground.region.box
    ground.streets = lineCells.items(meeting: box).map { lines[Int($0)] }.filter {
      Box(around: $0.points).intersects(box)
    }
    ground.carriageways = areaCells.items(meeting: box).map { areas[Int($0)] }.filter { $0.area.box.intersects(box) }
  }

  /// All lines, and those along the middle of the areas in each region: what grids there are drawn along.
  ///
  /// - Parameter regions: with the metres to a unit of their coordinates.
  /// - Throws: `geometry-failure`.
  func followed(in regions: [(area: MultiPolygon, metric: LocalMetric)], threads: Int) throws(Fault) -> [[Point]] {
    var result = lines.map(\.points)
    if areas.isEmpty { return result }
    let middles = Workers.map(regions.count, threads: threads) { number in
      attempt { () throws(Fault) in
        var ground = BlockGround(region: regions[number].area, metric: regions[number].metric)
        lay(on: &ground)
        ground.streets = []
        return try ground.centred().streets.map(\.points)
      }
    }
    for lines in middles { result += try lines.get() }
    return result
  }

  /// The most points of a polygon that communities take whole.
  private static let mostPoints = 2_000

  /// Valid areas with few points, near each other in their order: all streets of a city may be one, and each community is
  /// to look at those near it alone.
  private static func pieces(of area: MultiPolygon, _ geos: GEOSContext) throws(Fault) -> [MultiPolygon] {
    let valid = area.isPlainlyValid ? area : try geos.makeValid(area).geometry
    var pieces: [MultiPolygon] = []
    var open = [valid]
    while let shape = open.popLast() {
      if shape.polygons.reduce(0, { $0 + $1.rings.reduce(0) { $0 + $1.points.count } }) > mostPoints {
        for half in shape.box.halves { open.append(try geos.intersection(shape, half.area)) }
      } else if !shape.isEmpty {
        pieces.append(shape)
      }
    }
    return pieces
  }
}

extension Box {
  /// Its two halves across its longer side.
  fileprivate var halves: [Box] {
    let middle = center
    return width > height
      ? [
        Box(minX: minX, minY: minY, maxX: middle.x, maxY: maxY),
        Box(minX: middle.x, minY: minY, maxX: maxX, maxY: maxY),
      ]
      : [
        Box(minX: minX, minY: minY, maxX: maxX, maxY: middle.y),
        Box(minX: minX, minY: middle.y, maxX: maxX, maxY: maxY),
      ]
  }

  var area: MultiPolygon {
    let corners = [Point(minX, minY), Point(maxX, minY), Point(maxX, maxY), Point(minX, maxY)]
    return MultiPolygon([Polygon(Ring(corners + [corners[0]]))])
  }
}

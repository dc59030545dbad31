import CityStore
import CoverageTopology
import Diagnostics
import GEOSOperations
import SpatialFormats
import SpatialPrimitives

/// The layers of a whole city, and what of them lies in each community.
struct CityGround: Sendable {
  let streets: CityStreets
  private(set) var buildings: [BlockGround.Building] = []
  private(set) var barrierLines: [[Point]] = []
  private(set) var barrierAreas: [MultiPolygon] = []
  private(set) var bridges: [MultiPolygon] = []
  private(set) var wholes: [MultiPolygon] = []
  private(set) var specials: [(name: String, geometry: MultiPolygon)] = []

  /// - Throws: what makes a file unusable; `unknown-field`; `wrong-geometry-type`.
  init(_ job: PartitionJob, in city: CityDatabase, _ metric: LocalMetric, listener: Listener) throws(Fault) {
    if let path = job.roads {
      streets = try CityStreets(file: path, in: city, listener: listener)
    } else {
      streets = try CityStreets()
    }
    if streets.isEmpty { CityGround.tellOfNone(job.roads, listener) }
    try readBuildings(job, city, listener)
    if let path = job.components { try readComponents(path, city, metric, listener) }
    if let path = job.barriers {
      for row in try city.mapLayer(inFile: path, listener: listener).rows {
        if let area = row.geometry.asMultiPolygon {
          barrierAreas.append(area)
        } else {
          barrierLines += row.geometry.paths
        }
      }
    }
    if let path = job.bridges {
      for row in try city.mapLayer(inFile: path, listener: listener).rows {
        bridges += row.geometry.bridges(metric)
      }
    }
    if let path = job.wholes { wholes = try CityGround.areas(path, city, listener).map(\.geometry) }
    if let path = job.specials { specials = try CityGround.areas(path, city, listener) }
  }

  private static func tellOfNone(_ roads: String?, _ listener: Listener) {
    let why =
      roads == nil
      ? Text("without --roads", zh: "未给出 --roads") : Text("there is no street in this file:", zh: "此文件中没有道路")
    listener.notice(
      Notice(
        .warning, code: "no-roads",
        Text("\(why.english) grids are drawn through gaps between buildings alone", zh: "\(why.chinese)，网格只能沿建筑间隙划分"),
        at: roads.map { Place($0) }))
  }

  /// Polygons with what looks like their name.
  private static func areas(
    _ path: String, _ city: CityDatabase, _ listener: Listener
  ) throws(Fault) -> [(name: String, geometry: MultiPolygon)] {
    let layer = try city.mapLayer(inFile: path, listener: listener)
    let column = ["name", "NAME", "名称", "网格名称"].compactMap { layer.fields.firstIndex(of: $0) }.first
    let geos = try GEOSContext()
    var areas: [(name: String, geometry: MultiPolygon)] = []
    for row in layer.rows {
      guard let shape = row.geometry.asMultiPolygon else {
        throw Fault(
          .data, code: "wrong-geometry-type",
          Text("areas are polygons, but here is a \(row.geometry.kindName)", zh: "区域应为面，而此处是 \(row.geometry.kindName)"),
          at: Place(path, row: row.row))
      }
      areas.append((column.flatMap { row.values[$0].text } ?? "", try geos.makeValid(shape).geometry))
    }
    return areas
  }

  private mutating func readBuildings(_ job: PartitionJob, _ city: CityDatabase, _ listener: Listener) throws(Fault) {
    let layer = try city.mapLayer(inFile: job.buildings, listener: listener)
    let column: Int? = if let field = job.householdsField { try layer.column(field) } else { nil }
    let geos = try GEOSContext()
    // How many, and the first row, of each thing that is said of the file.
    var (missing, negative, guessed, mended, lines) = (Tally(), Tally(), Tally(), Tally(), Tally())
    var guess = ""
    for row in layer.rows {
      let read = column.map { CityGround.number(row.values[$0]) } ?? (1, true)
      var households = read?.number
      if let read, !read.isPlain, let column {
        if guessed.number == 0 { guess = "“\(row.values[column].text ?? "")” → \(Quantity.number(read.number))" }
        guessed.count(row.row)
      }
      if households == nil { missing.count(row.row) }
      if let count = households, count < 0 {
        negative.count(row.row)
        households = 0
      }
      switch row.geometry {
      case .point, .multiPoint:
        buildings.append(BlockGround.Building(place: row.geometry.points[0], households: households ?? 0))
      default:
        guard var outline = row.geometry.asMultiPolygon else {
          lines.count(row.row)
          continue
        }
        if !outline.isPlainlyValid, try geos.flaw(in: outline) != nil {
          outline = try geos.makeValid(outline).geometry
          mended.count(row.row)
        }
        if !outline.isEmpty { buildings.append(BlockGround.Building(outline: outline, households: households ?? 0)) }
      }
    }
    func tell(_ tally: Tally, _ code: String, _ english: String, _ chinese: String, _ weight: Notice.Weight = .warning)
    {
      guard let first = tally.first else { return }
      let isOne = tally.number == 1
      listener.notice(
        Notice(
          weight, code: code, Text(english + (isOne ? "" : "; the first:"), zh: chinese + (isOne ? "" : "，首个：")),
          at: Place(job.buildings, row: first)))
    }
    tell(
      guessed, "households-read", "\(Text.counted(guessed.number, "number")) of households read from text: \(guess)",
      "\(guessed.number) 个户数由文字读出：\(guess)", .note)
    tell(
      missing, "households-missing",
      Text.counted(
        missing.number, "building has no number of households and counts as 0",
        "buildings have no number of households and count as 0"), "\(missing.number) 栋建筑没有户数，按 0 计")
    tell(
      negative, "households-negative",
      Text.counted(
        negative.number, "building has a negative number of households and counts as 0",
        "buildings have a negative number of households and count as 0"), "\(negative.number) 栋建筑户数为负，按 0 计")
    tell(
      mended, "buildings-repaired",
      Text.counted(
        mended.number, "outline of a building was invalid and was repaired",
        "outlines of buildings were invalid and were repaired"), "\(mended.number) 个建筑轮廓无效，已修复")
    tell(
      lines, "buildings-not-areas",
      Text.counted(
        lines.number, "row is neither point nor polygon and was left out",
        "rows are neither points nor polygons and were left out"), "\(lines.number) 行既不是点也不是面，已略去")
  }

  /// How far lines keep from a component that is a point, in metres: that of the surest class of positions.
  private static let componentReach = 0.5

  /// Components are ground that stays whole, as buildings are. A line is as long as the streets that it follows and lies
  /// in many grids: it is left out.
  private mutating func readComponents(
    _ path: String, _ city: CityDatabase, _ metric: LocalMetric, _ listener: Listener
  ) throws(Fault) {
    let geos = try GEOSContext()
    var lines = Tally()
    for row in try city.mapLayer(inFile: path, listener: listener).rows {
      var shapes: [MultiPolygon] = []
      if let outline = row.geometry.asMultiPolygon {
        shapes = [outline.isPlainlyValid ? outline : try geos.makeValid(outline).geometry]
      } else if row.geometry.paths.isEmpty {
        shapes = row.geometry.points.filter(\.isFinite).map { $0.square(CityGround.componentReach, metric) }
      } else {
        lines.count(row.row)
      }
      for shape in shapes where !shape.isEmpty {
        buildings.append(BlockGround.Building(outline: shape, households: 0, isComponent: true))
      }
    }
    if let first = lines.first {
      listener.notice(
        Notice(
          .warning, code: "components-not-areas",
          Text(
            "\(Text.counted(lines.number, "component is a line", "components are lines")), which grids may cut, and left out; the first:",
            zh: "\(lines.number) 个部件为线，允许被网格线切分，已略去，首个："), at: Place(path, row: first)))
    }
  }

  private struct Tally {
    var number = 0
    var first: Int?

    mutating func count(_ row: Int) {
      number += 1
      if first == nil { first = row }
    }
  }

  private static func number(_ value: Value) -> (number: Double, isPlain: Bool)? {
    switch value {
    case .real(let number): number.isFinite ? (number, true) : nil
    case .integer(let number): (Double(number), true)
    case .text(let text): HouseholdText.read(text)
    case .null, .boolean: nil
    }
  }

  /// What a building brings to the place that it lies in: its households; where ground is shared out, itself.
  func countable(_ building: Int, _ measure: GridMeasure) -> Double {
    measure == .households ? buildings[building].households : buildings[building].isComponent ? 0 : 1
  }

  /// The community of each building: the one in which most of it lies; `nil` outside of all.
  func homes(in communities: [MultiPolygon]) throws(Fault) -> [Int?] {
    var locator = AreaLocator(communities)
    let geos = try GEOSContext()
    var homes: [Int?] = []
    homes.reserveCapacity(buildings.count)
    for building in buildings {
      let home = building.place.isFinite ? locator.areas(at: building.place).first : nil
      var others: Set<Int> = []
      for polygon in building.outline.polygons {
        for point in polygon.exterior.points {
          for community in locator.areas(at: point) where community != home { others.insert(community) }
        }
      }
      if others.isEmpty {
        homes.append(home)
        continue
      }
      if let home { others.insert(home) }
      var best: (share: Double, community: Int)?
      for community in others.sorted() {
        let share = try geos.intersectionArea(communities[community], building.outline)
        if share > best?.share ?? 0 { best = (share, community) }
      }
      homes.append(best?.community ?? home)
    }
    return homes
  }
}

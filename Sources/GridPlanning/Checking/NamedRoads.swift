import AreaIndex
import CityStore
import CoverageTopology
package import Diagnostics
import Projections
import SpatialFormats
public import SpatialPrimitives

/// Roads with names, ready to be asked which of them a place runs along.
public struct NamedRoads: Sendable {
  /// The lines of each name.
  private var roads: [(name: String, lines: [[Point]])] = []
  private let cells: BoxCells
  /// For each line of all roads its road.
  private var roadOfLine: [Int] = []
  /// Made when they are first asked for.
  private var streets: [Int: StreetLines] = [:]

  /// How far from a road's line a border may run, in metres: half of a wide road, with its pavements.
  static let reach = 15.0
  /// What part of a border has to follow a road.
  static let leastShare = 0.25

  /// - Parameter lines: in longitude and latitude. Roads without a name are passed over.
  public init(_ lines: [(name: String, points: [Point])]) {
    var numbers: [String: Int] = [:]
    var boxes: [Box] = []
    for line in lines where !line.name.isEmpty && line.points.count > 1 {
      let number = numbers[line.name] ?? roads.count
      if number == roads.count {
        numbers[line.name] = number
        roads.append((line.name, []))
      }
      roads[number].lines.append(line.points)
      roadOfLine.append(number)
      boxes.append(Box(around: line.points))
    }
    cells = BoxCells(boxes)
  }

  /// The lines of a file, and the rings of its polygons, under the field that looks like a name.
  ///
  /// - Parameter name: of the file, or `FILE#LAYER`.
  /// - Throws: what makes the file unusable; `no-road-names` (65).
  package init(file name: String, of subject: CheckSubject, listener: Listener = .silent) throws(Fault) {
    let layer = try MapLayer(reading: name, into: subject.coordinateSystem.geographicBase, listener: listener)
    guard let column = layer.nameColumn else {
      let fields = layer.fields.joined(separator: ", ")
      throw Fault(
        .data, code: "no-road-names", Text("no field looks like the roads' name", zh: "没有字段像道路名称"),
        at: Place(layer.path),
        hint: Text("name it “name”; there are: \(fields)", zh: "请将该字段命名为 name 或 名称；现有：\(fields)"))
    }
    var lines: [(name: String, points: [Point])] = []
    for row in layer.rows {
      for path in row.geometry.paths { lines.append((row.values[column].text ?? "", path)) }
    }
    self.init(lines)
  }

  /// The roads that at least a quarter of a border follows, the longest stretch first, three at the most.
  ///
  /// - Parameter geometry: in longitude and latitude.
  mutating func along(_ geometry: MultiPolygon) -> [String] {
    guard !roads.isEmpty, !geometry.isEmpty else { return [] }
    let metric = LocalMetric.geographic(latitude: geometry.box.center.y)
    let margin = NamedRoads.reach / min(metric.metresPerX, metric.metresPerY)
    let near = Set(cells.items(meeting: geometry.box.expanded(by: margin)).map { roadOfLine[Int($0)] })
    var perimeter = 0.0
    var lengths: [Int: Double] = [:]
    for path in geometry.paths {
      for (a, b) in zip(path, path.dropFirst()) {
        perimeter += metric.distance(from: a, to: b)
        for road in near { lengths[road, default: 0] += lines(of: road, metric).length(of: a, b) }
      }
    }
    return lengths.filter { $0.value >= NamedRoads.leastShare * perimeter && $0.value > 0 }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3).map { roads[$0.key].name }
  }

  private mutating func lines(of road: Int, _ metric: LocalMetric) -> StreetLines {
    if let known = streets[road] { return known }
    let lines = StreetLines(roads[road].lines, width: NamedRoads.reach, metric: metric)
    streets[road] = lines
    return lines
  }
}

extension Finding {
  /// Says which roads it runs along, and which streets it is in.
  mutating func tellSurroundings(_ subject: CheckSubject, _ roads: inout NamedRoads) {
    self.roads = roads.along(geometry)
    if let level, level > .street {
      var seen: Set<Int> = []
      for case let street? in ordinals.map({ subject.ancestor(of: $0, at: .street) }) where seen.insert(street).inserted
      {
        streets.append(subject.areas[street].label)
      }
    }
    if !self.roads.isEmpty {
      let english = self.roads.joined(separator: ", ")
      let chinese = self.roads.joined(separator: "、")
      message = Text("\(message.english); it follows \(english)", zh: "\(message.chinese)；沿 \(chinese)")
    }
    // Of what is all over the city no street says where.
    if streets.count > 2 { streets = [] }
    guard !streets.isEmpty else { return }
    let byStreets = Naming.list(streets)
    message =
      streets.count == 1
      ? Text("\(message.english); in \(byStreets.english)", zh: "\(message.chinese)；位于 \(byStreets.chinese)")
      : Text("\(message.english); between \(byStreets.english)", zh: "\(message.chinese)；位于 \(byStreets.chinese) 交界处")
  }
}

extension CheckSubject {
  /// The area of a level that one lies in, by the links upward; `nil` where they lead to none.
  func ancestor(of ordinal: Int, at level: Level) -> Int? {
    var next = areas[ordinal].parent
    // As many steps as there are levels, so that links in a circle end.
    for _ in Level.allCases {
      guard let here = next else { return nil }
      if areas[here].level == level { return here }
      next = areas[here].parent
    }
    return nil
  }
}

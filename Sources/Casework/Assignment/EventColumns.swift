import Diagnostics
import Projections

/// Finds the columns of events by their usual names, in English and Chinese.
struct EventColumns {
  /// As they stand in the header.
  let names: [String]
  let path: String
  private let plainNames: [String]

  init(_ names: [String], path: String) {
    self.names = names
    self.path = path
    plainNames = names.map(EventColumns.plain)
  }

  /// A name reduced to its letters and digits in lower case: `X Coordinate (m)` and `x_coordinate_m` are the same.
  private static func plain(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }))
  }

  // MARK: one column

  /// The column that the caller names: exactly so, else in other capitals.
  /// - Throws: `missing-column` (65) or `ambiguous-column` (65), listing the columns.
  func index(of name: String) throws(Fault) -> Int {
    for isEqual in [{ $0 == name }, { $0.lowercased() == name.lowercased() }] as [(String) -> Bool] {
      let found = names.indices.filter { isEqual(names[$0]) }
      if found.count == 1 { return found[0] }
      if found.count > 1 {
        throw Fault(
          .data, code: "ambiguous-column",
          Text("several columns are called “\(name)”", zh: "有多个名为“\(name)”的列"), at: Place(path, row: 1, field: name),
          hint: list)
      }
    }
    throw Fault(
      .data, code: "missing-column", Text("there is no column “\(name)”", zh: "没有列“\(name)”"),
      at: Place(path, row: 1), hint: list)
  }

  /// The column with the most usual of some names, `nil` where none has any. Words are tried in their order.
  func firstIndex(of words: [String]) -> Int? {
    for word in words {
      if let found = plainNames.firstIndex(of: word) { return found }
    }
    return nil
  }

  // MARK: coordinates

  private static let longitudes = [
    "lon", "lng", "long", "longitude", "londeg", "lonwgs84", "wgs84lon", "经度", "经度坐标", "东经", "jingdu", "jd",
  ]
  private static let latitudes = [
    "lat", "latitude", "latdeg", "latwgs84", "wgs84lat", "纬度", "纬度坐标", "北纬", "weidu", "wd",
  ]
  private static let eastings = [
    "x", "x坐标", "坐标x", "xcoord", "xcoordinate", "coordx", "pointx", "mapx", "横坐标", "easting",
    "xcoordinatestateplane",
  ]
  private static let northings = [
    "y", "y坐标", "坐标y", "ycoord", "ycoordinate", "coordy", "pointy", "mapy", "纵坐标", "northing",
    "ycoordinatestateplane",
  ]

  /// The columns of longitude and latitude, or of x and y.
  ///
  /// - Parameters:
  ///   - kind: of the events' reference system: a projected one has its numbers in x and y where a file has both.
  /// - Returns: also whether the columns were guessed.
  /// - Throws: `missing-column`, `ambiguous-column` (65), listing the columns.
  func coordinates(
    lon: String?, lat: String?, kind: CoordinateSystem.Kind
  ) throws(Fault) -> (lon: Int, lat: Int, isGuess: Bool) {
    if let lon, let lat { return (try index(of: lon), try index(of: lat), false) }
    let angles = (Self.longitudes, Self.latitudes)
    let lengths = (Self.eastings, Self.northings)
    for (x, y) in kind == .projected ? [lengths, angles] : [angles, lengths] {
      let found = (candidates(x), candidates(y))
      // One that the caller names needs no guess.
      let chosen = (lon == nil ? found.0 : [try index(of: lon!)], lat == nil ? found.1 : [try index(of: lat!)])
      if chosen.0.isEmpty || chosen.1.isEmpty { continue }
      guard chosen.0.count == 1, chosen.1.count == 1 else { throw ambiguous(chosen.0 + chosen.1) }
      return (chosen.0[0], chosen.1[0], true)
    }
    throw Fault(
      .data, code: "missing-column",
      Text("no columns of longitude and latitude were found", zh: "没有找到经度列和纬度列"), at: Place(path, row: 1),
      hint: Text(
        "name them with --lon and --lat; \(list.english)", zh: "请用 --lon 和 --lat 指定；\(list.chinese)"))
  }

  private func candidates(_ words: [String]) -> [Int] {
    plainNames.indices.filter { words.contains(plainNames[$0]) }
  }

  private func ambiguous(_ columns: [Int]) -> Fault {
    let shown = columns.map { "“\(names[$0])”" }.joined(separator: ", ")
    return Fault(
      .data, code: "ambiguous-column",
      Text("several columns may hold the coordinates: \(shown)", zh: "多个列可能是坐标：\(shown)"), at: Place(path, row: 1),
      hint: Text("name two of them with --lon and --lat", zh: "请用 --lon 和 --lat 指定"))
  }

  private var list: Text {
    let shown = names.prefix(60).joined(separator: ", ") + (names.count > 60 ? " … (\(names.count))" : "")
    return Text("the columns are: \(shown)", zh: "现有列：\(shown)")
  }
}

public import Diagnostics

/// The systems in which places have grid codes.
public enum GridSystem: String, Sendable, CaseIterable {
  case beidou, geosot

  public var levels: ClosedRange<Int> { self == .beidou ? BeidouCode.levels : GeoSOTCode.levels }

  /// The code of a place; see `BeidouCode` and `GeoSOTCode`.
  public func code(
    lon: GridAngle, lat: GridAngle, height: Double? = nil, level: Int, reading: GridHeight.Reading = .annexC,
    negative: GridHeight.Negative = .signMagnitude
  ) throws(Fault) -> String {
    switch self {
    case .beidou:
      try BeidouCode.code(lon: lon, lat: lat, height: height, level: level, reading: reading, negative: negative)
    case .geosot: try GeoSOTCode.code(lon: lon, lat: lat, height: height, level: level)
    }
  }

  /// The codes of all cells in the plane that hold a place of a box, row by row from the south, in each from the west. Their
  /// number may be great: at most `most`.
  ///
  /// - Throws: `outside-grid`, `too-many-cells` (65).
  public func cover(
    west: GridAngle, south: GridAngle, east: GridAngle, north: GridAngle, level: Int, most: Int = 100_000
  ) throws(Fault) -> [String] {
    let columns = try stops(west, east, level, most) { angle throws(Fault) in
      try cell(lon: angle, lat: south, level).lon
    }
    let rows = try stops(south, north, level, most) { angle throws(Fault) in
      try cell(lon: west, lat: angle, level).lat
    }
    guard columns.count * rows.count <= most else { throw Self.tooMany(most) }
    var codes: [String] = []
    for row in rows {
      for column in columns { codes.append(try code(lon: column, lat: row, level: level)) }
    }
    return codes
  }

  private func cell(lon: GridAngle, lat: GridAngle, _ level: Int) throws(Fault) -> GridCell {
    let code = try code(lon: lon, lat: lat, level: level)
    return self == .beidou ? try BeidouCode.cell(code) : try GeoSOTCode.cell(code)
  }

  /// A place in each cell along an axis from `low` to `high`.
  private func stops(
    _ low: GridAngle, _ high: GridAngle, _ level: Int, _ most: Int,
    _ cell: (GridAngle) throws(Fault) -> Range<Int>
  ) throws(Fault) -> [GridAngle] {
    func signed(_ angle: GridAngle) -> Int { angle.isNegative ? -angle.units : angle.units }
    guard signed(low) <= signed(high) else {
      throw GridCodeFault.outside(Text("the box is upside down", zh: "范围的最小值大于最大值"))
    }
    var stops: [GridAngle] = []
    // The side below zero, outward from it, then turned round.
    if low.isNegative {
      var next = high.isNegative ? high.units : 0
      while next <= low.units {
        let stop = GridAngle(isNegative: true, units: next)
        stops.append(stop)
        guard stops.count <= most else { throw Self.tooMany(most) }
        next = try cell(stop).upperBound
      }
      stops.reverse()
    }
    if !high.isNegative {
      var next = low.isNegative ? 0 : low.units
      while next <= high.units {
        let stop = GridAngle(isNegative: false, units: next)
        stops.append(stop)
        guard stops.count <= most else { throw Self.tooMany(most) }
        next = try cell(stop).upperBound
      }
    }
    return stops
  }

  private static func tooMany(_ most: Int) -> Fault {
    Fault(
      .data, code: "too-many-cells", Text("the box needs more than \(most) cells", zh: "范围需要超过 \(most) 个网格"),
      hint: Text("a coarser level needs fewer", zh: "请选用更粗的层级"))
  }
}

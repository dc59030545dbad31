import Diagnostics
import Projections
import SpatialPrimitives

/// Where the coordinates of a CityGML file are, and in which order they stand.
struct CityGMLSystem {
  let name: ReferenceName?
  let isNorthFirst: Bool
  let notices: [Notice]
  private let system: CoordinateSystem?

  /// Names by which the register's order holds put latitude before longitude. Of projected systems the register has the
  /// northing first, too, for Gauss–Krüger and others, and hardly a file has it: those are read as east and north, unless
  /// the places then lie outside the area that the system is for, and inside it the other way round.
  ///
  /// - Parameters:
  ///   - text: the `srsName`.
  ///   - samples: two numbers of places of the file, as they are written.
  init(_ text: String?, samples: [Point], file: String) {
    let name = text.map { ReferenceName($0) }
    self.name = name
    var heights: [Notice] = []
    if let vertical = name?.vertical {
      heights.append(
        Notice(
          .note, code: "height-system",
          Text("heights are in EPSG:\(vertical)", zh: "高程系统为 EPSG:\(vertical)"), at: Place(file)))
    }
    guard let name, let code = name.horizontal, let system = try? CoordinateSystem("EPSG:\(code)") else {
      isNorthFirst = false
      notices = heights
      system = nil
      return
    }
    self.system = system
    let usual = system.kind == .geographic && name.keepsAuthorityOrder && system.isNorthFirst
    let mirrored = samples.map { Point($0.y, $0.x) }
    let fits = Self.lies(usual ? mirrored : samples, in: system)
    let fitsOtherwise = Self.lies(usual ? samples : mirrored, in: system)
    isNorthFirst = fits == false && fitsOtherwise == true ? !usual : usual
    guard isNorthFirst != usual else {
      notices = heights
      return
    }
    let (first, firstZh) = isNorthFirst ? ("north", "北") : ("east", "东")
    notices =
      heights + [
        Notice(
          .warning, code: "axis-order",
          Text(
            "coordinates are read as \(first) first: the other way round they are outside the area of \(system.name)",
            zh: "坐标按“\(firstZh)在前”读取：否则将落在 \(system.name) 的适用范围之外"), at: Place(file))
      ]
  }

  /// The numbers of the systems of these names that are this one, perhaps with heights, or without.
  func equivalents(among names: Set<String>) -> Set<Int> {
    let codes = names.compactMap { ReferenceName($0).horizontal }
    return Set(
      codes.filter { code in
        if code == name?.horizontal { return true }
        guard let system, let other = try? CoordinateSystem("EPSG:\(code)") else { return false }
        return system.isEquivalent(to: other)
      })
  }

  /// Whether places lie where a system is meant to be used; `nil` where nobody knows.
  private static func lies(_ places: [Point], in system: CoordinateSystem) -> Bool? {
    guard let area = system.areaOfUse, !places.isEmpty, let base = try? system.geographicBase,
      let transformation = try? Transformation(from: system, to: base)
    else { return nil }
    return places.allSatisfy { place in
      transformation.transform(place).map { area.contains($0) } ?? false
    }
  }
}

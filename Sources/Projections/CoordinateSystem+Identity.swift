internal import CPROJ
package import Diagnostics
internal import SpatialPrimitives

/// One row of a `spatial_ref_sys` table, as SpatiaLite and GeoPackage keep it.
package struct SpatialReferenceRow: Sendable, Hashable {
  /// The EPSG code; `nil` for a system that has none, whose number the keeper of the table chooses.
  package var srid: Int?
  package var authority: String
  package var name: String
  /// Empty where the system cannot be put into a PROJ string.
  package var proj4text: String
  /// WKT 1 as GDAL writes it.
  package var wkt: String
}

extension CoordinateSystem {
  /// CGCS2000, the national system of China.
  package static func cgcs2000() throws(Fault) -> CoordinateSystem { try CoordinateSystem("EPSG:4490") }

  /// WKT 2 (ISO 19162:2019); `nil` for GCJ-02 and its kin, which have none.
  package var wkt: String? { opened()?.wellKnownText(PJ_WKT2_2019) }

  /// WKT as ESRI writes it into a `.prj`; `nil` where it cannot be said in it.
  package var esriWKT: String? { opened()?.wellKnownText(PJ_WKT1_ESRI) }

  /// The row that says to another program what this system is. GCJ-02 and its kin are given in words and
  /// without a definition, so that no program takes them for what they are not.
  package var spatialReferenceRow: SpatialReferenceRow {
    let object = opened()
    let proj4 = object?.projString(PJ_PROJ_4) ?? ""
    let mark = " +type=crs"
    return SpatialReferenceRow(
      srid: epsg, authority: epsg == nil ? "onegrid" : "epsg", name: name,
      proj4text: proj4.hasSuffix(mark) ? String(proj4.dropLast(mark.count)) : proj4,
      wkt: object?.wellKnownText(PJ_WKT1_GDAL) ?? object?.wellKnownText(PJ_WKT2_2019) ?? "")
  }

  /// The longitudes and latitudes that this system is made of: itself where it is geographic, BD-09 for
  /// BD-09 Mercator.
  package var geographicBase: CoordinateSystem {
    get throws(Fault) {
      if kind == .geographic { return self }
      if case .offset(let offset) = definition {
        let base = ChineseOffset(frame: .baidu, bounds: offset.bounds)
        return CoordinateSystem(base, text: base.description)
      }
      guard let base = unsafe opened()?.unbound().derived({ unsafe proj_crs_get_geodetic_crs($0, $1) }),
        let text = base.horizontal()?.wellKnownText(PJ_WKT2_2019)
      else {
        throw Fault(
          .data, code: "unsupported-crs",
          Text("\(name) has no geographic base", zh: "\(name) 没有对应的地理坐标系"))
      }
      return try CoordinateSystem(text)
    }
  }

  /// Whether coordinates mean the same in both, axis order and names aside.
  package func isEquivalent(to other: CoordinateSystem) -> Bool {
    if self == other { return true }
    guard let mine = opened(), let theirs = other.opened(in: mine.context) else { return false }
    return mine.isEquivalent(to: theirs)
  }

  /// CGCS2000 and WGS 84 differ by plate motion and realisation only, and no public operation joins them: they
  /// are taken as one, and nothing moves between them.
  var isGlobalGeocentric: Bool {
    get throws(Fault) {
      if isChineseOffset { return true }
      let code = try geographicBase.epsg
      return code == 4490 || code == 4326
    }
  }

  /// What is added to the eastings of a projected system; `nil` where its projection has no such parameter.
  var falseEasting: Double? { opened().flatMap { $0.context.falseEasting(of: $0.unbound()) } }

  /// The system in a PROJ context of its own; `nil` for GCJ-02 and its kin.
  func opened() -> ProjectionObject? { (try? ProjectionContext()).flatMap(opened(in:)) }

  func opened(in context: ProjectionContext) -> ProjectionObject? {
    guard case .proj(let text) = definition else { return nil }
    return context.parse(text)?.horizontal()
  }
}

extension ProjectionContext {
  func parse(_ text: String) -> ProjectionObject? {
    guard let object = unsafe own(proj_create(handle, text)), object.isReferenceSystem else { return nil }
    return object
  }

  /// The EPSG code of `object`: the one it was asked for by, or the one whose system PROJ finds equivalent.
  func epsg(of object: ProjectionObject, notation: String) -> Int? {
    if notation.hasPrefix("EPSG:"), let code = Int(notation.dropFirst(5)) { return code }
    var confidences: UnsafeMutablePointer<Int32>?
    guard let list = unsafe object.withPointer({ unsafe proj_identify(handle, $0, "EPSG", nil, &confidences) }) else {
      return nil
    }
    defer {
      unsafe proj_int_list_destroy(confidences)
      unsafe proj_list_destroy(list)
    }
    for index in 0..<(unsafe proj_list_get_count(list)) {
      // 70 and more: the same parameters; 90: the same name too or only the name differs; 100: both.
      guard let confidence = unsafe confidences?[Int(index)], confidence >= 70,
        let match = unsafe own(proj_list_get(handle, list, index)),
        !match.isDeprecated, confidence >= 90 || match.isEquivalent(to: object)
      else { continue }
      return match.code.flatMap { Int($0) }
    }
    return nil
  }

  /// Metres or radians in a unit of the first axis.
  func unitFactor(of object: ProjectionObject) -> Double {
    var factor = 1.0
    let system = unsafe object.derived { unsafe proj_crs_get_coordinate_system($0, $1) }
    let read = unsafe system?.withPointer {
      unsafe proj_cs_get_axis_info(handle, $0, 0, nil, nil, nil, &factor, nil, nil, nil)
    }
    return read == 1 ? factor : 1
  }

  func falseEasting(of object: ProjectionObject) -> Double? {
    let projection = unsafe object.derived { unsafe proj_crs_get_coordoperation($0, $1) }
    var value = 0.0
    let read = unsafe projection?.withPointer { projection in
      let index = unsafe proj_coordoperation_get_param_index(handle, projection, "False easting")
      return index < 0
        ? 0
        : unsafe proj_coordoperation_get_param(
          handle, projection, index, nil, nil, nil, &value, nil, nil, nil, nil, nil, nil)
    }
    return read == 1 ? value : nil
  }

  func areaOfUse(of object: ProjectionObject) -> Box? {
    var box = Box(minX: 0, minY: 0, maxX: 0, maxY: 0)
    let read = unsafe object.withPointer {
      unsafe proj_get_area_of_use(handle, $0, &box.minX, &box.minY, &box.maxX, &box.maxY, nil)
    }
    return read == 1 && box.minX >= -180 && box.minX < box.maxX ? box : nil
  }
}

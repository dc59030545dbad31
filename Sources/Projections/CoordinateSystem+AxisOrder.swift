internal import CPROJ

extension CoordinateSystem {
  /// Whether its authority puts the northing, or latitude, before the easting. Coordinates of this program are always east
  /// before north; this is for reading files that keep to the authority's order.
  package var isNorthFirst: Bool {
    guard let object = opened() else { return false }
    let axes = unsafe object.unbound().derived { unsafe proj_crs_get_coordinate_system($0, $1) }
    var direction: UnsafePointer<CChar>?
    let read = unsafe axes?.withPointer {
      unsafe proj_cs_get_axis_info(
        object.context.handle, $0, 0, nil, nil, &direction, nil, nil, nil, nil)
    }
    guard read == 1, let direction = unsafe direction else { return false }
    return unsafe String(cString: direction) == "north"
  }
}

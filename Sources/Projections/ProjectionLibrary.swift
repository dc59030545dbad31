internal import CPROJ

/// The PROJ library that this program runs with.
package enum ProjectionLibrary {
  package static var version: String { unsafe String(cString: proj_info().version) }
}

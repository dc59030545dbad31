import AreaIndex
import CityStore
import CivilTime
import Diagnostics
import Projections
import SpatialFormats
import SpatialPrimitives

/// Everything that the threads of a run share, none of which changes while it runs.
struct AssignmentJob: Sendable {
  let plan: OutputPlan
  let editions: EditionsInForce
  /// Whether there are so few events that what the index file says is verified for each of them.
  let isForFew: Bool
  /// Where the coordinates are; `nil` for events with geometries.
  let coordinates: CoordinateColumns?
  /// The column whose time chooses the edition.
  let timeColumn: Int?
  let offset: UTCOffset
  let request: AreaFinder.Request
  /// Of the events, of the city's areas, and of longitude and latitude as they are given out.
  let eventSystem: CoordinateSystem
  let citySystem: CoordinateSystem
  let baseSystem: CoordinateSystem
  let maps = BorderMaps()
  /// Where the fields of a case are; `nil` where nothing is stored.
  let caseColumns: CaseColumns?

  /// Whether longitudes and latitudes are given out, besides the columns of the input.
  var needsBase: Bool { plan.form != .csv || caseColumns != nil }
}

import CityStore
import CivilTime
import Diagnostics
import Projections

/// What a run assigns events to.
enum AssignmentGround {
  case city(CityDatabase)
  case file(AreaFile)

  var path: String {
    switch self {
    case .city(let city): city.path
    case .file(let file): file.path
    }
  }

  /// - Returns: the areas, the reference system that they are in, and what times without an offset are in.
  func load(
    for run: AssignmentRun, forFew: Bool, _ listener: Listener
  ) throws(Fault) -> (editions: EditionsInForce, system: CoordinateSystem, offset: UTCOffset) {
    switch self {
    case .file(let file):
      let (catalog, system) = try file.load(threads: run.threads, listener: listener)
      return (EditionsInForce(catalog), system, DatabaseSettings().utcOffset)
    case .city(let city):
      let editions =
        if run.asOfField == nil {
          try EditionsInForce(run.editions, in: city, forFew: forFew, threads: run.threads, listener: listener)
        } else {
          try EditionsInForce(
            allOf: city.scheme(run.editions.scheme, listener: listener), knownAt: run.editions.knownAt, in: city,
            threads: run.threads, listener: listener)
        }
      return (editions, city.coordinateSystem, city.settings.utcOffset)
    }
  }
}

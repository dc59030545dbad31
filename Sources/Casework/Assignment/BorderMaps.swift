import AreaIndex
import SystemFiles

/// The maps of the borders that the threads of a run share: each is made when the first of them has use for it.
final class BorderMaps: @unchecked Sendable {
  private let monitor = Monitor()
  /// By catalog; `nil` inside where there cannot be one. Guarded by the monitor.
  private var maps: [Int: BorderMap?] = [:]

  /// - Parameter number: of the catalog; it is always asked for the same level.
  func map(of index: AreaIndex, number: Int, level: Level) -> BorderMap? {
    monitor.withLock {
      if let map = maps[number] { return map }
      let map = BorderMap(index, level: level)
      maps[number] = .some(map)
      return map
    }
  }
}

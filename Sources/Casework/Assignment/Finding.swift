import AreaIndex
import CityStore
import SpatialPrimitives

/// What was found for one event.
struct Finding {
  /// Which of the catalogs; −1 where none was in force.
  var catalog: Int32 = -1
  /// By level; −1 for none.
  var areas: [6 of Int32] = [-1, -1, -1, -1, -1, -1]
  var match = Match.outside

  /// What options ask for. Kept apart, so that a finding is plain bytes.
  struct Details {
    /// Metres from the border of the area at the lowest level asked.
    var borderDistance: Double?
    /// The other area that is nearest.
    var runnerUp: Int32 = -1
    /// How far the event was taken to its area, in metres.
    var snapDistance: Double?
    var explanation: String?

    /// Whether there is nothing to tell.
    var isEmpty: Bool { borderDistance == nil && runnerUp < 0 && snapDistance == nil && explanation == nil }
  }

  @inline(__always) func area(at level: Level) -> Int32 { areas[Int(level.rawValue)] }
}

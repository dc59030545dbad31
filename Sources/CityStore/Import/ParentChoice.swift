import AreaIndex

/// Settles which area stands above another where up to three witnesses speak: the file's own field, the code, and
/// the place.
struct ParentChoice {
  enum Method: Sendable {
    case field, prefix, geometry
  }

  /// An area that may stand above others. `parent` is a position in the same list.
  struct Upper: Sendable {
    var level: Level
    var code: String
    var name: String
    var parent: Int?
  }

  /// What the witnesses say of one area: positions of areas above. The first two may name several where codes or
  /// names are doubled.
  struct Evidence: Sendable {
    var field: [Int] = []
    var prefix: [Int] = []
    var geometry: Int?
  }

  struct Decision: Sendable, Equatable {
    var parent: Int?
    var method: Method?
    var isDisputed: Bool
  }

  let uppers: [Upper]

  /// The nearest level that a witness names counts; within it the field, then the code, then the place.
  /// Two witnesses agree where they name the same area, or one names an area above the other's.
  func decide(_ evidence: Evidence) -> Decision {
    var claims: [(area: Int, method: Method)] = []
    if let area = single(evidence.field, evidence.geometry) { claims.append((area, .field)) }
    if let area = single(evidence.prefix, evidence.geometry) { claims.append((area, .prefix)) }
    if let area = evidence.geometry { claims.append((area, .geometry)) }
    guard let deepest = claims.map({ uppers[$0.area].level }).max(),
      let chosen = claims.first(where: { uppers[$0.area].level == deepest })
    else { return Decision(parent: nil, method: nil, isDisputed: false) }
    let isDisputed = claims.contains { !isSameOrAbove($0.area, of: chosen.area) }
    return Decision(parent: chosen.area, method: chosen.method, isDisputed: isDisputed)
  }

  /// Of several areas with one code or name, the one where the area lies; otherwise none can be meant.
  func single(_ areas: [Int], _ geometry: Int?) -> Int? {
    if areas.count == 1 { return areas[0] }
    guard let geometry, areas.contains(geometry) else { return nil }
    return geometry
  }

  private func isSameOrAbove(_ upper: Int, of lower: Int) -> Bool {
    var area: Int? = lower
    while let current = area {
      if current == upper { return true }
      area = uppers[current].parent
    }
    return false
  }

  /// Whether a witness that was not asked for deserves belief: its word holds against the place at least as often as
  /// not. Short codes are beginnings of others by chance (`1` of `12`).
  func deservesBelief(_ evidence: [Evidence], _ claim: (Evidence) -> [Int]) -> Bool {
    var agreeing = 0
    var compared = 0
    for item in evidence {
      guard let geometry = item.geometry, let area = single(claim(item), geometry) else { continue }
      compared += 1
      if isSameOrAbove(area, of: geometry) || isSameOrAbove(geometry, of: area) { agreeing += 1 }
    }
    return 2 * agreeing >= compared
  }
}

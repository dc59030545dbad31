public import AreaIndex
public import CivilTime
public import Diagnostics

/// Who answers for a place or an area at a time.
public struct OfficerOnDuty: Sendable, Hashable {
  /// Why this officer.
  public enum Ground: String, Sendable {
    /// His own duty.
    case duty
    /// He stands in for one outside his hours, or above his load limit.
    case standIn = "stand-in"
    /// Nobody below is on duty, and he heads an area above.
    case parentHead = "parent-head"
  }

  public var officerID: String
  public var name: String
  public var ground: Ground
  /// The duty that he answers by; with `standIn` that of the officer whom he stands in for.
  public var duty: Duty
}

extension CityDatabase {
  /// Who is on duty, from the smallest area upward: the officers of the first area that has any at that time, members
  /// before heads; of areas above the first only heads answer.
  ///
  /// A duty counts within its period, in its hours, for its category, and while the area has fewer open cases than its
  /// limit; else its stand-in answers, if it names one.
  ///
  /// - Parameters:
  ///   - areas: the smallest last.
  ///   - scheme: of the areas; levels that it lacks are those of `unified`.
  ///   - category: of the case; `nil` asks for everyone.
  public func officersOnDuty(
    in areas: [(level: Level, code: String)], of scheme: String, at time: Instant, category: String? = nil
  ) throws(Fault) -> [OfficerOnDuty] {
    let schemes = Array(Set([scheme, Edition.unifiedScheme])).sorted()
    for (step, area) in areas.reversed().enumerated() {
      var found: [OfficerOnDuty] = []
      let duties = try duties(at: area.level, code: area.code, schemes: schemes).filter { duty in
        duty.isInForce(at: time) && (category == nil || duty.category == nil || duty.category == category)
          && (step == 0 || duty.role == .head)
      }
      // Those of a category of their own come before those for every one.
      let ordered =
        category == nil ? duties : duties.filter { $0.category != nil } + duties.filter { $0.category == nil }
      for duty in ordered {
        guard let officer = try officer(of: duty, at: time, isParent: step > 0),
          !found.contains(where: { $0.officerID == officer.officerID && $0.duty.role == officer.duty.role })
        else { continue }
        found.append(officer)
      }
      if !found.isEmpty { return found }
    }
    return []
  }

  /// The officer himself, his stand-in, or nobody.
  private func officer(of duty: Duty, at time: Instant, isParent: Bool) throws(Fault) -> OfficerOnDuty? {
    var isThere = duty.hours?.contains(time, offset: settings.utcOffset) ?? true
    if isThere, let limit = duty.loadLimit { isThere = try openCases(at: duty.level, code: duty.code) < limit }
    if isThere {
      return OfficerOnDuty(
        officerID: duty.officerID, name: duty.name, ground: isParent ? .parentHead : .duty, duty: duty)
    }
    guard let other = duty.standIn else { return nil }
    return OfficerOnDuty(
      officerID: other, name: try officerName(other) ?? "", ground: .standIn, duty: duty)
  }
}

import AreaIndex
import CityStore
import CivilTime
import Diagnostics
import Foundation
import SpatialPrimitives
import TestSupport

/// A private database with small square areas.
final class CityFixture {
  let scratch: Scratch
  let path: String

  init(settings: DatabaseSettings = DatabaseSettings()) throws {
    scratch = try Scratch()
    path = scratch.file("city.db")
    try CityDatabase.create(at: path, settings: settings)
  }

  func open(_ access: CityDatabase.Access = .writing) throws -> CityDatabase {
    try CityDatabase.open(at: path, for: access)
  }

  static func square(_ x: Double, _ y: Double, _ size: Double) -> MultiPolygon {
    let ring = Ring([
      Point(x, y), Point(x + size, y), Point(x + size, y + size), Point(x, y + size), Point(x, y),
    ])
    return MultiPolygon([Polygon(ring)])
  }

  /// A row of unit squares side by side, from x = 113 on.
  static func row(_ codes: [String], parent: String? = nil) -> [NewArea] {
    codes.enumerated().map { position, code in
      NewArea(
        code: code, name: "名\(code)", parentCode: parent,
        geometry: square(113 + Double(position) / 8, 23, 1.0 / 8))
    }
  }

  /// Writes areas into the scheme's draft.
  @discardableResult
  static func write(
    _ areas: [NewArea], at level: Level, of scheme: String = Edition.unifiedScheme,
    mode: ImportRequest.Mode = .replace, in city: CityDatabase
  ) throws -> [AreaWriter.Outcome] {
    try city.transaction { () throws(Fault) in
      let draft = try city.openDraft(of: scheme)
      let writer = try AreaWriter(city, draft: draft, level: level, mode: mode)
      var outcomes: [AreaWriter.Outcome] = []
      for area in areas { outcomes.append(try writer.write(area)) }
      return outcomes
    }
  }

  /// Writes areas and puts them into force.
  @discardableResult
  static func activate(
    _ areas: [NewArea], at level: Level, of scheme: String = Edition.unifiedScheme, now: Int64 = 1_000,
    in city: CityDatabase
  ) throws -> Edition {
    try write(areas, at: level, of: scheme, in: city)
    return try city.activate(try city.openDraft(of: scheme), now: Instant(milliseconds: now))
  }
}

/// The fault that `body` throws, `nil` where it throws none.
func fault(_ body: () throws -> Void) -> Fault? {
  do {
    try body()
    return nil
  } catch {
    return error as? Fault
  }
}

extension Instant {
  init(_ milliseconds: Int64) { self.init(milliseconds: milliseconds) }
}

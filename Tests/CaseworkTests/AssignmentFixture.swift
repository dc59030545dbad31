import AreaIndex
import Casework
import CityStore
import CivilTime
import Diagnostics
import Foundation
import SpatialPrimitives
import Synchronization
import TestSupport

/// A private database with one district of four grids in a square, and runs over events that are written as text.
///
/// The grids are squares of 0.125°: G1 and G2 below, G3 and G4 above; x from 113 to 113.25, y from 23 to 23.25.
struct AssignmentFixture {
  let scratch: Scratch
  let city: CityDatabase

  init() throws {
    scratch = try Scratch()
    let path = scratch.file("city.db")
    try CityDatabase.create(at: path)
    city = try CityDatabase.open(at: path, for: .writing)
    try Self.write(
      [NewArea(code: "D", name: "区,一", geometry: Self.square(113, 23, 0.25))], at: .district, in: city)
    try Self.write(Self.grids(["G1", "G2", "G3", "G4"]), at: .grid, in: city)
    _ = try city.activate(city.openDraft(of: Edition.unifiedScheme))
  }

  static func grids(_ codes: [String]) -> [NewArea] {
    codes.enumerated().map { position, code in
      NewArea(
        code: code, name: "格\(code)", parentCode: "D",
        geometry: square(113 + 0.125 * Double(position % 2), 23 + 0.125 * Double(position / 2), 0.125))
    }
  }

  static func square(_ x: Double, _ y: Double, _ size: Double) -> MultiPolygon {
    MultiPolygon([
      Polygon(
        Ring([Point(x, y), Point(x + size, y), Point(x + size, y + size), Point(x, y + size), Point(x, y)]))
    ])
  }

  static func write(_ areas: [NewArea], at level: Level, in city: CityDatabase) throws {
    try city.transaction { () throws(Fault) in
      let draft = try city.openDraft(of: Edition.unifiedScheme)
      let writer = try AreaWriter(city, draft: draft, level: level, mode: .replace)
      for area in areas { _ = try writer.write(area) }
    }
  }

  /// What a run gave: its files as lines.
  struct Outcome {
    var summary: AssignmentSummary
    var lines: [String]
    var rejects: [String]
    var notices: [String]
  }

  func run(
    _ events: String, name: String = "events.csv", output: String = "out.csv",
    _ change: (inout AssignmentRun) -> Void = { _ in }
  ) throws -> Outcome {
    try run(Array(events.utf8), name: name, output: output, change)
  }

  func run(
    _ events: [UInt8], name: String = "events.csv", output: String = "out.csv",
    _ change: (inout AssignmentRun) -> Void = { _ in }
  ) throws -> Outcome {
    try Data(events).write(to: URL(fileURLWithPath: scratch.file(name)))
    var run = AssignmentRun(events: scratch.file(name))
    run.output = scratch.file(output)
    run.rejects = scratch.file("rejects.csv")
    run.force = true
    change(&run)
    try? FileManager.default.removeItem(atPath: scratch.file("rejects.csv"))
    let heard = Mutex<[String]>([])
    let listener = Listener(notice: { notice in heard.withLock { $0.append(notice.code) } })
    let summary = try run.run(in: city, listener: listener)
    return Outcome(
      summary: summary, lines: lines(run.output ?? ""), rejects: lines(run.rejects ?? ""),
      notices: heard.withLock { $0 })
  }

  private func lines(_ path: String) -> [String] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).dropLast()
  }
}

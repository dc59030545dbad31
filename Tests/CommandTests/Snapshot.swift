import Foundation
import TestSupport
import Testing

/// Recorded outputs under `Snapshots`, made anew where `ONEGRID_RECORD_SNAPSHOTS` is set.
enum Snapshot {
  private static let folder = SharedData.repository.appendingPathComponent("Tests/CommandTests/Snapshots")
  private static let isRecording = ProcessInfo.processInfo.environment["ONEGRID_RECORD_SNAPSHOTS"] != nil

  static func compare(_ actual: String, with name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = folder.appendingPathComponent(name)
    if isRecording {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try actual.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    let hint: Comment = "\(name) differs; if that is meant, run the test with ONEGRID_RECORD_SNAPSHOTS=1"
    #expect(actual == expected, hint, sourceLocation: sourceLocation)
  }

  /// The recorded names that nothing is compared with any more.
  static func leftovers(in subfolder: String, besides expected: Set<String>) throws -> Set<String> {
    let files = folder.appendingPathComponent(subfolder)
    let others = Set(try FileManager.default.contentsOfDirectory(atPath: files.path)).subtracting(expected)
    guard isRecording else { return others }
    for name in others { try FileManager.default.removeItem(at: files.appendingPathComponent(name)) }
    return []
  }
}

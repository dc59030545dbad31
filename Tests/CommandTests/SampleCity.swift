import Foundation
import TestSupport
import Testing

/// A folder with `geodata` and a `city.db` made from it: six levels in force, and cases. Made once, copied for each test.
struct SampleCity {
  let scratch: Scratch
  let command: OneGridCommand

  /// - Parameter withDatabase: else only `geodata` is there.
  init(withDatabase: Bool = true) throws {
    scratch = try Scratch()
    command = OneGridCommand(in: scratch.path)
    try SampleCity.linkGeodata(in: scratch)
    if withDatabase {
      let original = try SampleCity.original.get()
      try FileManager.default.copyItem(atPath: original.file("city.db"), toPath: scratch.file("city.db"))
    }
  }

  func file(_ name: String) -> String { scratch.file(name) }

  /// What `info --json` says, without what changes from run to run.
  func state() throws -> String { try command.run(["info", "--json"]).output }

  /// The names in the folder, without what SQLite keeps beside a database that is in use and without its indexes.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.path)
      .filter { name in !["-wal", "-shm", ".index"].contains { name.hasSuffix($0) } }.sorted()
  }

  private static func linkGeodata(in scratch: Scratch) throws {
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("geodata"), withDestinationPath: SharedData.geodata("").trimmingSuffix("/"))
  }

  private static let original = Result {
    let scratch = try Scratch()
    try linkGeodata(in: scratch)
    let command = OneGridCommand(in: scratch.path)
    var steps = ["city", "district", "street", "community", "grid", "unit"].map {
      ["import", "geodata/district.gpkg", "--layer", $0, "--level", $0, "-q"]
    }
    steps.append(["edition", "activate", "-q"])
    steps.append(["case", "import", "geodata/events_gbk.csv", "-q", "--rejects", "rejects.csv"])
    steps.append(["cim", "import", "geodata/tower.city.json", "-q"])
    for step in steps {
      let outcome = try command.run(step)
      try #require(outcome.status == 0, "\(step): \(outcome.errors)")
    }
    return scratch
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}

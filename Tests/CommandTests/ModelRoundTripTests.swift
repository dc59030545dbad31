import Foundation
import TestSupport
import Testing

/// Every CityJSON file that there is goes through the real program and is then compared with its source, the official schemas
/// and cjio, by `tools/model-oracle`; what viewers see is held against it by `tools/scene-oracle`. Runs where `tools/setup --oracles` was, the large files only in the long version.
@Suite struct ModelRoundTripTests {
  private static let python = SharedData.repository.appendingPathComponent(".build/oracles/bin/python").path
  private static let isSoak = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil

  /// Those of the corpus that describe files are none themselves.
  private static let files = SharedData.files(in: "cityjson", endings: [".json", ".jsonl"]).filter { path in
    !["/case.json", "/invariants.json", "/acquisition.json", "/profile.json", ".ext.json"].contains {
      path.hasSuffix($0)
    }
  }

  private static let canRun =
    FileManager.default.isExecutableFile(atPath: python) && SharedData.isPresent("cityjson_schemas") && !files.isEmpty

  /// Runs a script of `tools` with the program, and expects it to find nothing wrong.
  private func run(_ script: String, _ arguments: [String], files: [String]) throws {
    let folder = try Scratch()
    let path = SharedData.repository.appendingPathComponent("tools/" + script).path
    let words = [Self.python, path, OneGridCommand.folder.appendingPathComponent("onegrid").path] + arguments + files
    let outcome = try OneGridCommand(in: folder.path).shell(words.map { "'\($0)'" }.joined(separator: " "))
    #expect(outcome.status == 0, "\(outcome.output.split(separator: "\n").filter { !$0.hasPrefix("ok") })")
    #expect(outcome.output.contains("\(files.count) files, 0 failed"), "\(outcome.errors)")
  }

  @Test(.enabled(if: canRun)) func everyModelComesBackAsItWas() throws {
    let chosen = Self.files.filter { path in
      let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
      return Self.isSoak || size < 800
    }
    try run("model-oracle", [SharedData.path("cityjson_schemas")], files: chosen)
  }

  /// Whole models only: sequences show the same.
  @Test(.enabled(if: canRun && isSoak)) func whatViewersSeeIsTheModel() throws {
    try run("scene-oracle", [], files: Self.files.filter { $0.hasSuffix(".json") })
  }
}

import Foundation

/// Real data that lies beside a checkout (`../shared/data`, or `$ONEGRID_SHARED_DATA`) and is never part of it.
/// Tests that need it are `.enabled(if: SharedData.isPresent("nyc"))`.
public enum SharedData {
  /// The repository's own folder, found from this file.
  public static let repository = URL(fileURLWithPath: #filePath)
    .resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  public static let root: URL =
    ProcessInfo.processInfo.environment["ONEGRID_SHARED_DATA"].map { URL(fileURLWithPath: $0) }
    ?? repository.deletingLastPathComponent().appendingPathComponent("shared/data")

  /// - Parameter path: relative to the data folder, e.g. `nyc/borough-boundaries.geojson`.
  public static func path(_ path: String) -> String { root.appendingPathComponent(path).path }

  public static func isPresent(_ path: String) -> Bool { FileManager.default.fileExists(atPath: self.path(path)) }

  /// The files anywhere below a folder whose names have one of these endings, sorted; none where the folder is absent.
  public static func files(in folder: String, endings: [String]) -> [String] {
    let base = root.appendingPathComponent(folder)
    let names = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
    return names.filter { name in endings.contains { name.hasSuffix($0) } }.sorted()
      .map { base.appendingPathComponent($0).path }
  }

  /// A file of the repository's own `geodata`.
  public static func geodata(_ path: String) -> String {
    repository.appendingPathComponent("geodata").appendingPathComponent(path).path
  }
}

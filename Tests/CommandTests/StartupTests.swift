import Foundation
import TestSupport
import Testing

/// What a command does not use is not loaded: the loader itself is asked.
@Suite struct StartupTests {
  private func libraries(_ arguments: [String], in city: SampleCity) throws -> [String] {
    var command = city.command
    command.environment["LD_DEBUG"] = "files"
    let outcome = try command.run(arguments)
    #expect(outcome.status == 0, "\(arguments)")
    return outcome.errors.split(separator: "\n").filter { $0.contains("calling init") }.map(String.init)
  }

  @Test(arguments: [
    ["locate", "112.89", "22.63"], ["locate", "112.89", "22.63", "--explain", "--json"], ["edition", "list"],
    ["assign", "geodata/events.csv", "-o", "assigned.csv"],
  ])
  func aLookupStartsNoneOfTheLargeLibraries(arguments: [String]) throws {
    let loaded = try libraries(arguments, in: SampleCity())
    #expect(loaded.contains { $0.contains("libsqlite3") })
    for name in ["libgeos", "libproj", "libspatialite", "libcurl", "libxml2"] {
      #expect(!loaded.contains { $0.contains(name) }, "\(name)")
    }
  }

  @Test func whatMovesCoordinatesStartsPROJ() throws {
    let loaded = try libraries(["locate", "112.8954", "22.6272", "--crs", "EPSG:4214"], in: SampleCity())
    #expect(loaded.contains { $0.contains("libproj") })
  }

  /// Files that are no libraries stand before the real ones: what the loader finds cannot be opened.
  @Test func aLibraryThatIsMissingIsToldWithWhatInstallsIt() throws {
    let city = try SampleCity()
    for name in ["libproj.so.25", "libproj.so"] {
      try "".write(toFile: city.file(name), atomically: true, encoding: .utf8)
    }
    var command = city.command
    command.environment["LD_LIBRARY_PATH"] = command.workingFolder
    let outcome = try command.run(["locate", "112.8954", "22.6272", "--crs", "EPSG:4214"])
    #expect(outcome.status == 127 && outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("onegrid: error: PROJ cannot be opened (无法打开 PROJ): "), "\(outcome.errors)")
    #expect(outcome.errors.contains("\n  hint: ") && outcome.errors.contains("apt-get install libproj-dev"))
  }
}

import Diagnostics
import Foundation
import SpatialFormats
import TestSupport
import Testing

/// Damaged files give faults or features, never a crash.
@Suite struct FuzzTests {
  static let seed: UInt64 = 20_250_301

  /// Reads a file as far as it goes.
  private func survive(_ path: String) {
    do {
      let source = try FeatureFile.open(path, layer: nil)
      var read = 0
      while read < 2000, try source.next() != nil { read += 1 }
    } catch {
      #expect(!error.code.isEmpty)
    }
  }

  private func damage(_ data: Data, _ generator: inout SeededGenerator) -> Data {
    var data = data
    if Bool.random(using: &generator) { return data.prefix(Int.random(in: 0...data.count, using: &generator)) }
    for _ in 0..<Int.random(in: 1...8, using: &generator) where !data.isEmpty {
      // The head is where sizes and counts stand.
      let end = Bool.random(using: &generator) ? min(200, data.count) : data.count
      data[Int.random(in: 0..<end, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
    }
    return data
  }

  @Test(arguments: ["shp", "geojson", "csv", "gpkg"])
  func damagedFiles(tail: String) throws {
    print("seed \(Self.seed)")
    let scratch = try Scratch()
    try WritingTests.write(scratch.file("grid.\(tail)"))
    let parts = tail == "shp" ? ["shp", "shx", "dbf", "cpg", "prj"] : [tail]
    var whole: [String: Data] = [:]
    for part in parts { whole[part] = try Data(contentsOf: URL(fileURLWithPath: scratch.file("grid.\(part)"))) }
    var generator = SeededGenerator(seed: Self.seed)
    for _ in 0..<150 {
      for part in parts {
        let isHit = parts.count == 1 || Int.random(in: 0..<3, using: &generator) == 0
        let data = isHit ? damage(whole[part]!, &generator) : whole[part]!
        try data.write(to: URL(fileURLWithPath: scratch.file("grid.\(part)")))
      }
      survive(scratch.file("grid.\(tail)"))
    }
  }

  /// Every file of GDAL's own collection of good and bad ones that is read without GDAL.
  @Test(.enabled(if: SharedData.isPresent("formats_gdal_autotest")))
  func gdalsCollection() throws {
    var read = 0
    for folder in ["formats_gdal_autotest", "formats_pyshp", "nasty_geometry"] {
      let root = SharedData.path(folder)
      let files = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
      for file in files.sorted()
      where ["shp", "geojson", "gpkg", "sqlite", "csv"].contains((file as NSString).pathExtension) {
        survive(root + "/" + file)
        read += 1
      }
    }
    #expect(read > 100)
  }
}

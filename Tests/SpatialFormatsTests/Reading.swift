import Diagnostics
import Foundation
import SpatialFormats
import SpatialPrimitives
import Synchronization

/// A layer read whole, for tests.
struct Table {
  var layer: LayerDescription
  var features: [Feature]
  var notices: [Notice]

  init(_ path: String, layer: String? = nil, encoding: String? = nil, where condition: String? = nil) throws {
    let heard = Mutex<[Notice]>([])
    let listener = Listener(notice: { notice in heard.withLock { $0.append(notice) } })
    let source = try FeatureFile.open(path, layer: layer, encoding: encoding, where: condition, listener: listener)
    var features: [Feature] = []
    while let feature = try source.next() { features.append(feature) }
    self.layer = source.layer
    self.features = features
    notices = heard.withLock { $0 }
  }

  /// The texts of one field.
  func column(_ name: String) -> [String?] {
    guard let ordinal = layer.fields.firstIndex(where: { $0.name == name }) else { return [] }
    return features.map { $0.values[ordinal].text }
  }

  func hears(_ code: String) -> Bool { notices.contains { $0.code == code } }
}

/// GDAL's programs, which read the same files by code that is not ours.
enum GDAL {
  static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/ogr2ogr")

  /// What `program` writes to its standard output; `nil` where it fails.
  static func run(_ program: String, _ arguments: [String]) -> Data? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/\(program)")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? data : nil
  }

  /// The features of a layer as GDAL reads them: WKB in hexadecimal, and attributes as text.
  static func features(_ path: String, layer: String? = nil) -> [(wkt: String?, values: [String])]? {
    var arguments = [
      "-f", "CSV", "/vsistdout/", path, "-lco", "GEOMETRY=AS_WKT", "-lco", "STRING_QUOTING=IF_NEEDED", "-dim", "XY",
    ]
    if let layer { arguments.append(layer) }
    guard let data = run("ogr2ogr", arguments) else { return nil }
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("gdal-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: scratch) }
    guard (try? data.write(to: scratch)) != nil else { return nil }
    return (try? CSVText(String(decoding: data, as: UTF8.self)))?.records.dropFirst().map { record in
      (record.first.flatMap { $0.isEmpty ? nil : $0 }, Array(record.dropFirst()))
    }
  }
}

/// A CSV split by a few lines that share nothing with the reader under test.
struct CSVText {
  var records: [[String]] = []

  init(_ text: String) throws {
    var record: [String] = []
    var field = ""
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      if isQuoted {
        if scalar == "\"" {
          if scalars.first == "\"" {
            field.append("\"")
            scalars.removeFirst()
          } else {
            isQuoted = false
          }
        } else {
          field.unicodeScalars.append(scalar)
        }
      } else if scalar == "\"" {
        isQuoted = true
      } else if scalar == "," {
        record.append(field)
        field = ""
      } else if scalar == "\n" {
        record.append(field)
        records.append(record)
        record = []
        field = ""
      } else if scalar != "\r" {
        field.unicodeScalars.append(scalar)
      }
    }
  }
}

/// Hears what a writer says.
final class Heard: Sendable {
  private let notices = Mutex<[Notice]>([])
  var listener: Listener { Listener(notice: { notice in self.notices.withLock { $0.append(notice) } }) }
  var codes: [String] { notices.withLock { $0.map(\.code) } }
}

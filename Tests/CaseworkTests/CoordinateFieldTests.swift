import SpatialFormats
import Testing

@testable import Casework

@Suite struct CoordinateFieldTests {
  static let numbers: [(text: String, value: Double)] = [
    ("113.25", 113.25), ("-73.9", -73.9), ("\"113.25\"", 113.25), (" 113.25\t", 113.25), ("\u{3000}１１３．２５", 113.25),
    ("1.1325e2", 113.25), ("\"１１３.2５ \"", 113.25),
  ]

  @Test(arguments: numbers) func readsANumber(text: String, value: Double) {
    #expect(read(text) == .success(value))
  }

  static let others: [(text: String, reason: RejectReason)] = [
    ("", .empty), ("  ", .empty), ("\"\"", .empty), ("\u{3000}", .empty), ("abc", .notANumber), ("113,25", .notANumber),
    ("113°", .notANumber), ("0x10", .notANumber), ("NaN", .notFinite), ("-Infinity", .notFinite), ("1e400", .notFinite),
    ("NULL", .notANumber), ("--1", .notANumber),
  ]

  @Test(arguments: others) func saysWhatElseItIs(text: String, reason: RejectReason) {
    #expect(read(text) == .failure(reason))
  }

  private func read(_ text: String) -> Result<Double, RejectReason> {
    Array(text.utf8).withUnsafeBytes { CoordinateField.read($0, scratch: ByteBuffer()) }
  }
}

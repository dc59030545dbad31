import CivilTime
import Foundation
import Testing

@Suite struct InstantTests {
  /// Each text and what it says, in the form that we write; without an offset it is +08:00.
  static let forms: [(text: String, meaning: String)] = [
    ("2026-03-01", "2026-03-01T00:00:00+08:00"),
    ("2026-03-01T08:05:33", "2026-03-01T08:05:33+08:00"),
    ("2026-03-01T00:05:33Z", "2026-03-01T08:05:33+08:00"),
    ("2026-03-01t00:05:33z", "2026-03-01T08:05:33+08:00"),
    ("2010-04-14T06:37:38-08:00", "2010-04-14T22:37:38+08:00"),
    ("2026-03-01 08:05:33.250 +0800", "2026-03-01T08:05:33.250+08:00"),
    ("2026-03-01T08:05:33,5+08", "2026-03-01T08:05:33.500+08:00"),
    ("2026-03-01T24:00", "2026-03-02T00:00:00+08:00"),
    ("2016-12-31T23:59:60Z", "2017-01-01T08:00:00+08:00"),
    ("2025/3/1", "2025-03-01T00:00:00+08:00"),
    ("2025/3/1 8:05", "2025-03-01T08:05:00+08:00"),
    ("2025/12/31 23:59:59", "2025-12-31T23:59:59+08:00"),
    ("2025.3.1", "2025-03-01T00:00:00+08:00"),
    ("20250301", "2025-03-01T00:00:00+08:00"),
    ("20250301 080533", "2025-03-01T08:05:33+08:00"),
    ("20250301T0805", "2025-03-01T08:05:00+08:00"),
    ("20250301 08:05", "2025-03-01T08:05:00+08:00"),
    ("20250301080533", "2025-03-01T08:05:33+08:00"),
    ("202503010805", "2025-03-01T08:05:00+08:00"),
    ("2025年3月1日", "2025-03-01T00:00:00+08:00"),
    ("2025年3月1日 8时5分", "2025-03-01T08:05:00+08:00"),
    ("2025年3月1日8时5分33秒", "2025-03-01T08:05:33+08:00"),
    ("2025年03月01日 8:05", "2025-03-01T08:05:00+08:00"),
    ("2025年3月1日 下午3点20分", "2025-03-01T15:20:00+08:00"),
    ("2025年3月1日 上午 8:05", nil as String?),
    ("2025年3月1日 8时", "2025-03-01T08:00:00+08:00"),
    ("03/01/2025 08:05:33 AM", "2025-03-01T08:05:33+08:00"),
    ("03/01/2025 12:00:00 AM", "2025-03-01T00:00:00+08:00"),
    ("03/01/2025 12:00:01 PM", "2025-03-01T12:00:01+08:00"),
    ("3/1/2025 1:05 pm", "2025-03-01T13:05:00+08:00"),
    ("03/01/2025", "2025-03-01T00:00:00+08:00"),
    ("45717", "2025-03-01T00:00:00+08:00"),
    ("45717.337187500", "2025-03-01T08:05:33+08:00"),
    (" \u{3000}2025/3/1 8:05\t", "2025-03-01T08:05:00+08:00"),
    ("1969-12-31T23:59:59.999Z", "1970-01-01T07:59:59.999+08:00"),
  ].map { ($0.0, $0.1 ?? "2025-03-01T08:05:00+08:00") }

  @Test(arguments: forms)
  func aFormOfRealExportsIsRead(text: String, meaning: String) throws {
    let instant = try #require(Instant.parse(text, assuming: .china), "\(text)")
    #expect(instant.iso8601(offset: .china) == meaning)
    // What we write, Foundation reads as the same moment.
    let reader = ISO8601DateFormatter()
    if meaning.contains(".") { reader.formatOptions.insert(.withFractionalSeconds) }
    let date = try #require(reader.date(from: meaning))
    #expect(Int64((date.timeIntervalSince1970 * 1000).rounded()) == instant.milliseconds)
  }

  @Test(arguments: [
    "", " ", "yesterday", "2025", "2025-03", "2025-02-29", "2025-13-01", "2025-03-01T25:00", "2025-03-01T08:60",
    "2025-03-01T08:05:61", "2025-03-01T24:01", "2025-03-01T08", "2025-03-01T", "2025-03-01x", "2025-03/01",
    "2025/3/1 8:5", "31/12/2025", "20251301", "202503", "2025-03-01T08:05+99:00", "2025-03-01T08:05 +08:0",
    "13/01/2025 13:00:00 PM", "03/01/2025 00:10:00 PM", "12345", "99999999999999999999", "8:05", "2025年3月",
    "2025-03-01 08:05:33 下午", "0000-01-01", "2025-03-01T08:05:",
  ])
  func whatIsNoTimeIsNone(text: String) {
    #expect(Instant.parse(text, assuming: .china) == nil)
  }

  @Test func everyPrefixAndEveryChangedByteOfAGoodFormIsReadOrRefusedNeverACrash() {
    for form in Self.forms {
      let bytes = Array(form.text.utf8)
      for cut in 0...bytes.count {
        _ = Instant.parse(String(decoding: bytes[..<cut], as: UTF8.self), assuming: .utc)
      }
      for position in bytes.indices {
        for value in [0, 0x20, 0x2D, 0x39, 0x3A, 0xFF] as [UInt8] {
          var changed = bytes
          changed[position] = value
          changed.withUnsafeBytes { _ = Instant.parse($0, assuming: .utc) }
        }
      }
    }
  }

  @Test func momentsOfSixtyCenturiesAreWrittenAndReadBack() {
    for milliseconds in stride(from: Int64(-60_000_000_000_000), through: 200_000_000_000_000, by: 777_777_777_777) {
      let instant = Instant(milliseconds: milliseconds)
      for offset in [UTCOffset.utc, .china, UTCOffset("-05:30")!] {
        #expect(Instant.parse(instant.iso8601(offset: offset), assuming: .utc) == instant)
      }
    }
  }
}

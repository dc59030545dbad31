import Foundation
import TestSupport
import Testing

/// Geometry that no drawing program should write, through `check` and `repair` as users run them: named, mended or left with
/// a reason, every row and code still there, never a crash.
@Suite struct BadGeometryCommandTests {
  let scratch: Scratch
  let command: OneGridCommand

  init() throws {
    scratch = try Scratch()
    command = OneGridCommand(in: scratch.path)
  }

  enum Fate { case mended, left, fine }

  static let cases: [(name: String, wkt: String, fate: Fate)] = [
    ("a ring that crosses itself", "POLYGON((113 23,113.01 23,113.01 23.01,113.004 22.998,113 23.01,113 23))", .mended),
    ("a bow tie", "POLYGON((113 23,113.01 23.01,113.01 23,113 23.01,113 23))", .mended),
    ("no number", "POLYGON((113 23,NaN 23.01,113.01 23,113 23))", .left),
    ("no area", "POLYGON((113 23,113.01 23.01,113 23))", .left),
    ("no area, of four points", "POLYGON((113 23,113.5 23.5,113.25 23.25,113 23))", .left),
    (
      "a ring twice",
      "MULTIPOLYGON(((113 23,113.01 23,113.01 23.01,113 23)),((113 23,113.01 23,113.01 23.01,113 23)))", .left
    ),
    (
      "a hole outside its shell",
      "POLYGON((113 23,113.01 23,113.01 23.01,113 23.01,113 23),(113.03 23,113.04 23,113.04 23.01,113.03 23))", .mended
    ),
    ("ten thousand parts", manyParts(10_000), .fine),
  ]

  private static func manyParts(_ count: Int) -> String {
    let parts = (0..<count).map { number in
      let (x, y) = (113 + Double(number % 100) * 0.0003, 22 + Double(number / 100) * 0.0003)
      return "((\(x) \(y),\(x + 0.0002) \(y),\(x + 0.0002) \(y + 0.0002),\(x) \(y)))"
    }
    return "MULTIPOLYGON(\(parts.joined(separator: ",")))"
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test(arguments: cases.indices) func isNamedAndMendedOrLeft(_ number: Int) throws {
    let (name, wkt, fate) = Self.cases[number]
    let file = scratch.file("bad.csv")
    let good = "POLYGON((113.01 23,113.02 23,113.02 23.01,113.01 23.01,113.01 23))"
    try "code,name,wkt\nA1,bad,\"\(wkt)\"\nA2,good,\"\(good)\"\n".write(toFile: file, atomically: true, encoding: .utf8)
    let asked = ["--crs", "EPSG:4490", "-q"]

    let check = try command.run(["check", file, "--json"] + asked)
    #expect(check.status == (fate == .fine ? 0 : 1), "\(name): \(check.errors)")
    let findings = try #require(json(check.output)["findings"] as? [[String: Any]])
    let named = findings.contains { $0["kind"] as? String == "invalid-geometry" && $0["codes"] as? [String] == ["A1"] }
    #expect(named == (fate != .fine), "\(name)")

    let repair = try command.run(["repair", file, "-o", "mended.csv", "--json"] + asked)
    #expect(repair.status == (fate == .left ? 1 : 0), "\(name): \(repair.errors)")
    let ledger = try json(repair.output)
    let left = try #require(ledger["left"] as? [[String: Any]])
    #expect(left.count == (fate == .left ? 1 : 0), "\(name)")
    #expect(left.allSatisfy { ($0["reason"] as? String)?.isEmpty == false }, "\(name)")
    let changes = try #require(ledger["changes"] as? [[String: Any]])
    #expect(changes.contains { $0["rule"] as? String == "geometry" } == (fate == .mended), "\(name)")

    let again = try command.run(["check", "mended.csv", "--json"] + asked)
    #expect(again.status == (fate == .left ? 1 : 0), "\(name): \(again.errors)")
    #expect(try json(again.output)["areas"] as? Int == 2, "\(name)")
    let lines = try String(contentsOfFile: scratch.file("mended.csv"), encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 3 && lines[1].hasPrefix("A1,bad") && lines[2].hasPrefix("A2,good"), "\(name)")
  }
}

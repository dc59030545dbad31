import Casework
import CityStore
import Foundation
import TestSupport
import Testing

/// Rows that are written by the block equal those that are written one by one, which `--explain` asks for.
@Suite struct SettledRowsTests {
  let fixture: AssignmentFixture
  init() throws { fixture = try AssignmentFixture() }

  /// Records of every length around the sizes in which bytes are copied, most of them with a certain answer.
  private func events(_ lineEnd: String, quotes: Bool, using random: inout SeededGenerator) -> String {
    var text = ["id", "lon", "note", "lat", "last"].joined(separator: ",") + lineEnd
    for row in 0..<700 {
      let note = String(repeating: "n", count: row % 140)
      let lon = row % 19 == 0 ? 113.125 : Double.random(in: 112.95...113.3, using: &random)
      let fields = [
        "\(row)", "\(lon)", quotes ? "\"\(note), \"\"\(row)\"\"\"" : note,
        String(format: "%.6f", Double.random(in: 22.95...23.3, using: &random)), row % 3 == 0 ? "" : "z",
      ]
      text += (row % 97 == 5 ? fields.dropLast() : fields[...]).joined(separator: ",") + lineEnd
    }
    return text
  }

  static let columns: [AssignmentRun.Columns] = [
    .all, .none, .some(["id"]), .some(["last", "id"]), .some(["note", "last", "lon"]),
    .some(["note", "note", "id", "note"]),
  ]

  @Test(arguments: [("\n", false), ("\r\n", false), ("\n", true), ("\r\n", true)])
  func equalRowsWrittenOneByOne(lineEnd: String, quotes: Bool) throws {
    var random = SeededGenerator(seed: 41)
    let events = events(lineEnd, quotes: quotes, using: &random)
    for columns in Self.columns {
      for hasNames in [true, false] {
        let plain = try fixture.run(events) {
          $0.columns = columns
          $0.hasNames = hasNames
        }
        let explained = try fixture.run(events) {
          $0.columns = columns
          $0.hasNames = hasNames
          $0.explains = true
        }
        let cut = try explained.lines.map { line throws -> String in
          let match = try #require(line.range(of: "(match|inside|boundary|outside)(?=,)", options: .regularExpression))
          return line[..<match.upperBound] + (lineEnd == "\r\n" ? "\r" : "")
        }
        #expect(plain.lines == cut, "seed \(random.seed), \(columns), names \(hasNames)")
        #expect(plain.rejects == explained.rejects)
        #expect(plain.summary.rejected == 8)
        #expect(plain.summary.boundary > 0)
        #expect(plain.summary.assigned == explained.summary.assigned)
        #expect(plain.summary.outside == explained.summary.outside)
      }
    }
  }

  /// Texts as long as their place, longer, and much longer, beside short ones.
  @Test(arguments: [1, 200, 201, 230, 231, 232, 233, 234, 260, 3000])
  func namesOfAnyLength(length: Int) throws {
    let name = String(repeating: "n", count: length)
    var grids = AssignmentFixture.grids(["G1", "G2", "G3", "G4"])
    grids[2].name = name
    try AssignmentFixture.write(grids, at: .grid, in: fixture.city)
    _ = try fixture.city.activate(fixture.city.openDraft(of: Edition.unifiedScheme))
    let places = [(113.05, 23.2, name), (113.05, 23.05, "格G1"), (113.2, 23.2, "格G4"), (113.06, 23.2, name)]
    let outcome = try fixture.run("lon,lat\n" + places.map { "\($0.0),\($0.1)\n" }.joined()) {
      $0.columns = .none
      $0.levels = [.grid]
    }
    #expect(outcome.lines.dropFirst().map { $0.split(separator: ",")[1] } == places.map { $0.2[...] })
  }
}

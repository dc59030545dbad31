import Diagnostics
import GridCodes
import TestSupport
import Testing

struct CellCoverTests {
  private static func angle(_ text: String) throws -> GridAngle { try #require(GridAngle(decimal: text)) }

  private static func cover(
    _ system: GridSystem, _ box: (String, String, String, String), _ level: Int, most: Int = 5000
  ) throws -> [String] {
    try system.cover(
      west: angle(box.0), south: angle(box.1), east: angle(box.2), north: angle(box.3), level: level, most: most)
  }

  /// The codes of random places of a box, and of its corners, are those of the cover; no code occurs twice.
  @Test(arguments: [
    ("113.62", "34.74", "113.63", "34.75"), ("-0.01", "-0.01", "0.01", "0.01"), ("-70.51", "-33.48", "-70.5", "-33.47"),
    ("116.98", "39.98", "117.02", "40.02"), ("5", "5", "5", "5"),
  ])
  func holdsEveryPlace(box: (String, String, String, String)) throws {
    var random = SeededGenerator(seed: 13)
    for (system, level) in [(GridSystem.beidou, 5), (.geosot, 18), (.geosot, 14), (.beidou, 4)] {
      let codes = try Self.cover(system, box, level)
      #expect(Set(codes).count == codes.count)
      var met = Set<String>()
      let sides = [box.0, box.1, box.2, box.3].compactMap(Double.init)
      for round in 0..<4000 {
        let x = round % 5 == 0 ? sides[round % 2 * 2] : .random(in: sides[0]...sides[2], using: &random)
        let y = round % 7 == 0 ? sides[1 + round % 2 * 2] : .random(in: sides[1]...sides[3], using: &random)
        met.insert(
          try system.code(
            lon: #require(GridAngle(degrees: x)), lat: #require(GridAngle(degrees: y)), level: level))
      }
      #expect(met.isSubset(of: codes), "\(system) \(level)")
      #expect(Double(met.count) >= Double(codes.count) * 0.8)
    }
  }

  @Test func tooMany() {
    #expect(throws: Fault.self) { try Self.cover(.beidou, ("113", "34", "114", "35"), 8) }
    #expect(throws: Fault.self) { try Self.cover(.beidou, ("114", "34", "113", "35"), 4) }
    #expect(throws: Fault.self) { try Self.cover(.geosot, ("-181", "34", "113", "35"), 4) }
  }
}

import Diagnostics
import Projections
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct PlausibilityTests {
  /// A district of Zhengzhou as a file would hold it.
  private func district(in system: String, isSwapped: Bool = false) throws -> (extent: Box, samples: [Point]) {
    var generator = SeededGenerator(seed: 8)
    let move = try transformation("EPSG:4490", system)
    let samples = try (0..<100).map { _ in
      let degrees = Point(.random(in: 113.5...113.8, using: &generator), .random(in: 34.6...34.9, using: &generator))
      let place = try #require(move.transform(degrees))
      return isSwapped ? Point(place.y, place.x) : place
    }
    return (Box(around: samples), samples)
  }

  private func problem(_ actual: String, declared: String, isSwapped: Bool = false) throws -> Fault? {
    let (extent, samples) = try district(in: actual, isSwapped: isSwapped)
    let system = try CoordinateSystem(declared)
    let faults = Plausibility.problems(extent: extent, samples: samples, in: system)
    // The extent alone must lead to the same judgement.
    #expect(Plausibility.problems(extent: extent, samples: [], in: system).map(\.code) == faults.map(\.code))
    #expect(faults.count <= 1)
    for fault in faults {
      #expect(fault.kind == .data)
      #expect(fault.what.english.contains(" … "), "the extent is the evidence: \(fault.what.english)")
      #expect(fault.hint != nil)
    }
    return faults.first
  }

  @Test(arguments: [
    "EPSG:4490", "EPSG:4326", "EPSG:4547", "EPSG:4526", "EPSG:4497", "EPSG:3857", "gcj02", "bd09", "bd09mc",
    "EPSG:2384",
    "+proj=tmerc +lat_0=0 +lon_0=113.65 +k=1 +x_0=500000 +y_0=-3000000 +ellps=GRS80 +units=m",
  ])
  func rightIsRight(system: String) throws {
    #expect(try problem(system, declared: system) == nil)
  }

  @Test(arguments: [
    ("EPSG:4490", false, "EPSG:4547", "degrees-in-metres", "EPSG:4490"),
    ("EPSG:4490", false, "EPSG:4526", "degrees-in-metres", "EPSG:4490"),
    ("EPSG:4490", false, "bd09mc", "degrees-in-metres", "EPSG:4490"),
    ("EPSG:4547", false, "EPSG:4490", "metres-in-degrees", "EPSG:4547"),
    ("EPSG:4526", false, "EPSG:4326", "metres-in-degrees", "EPSG:4526"),
    ("EPSG:3857", false, "gcj02", "metres-in-degrees", "bd09mc"),
    ("EPSG:4526", true, "EPSG:4490", "metres-in-degrees", "exchange x and y, then try --crs EPSG:4526"),
    ("EPSG:4526", false, "EPSG:4547", "zone-prefix", "EPSG:4526"),
    ("EPSG:4497", false, "EPSG:4547", "zone-prefix", "EPSG:4497"),
    ("EPSG:4547", false, "EPSG:4526", "zone-prefix", "EPSG:4547"),
    ("EPSG:4526", false, "EPSG:4527", "zone-prefix", "EPSG:4526"),
    ("EPSG:2362", false, "EPSG:2383", "zone-prefix", "EPSG:2362"),
    ("EPSG:2383", false, "EPSG:2362", "zone-prefix", "EPSG:2383"),
    ("EPSG:4490", true, "EPSG:4490", "axes-swapped", "exchange"),
    ("EPSG:4490", true, "EPSG:4326", "axes-swapped", "exchange"),
    ("gcj02", true, "gcj02", "axes-swapped", "exchange"),
    ("EPSG:4547", true, "EPSG:4547", "axes-swapped", "exchange"),
    ("EPSG:4526", true, "EPSG:4526", "axes-swapped", "exchange"),
    ("EPSG:3857", false, "EPSG:4547", "crs-implausible", "EPSG:3857"),
    ("EPSG:4547", false, "bd09mc", "crs-implausible", "EPSG:4547"),
    ("EPSG:4547", false, "EPSG:2263", "crs-implausible", "EPSG:4547"),
  ])
  func wrongIsNamed(actual: String, isSwapped: Bool, declared: String, code: String, hint: String) throws {
    let fault = try #require(try problem(actual, declared: declared, isSwapped: isSwapped))
    #expect(fault.code == code)
    #expect(fault.hint?.english.contains(hint) == true, "\(fault.hint?.english ?? "")")
    #expect(fault.hint?.chinese.isEmpty == false)
  }

  @Test func chineseOffsetsAreNeverGuessed() throws {
    #expect(try problem("gcj02", declared: "EPSG:4490") == nil)
    #expect(try problem("bd09", declared: "EPSG:4326") == nil)
    #expect(try problem("EPSG:4490", declared: "gcj02") == nil)
  }

  @Test func aFewStrayPointsAreNoProblemOfTheSystem() throws {
    let (_, samples) = try district(in: "EPSG:4547")
    let strayed = samples + [Point(0, 0), Point(1e9, 1e9), Point(.nan, 1)]
    let system = try CoordinateSystem("EPSG:4547")
    let extent = Box(around: strayed.filter(\.isFinite))
    #expect(Plausibility.problems(extent: extent, samples: strayed, in: system).isEmpty)
    let doubts = Plausibility.doubts(extent: extent, samples: strayed, in: system)
    #expect(doubts.map(\.code) == ["outside-area-of-use"])
    #expect(doubts.first?.text.english.hasPrefix("2 % of the places") == true)
    let wrong = try CoordinateSystem("EPSG:4526")
    #expect(Plausibility.problems(extent: extent, samples: strayed, in: wrong).map(\.code) == ["zone-prefix"])
  }

  @Test func degreesElsewhereAreDoubtedNotRefused() throws {
    let newYork = Box(minX: -74.3, minY: 40.5, maxX: -73.7, maxY: 40.9)
    let system = try CoordinateSystem("EPSG:4490")
    #expect(Plausibility.problems(extent: newYork, samples: [], in: system).isEmpty)
    #expect(Plausibility.doubts(extent: newYork, samples: [], in: system).count == 1)
    let world = try CoordinateSystem("EPSG:4326")
    #expect(Plausibility.doubts(extent: newYork, samples: [], in: world).isEmpty)
    let beyond = Box(minX: 200, minY: 95, maxX: 300, maxY: 99)
    #expect(Plausibility.problems(extent: beyond, samples: [], in: world).map(\.code) == ["crs-implausible"])
  }

  @Test func nothingIsNoProblem() throws {
    let system = try CoordinateSystem("EPSG:4490")
    #expect(Plausibility.problems(extent: .empty, samples: [], in: system).isEmpty)
    #expect(Plausibility.doubts(extent: .empty, samples: [Point(.nan, .nan)], in: system).isEmpty)
    #expect(Plausibility.suggestion(for: .empty) == nil)
  }

  @Test(arguments: [
    ("EPSG:4490", false, "try --crs EPSG:4490"), ("EPSG:4526", false, "EPSG:4526 (eastings begin with zone 38)"),
    ("EPSG:4497", false, "EPSG:4497"), ("EPSG:4547", false, "EPSG:4547"), ("bd09mc", false, "bd09mc"),
    ("EPSG:4526", true, "exchange x and y, then try --crs EPSG:4526"), ("EPSG:4490", true, "exchange x and y"),
  ])
  func suggestionsBySize(system: String, isSwapped: Bool, words: String) throws {
    let extent = try district(in: system, isSwapped: isSwapped).extent
    #expect(Plausibility.suggestion(for: extent)?.english.contains(words) == true)
  }
}

import Foundation
import TestSupport
import Testing

/// What `partition` makes of layers as they come: each fault named, with its place and what it means.
@Suite struct PartitionInputTests {
  /// Two communities side by side, 400 m by 300 m each, with eight houses of 40 households in each.
  private struct Town {
    let scratch: Scratch
    let command: OneGridCommand
    var houses: [String] = []
    var streets: [String] = []

    init(communities: [String]? = nil) throws {
      scratch = try Scratch()
      command = OneGridCommand(in: scratch.path)
      let areas = communities ?? [Town.community(1, from: 0), Town.community(2, from: 400)]
      try write("community.geojson", areas)
      let outcome = try command.run(["import", "community.geojson", "--level", "community", "--activate"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      for community in 0..<2 {
        for house in 0..<8 {
          let x = 400 * Double(community) + 30 + 95 * Double(house % 4)
          addHouse(x, house < 4 ? 60 : 200, "40")
        }
      }
    }

    mutating func addHouse(_ x: Double, _ y: Double, _ households: String) {
      houses.append(Town.polygon([(x, y), (x + 40, y + 20)], "\"hs\":\(households)"))
    }

    func write(_ name: String, _ features: [String]) throws {
      try "{\"type\":\"FeatureCollection\",\"features\":[\n\(features.joined(separator: ",\n"))]}".write(
        toFile: scratch.file(name), atomically: true, encoding: .utf8)
    }

    func partition(_ target: Int, tolerance: Double = 0.1, _ more: [String] = []) throws -> OneGridCommand.Outcome {
      try write("houses.geojson", houses)
      var arguments = ["partition", "--target-households", "\(target)", "--tolerance", "\(tolerance)", "--json"]
      arguments += ["--buildings", "houses.geojson", "--households", "hs"] + more
      if !streets.isEmpty {
        try write("streets.geojson", streets)
        arguments += ["--roads", "streets.geojson"]
      }
      return try command.run(arguments)
    }

    private static func community(_ number: Int, from left: Double) -> String {
      polygon([(left, 0), (left + 400, 300)], "\"code\":\"44100200100\(number)\"")
    }

    static func place(_ x: Double, _ y: Double) -> String { "[\(113 + x / 102_500),\(23 + y / 110_750)]" }

    static func polygon(_ corners: [(Double, Double)], _ properties: String) -> String {
      let (a, b) = (corners[0], corners[1])
      let ring = [(a.0, a.1), (b.0, a.1), (b.0, b.1), (a.0, b.1), (a.0, a.1)].map { place($0.0, $0.1) }
      return feature("Polygon", "[[\(ring.joined(separator: ","))]]", properties)
    }

    static func line(_ points: (Double, Double)...) -> String {
      feature(
        "LineString", "[\(points.map { place($0.0, $0.1) }.joined(separator: ","))]", "\"highway\":\"residential\"")
    }

    private static func feature(_ kind: String, _ coordinates: String, _ properties: String) -> String {
      "{\"type\":\"Feature\",\"properties\":{\(properties)},\"geometry\":{\"type\":\"\(kind)\",\"coordinates\":\(coordinates)}}"
    }
  }

  private func reasons(_ outcome: OneGridCommand.Outcome) -> [String] {
    (outcome.json?["reasons"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
  }

  @Test func streetsThatNearlyMeetAreLedOnAndOthersTold() throws {
    var town = try Town()
    // Three metres short of the border: led on; forty: not.
    town.streets = [Town.line((0, 140), (397, 140)), Town.line((400, 140), (760, 140))]
    let outcome = try town.partition(160)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.json?["grids"] as? Int == 4 && outcome.json?["within_tolerance"] as? Int == 4)
    #expect(outcome.errors.contains("1 street ends without meeting another within 5 m"), "\(outcome.errors)")
    let share = try #require(outcome.json?["street_share"] as? Double)
    #expect(share > 0.4 && share < 1)
    let led = try town.partition(160, ["--snap", "50"])
    #expect(!led.errors.contains("without meeting another"), "\(led.errors)")
    #expect(led.json?["street_share"] as? Double == 1)
  }

  @Test func withoutStreetsTheGapsDivide() throws {
    var town = try Town()
    let outcome = try town.partition(160)
    #expect(outcome.status == 0 && outcome.json?["within_tolerance"] as? Int == 4)
    #expect(outcome.errors.contains("without --roads"))
    town.streets = [
      "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[113,23]}}"
    ]
    let pointless = try town.partition(160)
    #expect(pointless.status == 0, "\(pointless.errors)")
    #expect(pointless.errors.contains("there is no street in this file"), "\(pointless.errors)")
  }

  @Test func oddHouseholdsAndHousesOutsideAreCountedAndPlaced() throws {
    var town = try Town()
    town.addHouse(10, 270, "-5")
    town.addHouse(70, 270, "null")
    town.addHouse(130, 270, "\"many\"")
    town.addHouse(2_000, 60, "40")
    let outcome = try town.partition(160)
    #expect(outcome.status == 0 && outcome.json?["within_tolerance"] as? Int == 4, "\(outcome.errors)")
    #expect(
      outcome.errors.contains("2 buildings have no number of households") && outcome.errors.contains("houses.geojson:"))
    #expect(outcome.errors.contains("1 building has a negative number"))
    #expect(
      outcome.errors.contains("1 building lies in no area of level community") && outcome.errors.contains("113.019"))
  }

  @Test func aCommunityInTwoPartsIsDividedPartByPart() throws {
    func ring(_ left: Double, _ right: Double) -> String {
      let corners: [(Double, Double)] = [(left, 0), (right, 0), (right, 300), (left, 300), (left, 0)]
      return "[[" + corners.map { Town.place($0.0, $0.1) }.joined(separator: ",") + "]]"
    }
    let parts: [String] = [ring(0, 200), ring(600, 800)]
    let shape = "{\"type\":\"MultiPolygon\",\"coordinates\":[\(parts.joined(separator: ","))]}"
    var town = try Town(communities: [
      "{\"type\":\"Feature\",\"properties\":{\"code\":\"441002001001\"},\"geometry\":\(shape)}"
    ])
    let outcome = try town.partition(160)
    #expect(outcome.status == 0 && outcome.json?["grids"] as? Int == 2, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.json?["contiguous"] as? Bool == true)
    // Too few people in one of them: said, and kept all the same.
    town.houses.removeLast(2)
    let island = try town.partition(160)
    #expect(
      island.status == 1 && reasons(island) == ["island"] && island.json?["grids"] as? Int == 2, "\(island.output)")
  }

  @Test func whatCannotBeSharedOutIsTold() throws {
    var town = try Town()
    town.addHouse(170, 130, "900")
    let heavy = try town.partition(160)
    #expect(heavy.status == 1 && reasons(heavy) == ["heavy-building"], "\(heavy.output)")
    let large = try town.partition(5_000)
    #expect(large.status == 1 && reasons(large).allSatisfy { $0 == "too-few-households" })
    #expect(reasons(large).count == 2 && large.json?["grids"] as? Int == 2)
    // Each with what, where, and in the database all the same.
    let first = try #require((large.json?["reasons"] as? [[String: Any]])?.first)
    #expect((first["message"] as? String)?.contains("a grid at least 4500") == true && first["lon"] is Double)
    #expect(try town.command.run(["edition", "list"]).output.contains("draft"))
  }
}

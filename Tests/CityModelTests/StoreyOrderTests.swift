import CityStore
import Diagnostics
import SpatialPrimitives
import TestSupport
import Testing

@testable import CityModel

struct StoreyOrderTests {
  /// Storeys of a name at a height, with attributes.
  private static func order(_ storeys: [(name: String?, height: Double?, attributes: String)]) -> StoreyOrder {
    StoreyOrder(
      storeys.enumerated().map { serial, storey in
        let box = storey.height.map { Box3(minX: 0, minY: 0, minZ: $0, maxX: 1, maxY: 1, maxZ: $0 + 3) } ?? .empty
        return StoredCityObject(
          serial: Int64(serial), modelID: 1, parent: nil, box: box, place: nil,
          object: CityObject(
            id: "s\(serial)", type: "BuildingStorey", name: storey.name, attributes: "{\(storey.attributes)}"))
      })
  }

  private static func numbers(_ names: [String], from height: Double = 0, elevations: Bool = false) -> [Int?] {
    var storeys: [(name: String?, height: Double?, attributes: String)] = []
    for (step, name) in names.enumerated() {
      let height = height + 3 * Double(step)
      storeys.append((name, height, elevations ? "\"elevation\":\(height)" : ""))
    }
    // In whatever order they came.
    return order(storeys.reversed()).floors.map(\.number)
  }

  /// Names as architects of several countries write them, the lowest storey first.
  @Test(
    arguments: [
      (["Keller", "Erdgeschoss", "1. Obergeschoss", "2. Obergeschoss", "Dachgeschoss"], [-1, 0, 1, 2, 3]),
      (["Erdgeschoss", "Dachgeschoss"], [1, 2]), (["Ground floor", "Upper floor"], [1, 2]),
      (["Ground floor", "First floor", "Second floor", "Roof"], [0, 1, 2, 3]),
      (["Level 1", "Level 2", "Roof"], [1, 2, 3]),
      (["Level 0", "Level 1"], [0, 1]), (["B2", "B1", "首层", "二层", "三层", "屋面"], [-2, -1, 1, 2, 3, 4]),
      (["Garage", "Basement 1", "1F", "2F"], [-2, -1, 1, 2]),
      (["-1 kelder", "00 begane grond", "01 verdieping"], [-1, 0, 1]),
      (["地下室", "一层", "夹层", "二层"], [-1, 1, nil, 2]), (["G", "1", "2"], [0, 1, 2]),
      (["Sub-basement", "Basement", "Ground floor"], [-1, -1, 1]),
    ] as [([String], [Int?])])
  func names(names: [String], expected: [Int?]) { #expect(Self.numbers(names) == expected) }

  /// Without any word in their names: by the building's zero where the model says that, else from below.
  @Test func orderAlone() {
    #expect(Self.numbers(["a", "b", "c"], from: 40) == [1, 2, 3])
    #expect(Self.numbers(["a", "b", "c", "d"], from: -6, elevations: true) == [-2, -1, 1, 2])
    #expect(Self.numbers(["a", "b"], from: 0.3, elevations: true) == [1, 2])
    #expect(Self.numbers(["a", "b"], from: 110, elevations: true) == [1, 2])
  }

  @Test func evidence() {
    let order = Self.order([
      ("Hall", 0, "\"floor\":1"), ("Upstairs", 3, ""), ("3F", 6, ""), ("Somewhere", nil, ""),
      ("Ground floor", 0.005, ""),
    ])
    #expect(order.floors.map(\.storey.object.id) == ["s0", "s4", "s1", "s2", "s3"])
    #expect(order.floors.map(\.number) == [1, nil, 2, 3, nil])
    #expect(order.floors.map(\.evidence) == [.attribute, nil, .order, .name, nil])
    #expect(order.floors.map(\.isGround) == [true, true, false, false, false])
    #expect(StoreyOrder([]).floors.isEmpty)
  }

  /// A building whose storeys say no numbers is asked by number, and says that it counted.
  @Test func askedByNumber() throws {
    let storeys = [("a", "Keller", 0), ("b", "Wohnen", 1), ("c", "Schlafen", 2)].map { id, name, level in
      """
      "\(id)":{"type":"BuildingStorey","parents":["h"],"attributes":{"name":"\(name)","elevation":\((level - 1) * 3)},\
      "geometry":[]}
      """
    }.joined(separator: ",")
    let house = "\"h\":{\"type\":\"Building\",\"children\":[\"a\",\"b\",\"c\"],\"geometry\":[]},\(SampleModels.cube())"
    let folder = try ModelFolder()
    try folder.importModel(
      try folder.file("h.city.json", SampleModels.whole("\(house),\(storeys)", head: SampleModels.metadata)))
    for (floor, expected, isCounted) in [
      ("1", "b", true), ("2", "c", true), ("-1", "a", false), ("B1", "a", false), ("首层", "b", true), ("EG", "b", true),
      ("Schlafen", "c", false),
    ] {
      let codes = NoticeCodes()
      let finder = try CityObjectFinder(folder.city(), listener: Listener(notice: { codes.add($0) }))
      let place = try finder.at(IndoorAddress(building: "h", floor: floor))
      #expect(place.containing.map(\.stored.object.id) == ["h", expected], "\(floor)")
      #expect(codes.list.contains("storey-by-order") == isCounted, "\(floor)")
      #expect(place.containing.last?.storey?.floor == ["a": -1, "b": 1, "c": 2][expected])
    }
    #expect {
      try CityObjectFinder(folder.city()).at(IndoorAddress(building: "h", floor: "3"))
    } throws: { ($0 as? Fault)?.code == "unknown-storey" }
  }
}

import SpatialPrimitives
import TestSupport
import Testing

@testable import CityModel

struct ObjectTilesTests {
  /// Every object stands in one tile; what a tile's children show is no larger than the tile says, and no tile shows more than
  /// its budget unless it is one object, or nothing divides them.
  @Test(arguments: [1, 40, 3000]) func everyObjectOnce(count: Int) {
    var random = SeededGenerator(seed: 8)
    var items: [ObjectTiles.Item] = []
    for serial in 0..<count {
      let isInCrowd = Bool.random(using: &random)
      func place() -> Double { Double.random(in: isInCrowd ? 0..<10 : 0..<5000, using: &random) }
      items.append(
        ObjectTiles.Item(
          serial: Int64(serial), centre: Point(place(), place()), size: Double.random(in: 0..<200, using: &random),
          weight: Int.random(in: 10...400, using: &random)))
    }
    let tiles = ObjectTiles(items, budget: 20_000)
    #expect(tiles.tiles.flatMap(\.objects).sorted() == (0..<Int64(count)).map { $0 })
    #expect(tiles.largest == items.map(\.size).max())
    func largest(_ number: Int) -> Double {
      let tile = tiles.tiles[number]
      let below = tile.children.map(largest).max()
      #expect(tile.geometricError == below ?? 0)
      #expect(tile.children.allSatisfy { $0 > number })
      let weight = tile.objects.reduce(0) { $0 + items[Int($1)].weight }
      #expect(tile.objects.count == 1 || weight <= 20_000)
      return max(below ?? 0, tile.objects.map { items[Int($0)].size }.max() ?? 0)
    }
    #expect(largest(0) == tiles.largest)
    #expect((tiles.tiles.count > 1) == (count == 3000))
  }

  @Test func whatStandsInOnePlaceIsOneTile() {
    let items = (0..<50).map { ObjectTiles.Item(serial: $0, centre: Point(3, 4), size: 1, weight: 900) }
    #expect(ObjectTiles(items, budget: 1000).tiles.count == 1)
  }
}

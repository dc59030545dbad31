import Diagnostics
import Foundation
import SpatialFormats
import SpatialPrimitives
import TestSupport
import Testing

/// Shapefiles with rings in every order and direction.
@Suite struct RingAssemblyTests {
  private func square(_ x: Double, _ y: Double, _ size: Double) -> [Point] {
    [Point(x, y), Point(x, y + size), Point(x + size, y + size), Point(x + size, y), Point(x, y)]
  }

  /// A shapefile of one record with just these rings, by the format's description.
  private func read(_ rings: [[Point]]) throws -> Table {
    let scratch = try Scratch()
    var content = Data()
    func little(_ value: some FixedWidthInteger, _ data: inout Data) {
      withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
    }
    func big(_ value: Int32, _ data: inout Data) {
      withUnsafeBytes(of: value.bigEndian) { data.append(contentsOf: $0) }
    }
    little(Int32(5), &content)
    for value in [0.0, 0, 0, 0] { little(value.bitPattern, &content) }
    little(Int32(rings.count), &content)
    little(Int32(rings.reduce(0) { $0 + $1.count }), &content)
    var start = 0
    for ring in rings {
      little(Int32(start), &content)
      start += ring.count
    }
    for point in rings.joined() {
      little(point.x.bitPattern, &content)
      little(point.y.bitPattern, &content)
    }
    func header(_ size: Int) -> Data {
      var data = Data()
      big(9994, &data)
      data.append(Data(count: 20))
      big(Int32(size / 2), &data)
      little(Int32(1000), &data)
      little(Int32(5), &data)
      data.append(Data(count: 64))
      return data
    }
    var shp = header(108 + content.count)
    big(1, &shp)
    big(Int32(content.count / 2), &shp)
    shp.append(content)
    var shx = header(108)
    big(50, &shx)
    big(Int32(content.count / 2), &shx)
    try shp.write(to: URL(fileURLWithPath: scratch.file("a.shp")))
    try shx.write(to: URL(fileURLWithPath: scratch.file("a.shx")))
    return try Table(scratch.file("a.shp"))
  }

  /// Whatever the order and direction of four nested rings and one beside them, the area is the same.
  @Test(arguments: 0..<16) func nestedRings(case seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let nested = [square(0, 0, 10), square(1, 1, 8), square(2, 2, 6), square(3, 3, 1), square(20, 0, 1)]
    let rings = nested.shuffled(using: &generator).map { Bool.random(using: &generator) ? $0 : $0.reversed() }
    let table = try read(rings)
    let shape = try #require(table.features[0].geometry?.asMultiPolygon)
    // An outer ring, a hole in it, an island in that with a hole, and a ring apart.
    #expect(shape.polygons.count == 3)
    #expect(shape.planarArea == (100 - 64) + (36 - 1) + 1)
    #expect(shape.polygons.map(\.holes.count).sorted() == [0, 1, 1])
    let isReversed = shape.polygons.contains { polygon in
      polygon.exterior.doubledSignedArea > 0 || polygon.holes.contains { $0.doubledSignedArea < 0 }
    }
    #expect(table.hears("rings-reversed") == isReversed)
  }

  @Test func ringsThatTouch() throws {
    // A hole that touches its outer ring in a vertex, and an edge neighbour that is no hole.
    let outer = square(0, 0, 4)
    let hole: [Point] = [Point(0, 0), Point(2, 1), Point(1, 2), Point(0, 0)]
    let beside = square(4, 0, 2)
    let shape = try #require(try read([outer, hole, beside]).features[0].geometry?.asMultiPolygon)
    #expect(shape.polygons.map(\.holes.count) == [1, 0])
  }

  @Test func aHoleThatIsAlsoAPart() throws {
    // Two equal rings of opposite direction: nothing is left; of the same: an overlap, which is not ours to judge.
    let ring = square(0, 0, 1)
    let opposite = try #require(try read([ring, ring.reversed()]).features[0].geometry?.asMultiPolygon)
    #expect(opposite.polygons.count == 1 && opposite.planarArea == 0)
    let same = try #require(try read([ring, ring]).features[0].geometry?.asMultiPolygon)
    #expect(same.polygons.count == 2)
  }

  @Test func openRingsAreClosed() throws {
    let table = try read([Array(square(0, 0, 1).dropLast())])
    #expect(table.features[0].geometry?.asMultiPolygon?.planarArea == 1)
    #expect(table.hears("rings-closed"))
  }
}

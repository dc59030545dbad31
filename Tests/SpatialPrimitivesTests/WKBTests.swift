import Diagnostics
import SpatialPrimitives
import TestSupport
import Testing

struct WKBTests {
  static let samples: [Geometry] = [
    .point(Point(113.25, 23.125)),
    .multiPoint([Point(1, 2), Point(3, 4)]),
    .multiPoint([]),
    .lineString([Point(0, 0), Point(1, 1), Point(1e-300, -.leastNonzeroMagnitude)]),
    .multiLineString([[Point(0, 0), Point(1, 1)], []]),
    .polygon(Polygon(LocationTests.square(0, 9), holes: [LocationTests.square(1, 2), LocationTests.square(3, 4)])),
    .polygon(Polygon(Ring([]))),
    .multiPolygon(MultiPolygon([Polygon(LocationTests.square(0, 1)), Polygon(LocationTests.square(2, 3))])),
    .collection([.point(Point(1, 2)), .collection([.lineString([Point(0, 0), Point(2, 2)])])]),
  ]

  private func read(_ bytes: [UInt8]) throws(Fault) -> WKB.Decoded {
    let result = unsafe bytes.withUnsafeBytes { raw in
      Result { () throws(Fault) in try unsafe WKB.read(raw) }
    }
    return try result.get()
  }

  private func bytes(_ hex: String) -> [UInt8] {
    var digits = hex.filter { $0 != " " }[...]
    var bytes: [UInt8] = []
    while let byte = UInt8(digits.prefix(2), radix: 16) {
      bytes.append(byte)
      digits = digits.dropFirst(2)
    }
    return bytes
  }

  @Test(arguments: samples) func roundTrip(geometry: Geometry) throws {
    let decoded = try read(WKB.encode(geometry))
    #expect(decoded.geometry == geometry)
    #expect(!decoded.droppedOrdinates)
    #expect(decoded.srid == nil)
  }

  /// Bytes as PostGIS writes them.
  @Test func otherForms() throws {
    let x = "0000 0000 0000 F03F"
    let y = "0000 0000 0000 0040"
    let expected = Geometry.point(Point(1, 2))
    #expect(try read(bytes("01 01000000 \(x) \(y)")).geometry == expected)
    #expect(try read(bytes("00 00000001 3FF0000000000000 4000000000000000")).geometry == expected)
    for head in ["01 E9030000", "01 D1070000", "01 01000080", "01 01000040"] {
      let decoded = try read(bytes("\(head) \(x) \(y) \(x)"))
      #expect(decoded.geometry == expected)
      #expect(decoded.droppedOrdinates)
    }
    for head in ["01 B90B0000", "01 010000C0"] {
      #expect(try read(bytes("\(head) \(x) \(y) \(x) \(x)")).geometry == expected)
    }
    let extended = try read(bytes("01 01000020 8A110000 \(x) \(y)"))
    #expect(extended.geometry == expected)
    #expect(extended.srid == 4490)
    #expect(!extended.droppedOrdinates)
    let emptyPoint = try read(WKB.encode(.point(Point(.nan, .nan)))).geometry
    guard case .point(let point) = emptyPoint else { Issue.record("no point"); return }
    #expect(point.x.isNaN && point.y.isNaN)
  }

  /// Every sample cut anywhere, and with a byte too many, is refused.
  @Test(arguments: samples) func truncated(geometry: Geometry) {
    let whole = WKB.encode(geometry)
    for length in 0..<whole.count {
      #expect("cut to \(length)") { try read(Array(whole.prefix(length))) } throws: {
        ($0 as? Fault)?.code == "bad-wkb"
      }
    }
    #expect("one more") { try read(whole + [0]) } throws: { ($0 as? Fault)?.code == "bad-wkb" }
  }

  @Test func nonsense() {
    for hex in [
      "02 01000000", "01 00000000", "01 FF000000", "01 02000000 FFFFFFFF", "01 06000000 FFFFFFFF 00",
      "01 04000000 01000000 01 02000000 00000000",
    ] {
      #expect("\(hex)") { try read(bytes(hex)) } throws: { ($0 as? Fault)?.code == "bad-wkb" }
    }
    #expect("curve polygon") { try read(bytes("01 0A000000 00000000")) } throws: {
      ($0 as? Fault)?.code == "unsupported-geometry"
    }
    var deep = Geometry.point(Point(0, 0))
    for _ in 0..<40 { deep = .collection([deep]) }
    #expect("deep") { try read(WKB.encode(deep)) } throws: { ($0 as? Fault)?.code == "bad-wkb" }
  }

  /// Arbitrary damage ends in a fault or a geometry, never in a trap.
  @Test func damaged() {
    var random = SeededGenerator(seed: 17)
    var refused = 0
    for _ in 0..<20_000 {
      var bytes = WKB.encode(Self.samples.randomElement(using: &random)!)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if (try? read(bytes)) == nil { refused += 1 }
    }
    #expect(refused > 1000)
  }
}

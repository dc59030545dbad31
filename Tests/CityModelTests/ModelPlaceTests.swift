import CityStore
import Diagnostics
import Foundation
import SpatialIndexing
import SpatialPrimitives
import SystemFiles
import TestSupport
import Testing

@testable import CityModel

/// Places in the solids of real models, against another algorithm on all of their faces.
struct ModelPlaceTests {
  private static let isSoak = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil

  /// Small ones, unless everything is to be tried.
  private static let files = SharedData.files(in: "cityjson", endings: [".json", ".jsonl"]).filter {
    isSoak || FileFacts.size(of: $0) ?? 0 < 60_000
  }

  /// The shapes that close of all models that can be read.
  private static func solids() throws -> [(name: String, shape: CityObjectShape, faces: [[[Point3]]])] {
    var solids: [(name: String, shape: CityObjectShape, faces: [[[Point3]]])] = []
    for file in files {
      let folder = try ModelFolder()
      guard (try? folder.importModel(file)) != nil else { continue }
      try CityObjectReader(folder.city(), frame: .own).forEach { stored throws(Fault) in
        guard let shape = CityObjectShape(stored.object), shape.isClosed else { return }
        var faces: [[[Point3]]] = []
        shape.faces.forEachFace { faces.append($0) }
        solids.append(("\(FileFacts.name(of: file)) \(stored.object.id)", shape, faces))
      }
    }
    return solids
  }

  /// How often the faces go round a place: their solid angles together (van Oosterom & Strackee, "The solid angle of a plane
  /// triangle", 1983). Each ring is a fan; of a hole the turn is the other way, as the source writes it.
  private static func winding(_ faces: [[[Point3]]], _ place: Point3) -> Double {
    var sum = 0.0
    for ring in faces.joined() {
      let corners = ring.map { Point3($0.x - place.x, $0.y - place.y, $0.z - place.z) }
      for number in 1..<corners.count - 1 {
        let (a, b, c) = (corners[0], corners[number], corners[number + 1])
        func dot(_ p: Point3, _ q: Point3) -> Double { p.x * q.x + p.y * q.y + p.z * q.z }
        let (la, lb, lc) = (dot(a, a).squareRoot(), dot(b, b).squareRoot(), dot(c, c).squareRoot())
        let triple =
          a.x * (b.y * c.z - b.z * c.y) + a.y * (b.z * c.x - b.x * c.z) + a.z * (b.x * c.y - b.y * c.x)
        sum += 2 * atan2(triple, la * lb * lc + dot(a, b) * lc + dot(b, c) * la + dot(c, a) * lb)
      }
    }
    return sum / (4 * .pi)
  }

  @Test(.enabled(if: !files.isEmpty)) func randomPlacesInRealSolids() throws {
    let solids = try Self.solids()
    try #require(!solids.isEmpty)
    var random = SeededGenerator(seed: 2026)
    let rounds = Self.isSoak ? 100_000 : 1500
    var (asked, inside, odd) = (0, 0, 0)
    for round in 0..<rounds {
      let solid = solids[round % solids.count]
      let box = solid.shape.box.expanded(by: 0.5)
      let place = Point3(
        .random(in: box.minX...box.maxX, using: &random), .random(in: box.minY...box.maxY, using: &random),
        .random(in: box.minZ...box.maxZ, using: &random))
      // On the surface a sum of angles says nothing.
      guard solid.shape.faces.squaredDistance(to: place) > 1e-6 else { continue }
      let turns = Self.winding(solid.faces, place).magnitude
      // Faces that are not flat, or turned about: their angles are no whole number of turns.
      guard abs(turns - turns.rounded()) < 1e-3, turns < 1.5 else {
        odd += 1
        continue
      }
      asked += 1
      if turns > 0.5 { inside += 1 }
      #expect(
        (solid.shape.faces.location(of: place) == .inside) == (turns > 0.5), "seed 2026: \(solid.name) \(place)")
    }
    #expect(asked > rounds / 2 && inside > rounds / 50, "\(asked) asked, \(inside) inside, \(odd) odd")
  }
}

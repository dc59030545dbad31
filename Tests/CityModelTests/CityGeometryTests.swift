import CityModel
import SpatialPrimitives
import Testing

@Suite struct CityGeometryTests {
  /// A cube of edge 2 with a hollow of edge 1, and a point that no ring uses.
  private var hollowCube: CityGeometry {
    var geometry = CityGeometry(.solid, lod: "2")
    for (origin, edge) in [(0.0, 2.0), (0.5, 1.0)] {
      let first = Int32(geometry.points.count)
      for corner in 0..<8 {
        geometry.points.append(
          Point3(
            origin + edge * Double(corner & 1), origin + edge * Double(corner >> 1 & 1),
            origin + edge * Double(corner >> 2)))
      }
      for face in [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]] {
        geometry.indices += face.map { first + Int32($0) }
        geometry.rings.append(Int32(geometry.indices.count))
        geometry.surfaces.append(Int32(geometry.rings.count))
      }
      geometry.shells.append(Int32(geometry.surfaces.count))
    }
    geometry.solids.append(Int32(geometry.shells.count))
    geometry.points.append(Point3(100, 100, 100))
    return geometry
  }

  @Test func listsFindTheirParts() {
    let cube = hollowCube
    #expect(cube.shells(ofSolid: 0) == 0..<2)
    #expect(cube.surfaces(ofSolid: 0) == 0..<12)
    #expect(cube.surfaces(ofShell: 1) == 6..<12)
    #expect(cube.rings(ofSurface: 7) == 7..<8)
    #expect(Array(cube.indices(ofRing: 1)) == [4, 5, 7, 6])
    #expect(cube.points(ofRing: 0).first == Point3(0, 0, 0))
  }

  @Test func boxIsAroundThePointsInUse() {
    #expect(hollowCube.box == Box3(minX: 0, minY: 0, minZ: 0, maxX: 2, maxY: 2, maxZ: 2))
    #expect(CityGeometry(.multiSurface).box.isEmpty)
  }
}

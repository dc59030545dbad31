import Casework
import CityStore
import Diagnostics
import Projections
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct CaseNearTests {
  let fixture: CaseFixture
  init() throws { fixture = try CaseFixture(cases: 400) }

  /// Against every case measured one by one with PROJ's geodesic.
  @Test(arguments: [0.0, 150, 2_000, 9_000, 1e6])
  func nearestFirstWithinTheRadius(radius: Double) throws {
    for center in [fixture.places[0], fixture.places[17], Point(112.5, 22.2)] {
      let measured = fixture.places.enumerated().map { number, place in
        (id: "C\(number)", distance: Ellipsoid.wgs84.distance(center, place))
      }
      let expected = measured.filter { $0.distance <= radius }.sorted { $0.distance < $1.distance }
      var found: [NearbyCases.Item] = []
      var cursor: String?
      repeat {
        let page = try fixture.city.cases(near: center, radius: radius, limit: 37, after: cursor)
        #expect(page.total == expected.count)
        found += page.cases
        cursor = page.next
      } while cursor != nil
      #expect(found.map(\.record.id) == expected.map(\.id))
      for (item, wanted) in zip(found, expected) { #expect(abs(item.distance - wanted.distance) < 1e-3) }
    }
  }

  @Test func conditionsHoldHereToo() throws {
    let page = try fixture.city.cases(
      near: fixture.places[0], radius: 1e6, matching: CaseFilter(status: "结案"), limit: 1000)
    #expect(page.total == 134)
    #expect(page.cases.allSatisfy { $0.record.status == "结案" })
  }
}

import AreaIndex
import Testing

@testable import CityStore

@Suite struct ParentChoiceTests {
  /// Two districts; a street in the first, a street in the second; a community in the first street.
  private let choice = ParentChoice(uppers: [
    .init(level: .district, code: "A", name: "", parent: nil),
    .init(level: .district, code: "B", name: "", parent: nil),
    .init(level: .street, code: "A1", name: "", parent: 0),
    .init(level: .street, code: "B1", name: "", parent: 1),
    .init(level: .community, code: "A11", name: "", parent: 2),
  ])

  @Test func fieldThenPrefixThenPlaceWithinTheNearestLevel() {
    #expect(
      choice.decide(.init(field: [2], prefix: [3], geometry: 2)) == .init(parent: 2, method: .field, isDisputed: true))
    #expect(choice.decide(.init(prefix: [3], geometry: 3)) == .init(parent: 3, method: .prefix, isDisputed: false))
    #expect(choice.decide(.init(geometry: 3)) == .init(parent: 3, method: .geometry, isDisputed: false))
    #expect(choice.decide(.init()) == .init(parent: nil, method: nil, isDisputed: false))
  }

  @Test func anAreaFurtherAboveIsNoDispute() {
    #expect(
      choice.decide(.init(field: [0], prefix: [2], geometry: 4))
        == .init(parent: 4, method: .geometry, isDisputed: false))
    #expect(choice.decide(.init(field: [1], geometry: 4)) == .init(parent: 4, method: .geometry, isDisputed: true))
  }

  @Test func doubledCodesAreToldApartByPlace() {
    #expect(
      choice.decide(.init(field: [2, 3], geometry: 3)) == .init(parent: 3, method: .field, isDisputed: false))
    #expect(choice.decide(.init(field: [2, 3])) == .init(parent: nil, method: nil, isDisputed: false))
  }

  @Test func aWitnessThatIsMostlyWrongIsNotBelieved() {
    let right = ParentChoice.Evidence(prefix: [2], geometry: 2)
    let wrong = ParentChoice.Evidence(prefix: [3], geometry: 2)
    let mute = ParentChoice.Evidence(prefix: [3])
    #expect(choice.deservesBelief([right, wrong, mute], \.prefix))
    #expect(!choice.deservesBelief([right, wrong, wrong], \.prefix))
    #expect(choice.deservesBelief([mute], \.prefix), "nothing speaks against it")
  }
}

import AreaIndex
import CityStore
import Diagnostics
import Foundation
import Testing

@Suite struct CityDatabaseBackupTests {
  @Test func aBackupIsADatabaseOfItsOwn() throws {
    let fixture = try CityFixture()
    let city = try fixture.open()
    let edition = try CityFixture.activate(CityFixture.row(["1", "2"]), at: .grid, in: city)
    let target = fixture.scratch.file("copy.db")
    try city.backUp(to: target)
    #expect(try CityDatabase.open(at: target, for: .writing).areas(in: edition).map(\.code) == ["1", "2"])
    let taken = fault { try city.backUp(to: target) }
    #expect(taken?.code == "output-exists")
    try city.backUp(to: target, force: true)
    #expect(fault { try city.backUp(to: fixture.scratch.path, force: true) }?.kind == .output)
    let nowhere = fault { try city.backUp(to: fixture.scratch.file("none/copy.db")) }
    #expect(nowhere?.kind == .output)
    let left = try FileManager.default.contentsOfDirectory(atPath: fixture.scratch.path)
    #expect(!left.contains { $0.contains(".part") }, "\(left)")
  }
}

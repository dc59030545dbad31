import AreaIndex
import CivilTime
import Diagnostics
import Foundation
import SpatialDatabase
import SpatialPrimitives
import Synchronization
import SystemFiles
import TestSupport
import Testing

@testable import CityStore

@Suite struct IndexCacheTests {
  let fixture: CityFixture
  let city: CityDatabase

  init() throws {
    fixture = try CityFixture()
    city = try fixture.open()
    try CityFixture.write(CityFixture.row(["A", "B"]), at: .street, in: city)
    try CityFixture.write(CityFixture.row(["A1", "B1"], parent: "A"), at: .grid, in: city)
    try city.activate(try city.openDraft(of: "unified"))
  }

  private var folder: String { fixture.path + ".index" }

  /// The catalog, and the codes of what was said while it was made.
  private func load(
    _ city: CityDatabase? = nil, of scheme: String = "unified", at instant: Instant? = nil
  ) throws -> (catalog: AreaCatalog, notices: [String]) {
    let city = city ?? self.city
    let codes = Mutex<[String]>([])
    let catalog = try city.catalog(
      of: try city.edition(EditionSelector(scheme: scheme, asOf: instant)), at: Moment(asOf: instant), threads: 1,
      listener: Listener(notice: { notice in codes.withLock { $0.append(notice.code) } }))
    return (catalog, codes.withLock { $0 })
  }

  @Test func theSecondCatalogComesFromTheFile() throws {
    let (built, first) = try load()
    #expect(first == ["index-built"])
    #expect(try FileFacts.entries(of: folder) == ["1.areas"])
    let (kept, second) = try load()
    #expect(second == [])
    #expect(Array(kept.areas) == Array(built.areas))
    #expect(kept.areas.map(\.code) == ["A", "B", "A1", "B1"])
    #expect(kept.areas.map(\.parent) == [-1, -1, 0, 0])
    #expect(kept.levels == [.street, .grid])
    let answer = kept.index.assign(Point(113.1875, 23.0625))
    #expect(kept.areas[Int(answer.area(at: .grid))].code == "B1")
    #expect(try city.indexedCatalog(of: city.edition(1)) != nil)
  }

  @Test func aChangeOfAnAreaMakesItAnew() throws {
    _ = try load()
    try city.connection.execute("UPDATE areas SET name = '新' WHERE code = 'A'")
    #expect(try city.indexedCatalog(of: city.edition(1)) == nil)
    let (catalog, notices) = try load()
    #expect(notices == ["index-outdated", "index-built"])
    #expect(catalog.areas[0].name == "新")
    #expect(try load().notices == [])
  }

  @Test func casesAndDraftsLeaveItCurrent() throws {
    _ = try load()
    try city.connection.execute(
      "INSERT INTO cases (id, match, first_saved_at, updated_at) VALUES ('1', 'outside', 0, 0)")
    try CityFixture.write(CityFixture.row(["N"]), at: .grid, in: city)
    #expect(try load().notices == [])
  }

  /// Two copies of one database that were changed apart, each with the other's index beside it.
  @Test func anotherDatabasesIndexIsRefused() throws {
    _ = try load()
    let copy = fixture.scratch.file("copy.db")
    try city.backUp(to: copy)
    try FileManager.default.copyItem(atPath: folder, toPath: copy + ".index")
    let other = try CityDatabase.open(at: copy, for: .writing)
    #expect(try load(other).notices == [], "an unchanged copy has the same areas")
    for (city, name) in [(city, "here"), (other, "there")] {
      try city.connection.execute("UPDATE areas SET name = '\(name)' WHERE code = 'A'")
    }
    _ = try load()
    try FileManager.default.removeItem(atPath: copy + ".index")
    try FileManager.default.copyItem(atPath: folder, toPath: copy + ".index")
    let (catalog, notices) = try load(other)
    #expect(notices == ["index-outdated", "index-built"])
    #expect(catalog.areas[0].name == "there")
  }

  @Test func damagedAndForeignFilesAreRefused() throws {
    _ = try load()
    let file = folder + "/1.areas"
    let whole = try FileFacts.contents(of: file)
    var flipped = whole
    flipped[whole.count / 2] ^= 4
    for (bytes, code) in [
      (flipped, "index-damaged"), (Array(whole.dropLast()), "index-damaged"),
      (Array("a,b\n1,2\n".utf8), "index-foreign"),
      ([], "index-foreign"),
    ] {
      try Data(bytes).write(to: URL(fileURLWithPath: file))
      #expect(try load().notices == [code, "index-built"])
      #expect(try FileFacts.contents(of: file).count == whole.count)
    }
  }

  @Test func levelsOfAnotherEditionArePartOfIt() throws {
    let police = try CityFixture.activate(
      CityFixture.row(["PG"], parent: "B"), at: .grid, of: "police", now: 100, in: city)
    #expect(try load(of: "police").catalog.areas.map(\.code) == ["A", "B", "PG"])
    #expect(try FileFacts.entries(of: folder) == ["\(police.id)+1.areas"])
    #expect(try load(of: "police").notices == [])
    try city.connection.execute("UPDATE areas SET name = '新' WHERE code = 'A'")
    #expect(try load(of: "police").notices == ["index-outdated", "index-built"])
    // Another edition of the one grid above it is another file, and that of the former stays for its time.
    let next = try CityFixture.activate(CityFixture.row(["A", "B"]), at: .street, now: 200, in: city)
    #expect(try load(of: "police").notices == ["index-built"])
    #expect(
      try FileFacts.entries(of: folder).sorted() == ["\(police.id)+1.areas", "\(police.id)+\(next.id).areas"].sorted())
    #expect(try load(of: "police", at: Instant(150)).notices == [])
  }

  @Test func whatNoEditionNeedsGoesWhenANewOneComes() throws {
    let draft = try city.openDraft(of: "unified")
    _ = try city.catalog(of: draft, threads: 1)
    _ = try load()
    #expect(try FileFacts.entries(of: folder) == ["1.areas", "\(draft.id).areas"])
    try city.discard(draft)
    for name in ["notes.txt", "77.areas", "1.areas.9-9.part", "2+99.areas"] {
      try Data([1]).write(to: URL(fileURLWithPath: folder + "/" + name))
    }
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -100_000)], ofItemAtPath: folder + "/1.areas.9-9.part")
    try Data([1]).write(to: URL(fileURLWithPath: folder + "/1.areas.8-8.part"))
    _ = try load()
    #expect(try FileFacts.entries(of: folder).count == 7, "nothing was written, and nothing removed")
    try city.connection.execute("UPDATE areas SET name = '新' WHERE code = 'A'")
    _ = try load()
    #expect(try FileFacts.entries(of: folder) == ["1.areas", "1.areas.8-8.part", "notes.txt"])
  }

  @Test func whereItCannotBeKeptTheCatalogServesAllTheSame() throws {
    try Data([1]).write(to: URL(fileURLWithPath: folder))
    for _ in 0..<2 {
      let (catalog, notices) = try load()
      #expect(notices.last == "index-not-kept")
      #expect(catalog.areas.count == 4)
    }
  }

  @Test func withoutStampsNothingIsKept() throws {
    try city.connection.execute("DROP TRIGGER area_stamp_delete")
    #expect(try load().notices == ["index-not-kept"])
    #expect(FileFacts.kind(of: folder) == .missing)
  }

  @Test func severalAtOnceDoNoHarm() async throws {
    let path = fixture.path
    let codes = try await withThrowingTaskGroup(of: [String].self) { group in
      for _ in 0..<8 {
        group.addTask {
          let city = try CityDatabase.open(at: path, for: .reading)
          return try city.catalog(of: city.edition(1), threads: 1).areas.map(\.code)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(codes.allSatisfy { $0 == ["A", "B", "A1", "B1"] })
    #expect(try FileFacts.entries(of: folder) == ["1.areas"])
    #expect(try load().notices == [])
  }

  @Test func filesAreListedBuiltAndDropped() throws {
    #expect(try city.indexFiles().isEmpty)
    let (file, isNew) = try city.buildIndex(of: EditionSelector(), threads: 1, listener: .silent)
    #expect(isNew)
    #expect(file.path == folder + "/1.areas")
    #expect(file.editions == [1])
    #expect(file.refusal == nil)
    #expect(file.areas.map(\.level) == [.street, .grid])
    #expect(file.areas.map(\.count) == [2, 2])
    #expect(file.key?.utf8.count == 64)
    #expect(file.parts.contains { $0.name == "blocks" && $0.bytes > 0 })
    #expect(file.parts.last?.name == "table")
    #expect(file.parts.reduce(0) { $0 + $1.bytes } < file.bytes)
    #expect(FileFacts.size(of: file.path) == file.bytes)
    #expect(try !city.buildIndex(of: EditionSelector(), threads: 1, listener: .silent).isNew)
    try city.connection.execute("UPDATE areas SET name = '新' WHERE code = 'A'")
    try Data([1]).write(to: URL(fileURLWithPath: folder + "/9.areas"))
    try Data([1]).write(to: URL(fileURLWithPath: folder + "/notes"))
    let files = try city.indexFiles()
    #expect(files.map(\.editions) == [[1], [9]])
    #expect(files.map { $0.refusal?.code } == ["index-outdated", "index-outdated"])
    #expect(files.map(\.areaCount) == [0, 0])
    #expect(try city.dropIndexes().files == 2)
    #expect(try FileFacts.entries(of: folder) == ["notes"])
    try FileManager.default.removeItem(atPath: folder + "/notes")
    _ = try city.buildIndex(of: EditionSelector(), threads: 1, listener: .silent)
    #expect(try city.dropIndexes().files == 1)
    #expect(FileFacts.kind(of: folder) == .missing)
    #expect(try city.dropIndexes().files == 0)
  }

  @Test func buildingSaysWhatIsInTheWay() throws {
    try Data([1]).write(to: URL(fileURLWithPath: folder))
    #expect(fault { _ = try city.buildIndex(of: EditionSelector(), threads: 1, listener: .silent) }?.kind == .output)
    try city.connection.execute("DROP TRIGGER area_stamp_delete")
    let refusal = fault { _ = try city.buildIndex(of: EditionSelector(), threads: 1, listener: .silent) }
    #expect(refusal?.code == "unstamped-areas")
  }
}

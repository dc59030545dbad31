import Diagnostics
import Foundation
import Glibc
import TestSupport
import Testing

@testable import SystemFiles

@Suite struct SectionFileTests {
  let scratch: Scratch
  let path: String
  let key = (0..<32).map { UInt8($0) }
  let contents: [(id: UInt32, bytes: [UInt8])]

  init() throws {
    scratch = try Scratch()
    path = scratch.file("some.index")
    var generator = SeededGenerator(seed: 20_261_121)
    contents = [(3, 100), (1, 64), (2, 0), (9, 5000), (40, 1)].map { id, count in
      (UInt32(id), (0..<count).map { _ in UInt8.random(in: 1...255, using: &generator) })
    }
  }

  private func write(
    _ contents: [(id: UInt32, bytes: [UInt8])], at path: String? = nil, blockSums: Bool = false
  ) throws {
    let buffers = contents.map { section in
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: section.bytes.count, alignment: 1)
      buffer.copyBytes(from: section.bytes)
      return (id: section.id, bytes: buffer)
    }
    defer { for buffer in buffers { buffer.bytes.deallocate() } }
    try SectionFile.write(
      path ?? self.path, kind: "TestData", version: 7, key: key,
      sections: buffers.map { ($0.id, UnsafeRawBufferPointer($0.bytes)) }, blockSums: blockSums)
  }

  private func open(_ path: String? = nil) throws(Fault) -> SectionFile {
    try SectionFile(path: path ?? self.path, kind: "TestData", version: 7, key: key)
  }

  private func refusal(of bytes: [UInt8]) throws -> String? {
    let path = scratch.file("damaged")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    do throws(Fault) {
      try touch(open(path))
      return nil
    } catch { return error.code }
  }

  private func touchSections(_ file: SectionFile) {
    for section in file.header.sections {
      guard let bytes = file.section(section.id) else { preconditionFailure("a section of the table is not there") }
      #expect(bytes.count == section.count)
      #expect(bytes.reduce(0) { $0 &+ Int($1) } >= 0)
    }
  }

  /// Reads each byte that the file offers, and the promised zeros behind the last section.
  private func touch(_ file: SectionFile) {
    defer { withExtendedLifetime(file) {} }
    touchSections(file)
    if let last = file.header.sections.last.flatMap({ file.section($0.id) }), let base = last.baseAddress {
      let behind = UnsafeRawBufferPointer(start: base + SectionHeader.padded(last.count), count: 4096)
      #expect(behind.allSatisfy { $0 == 0 })
    }
  }

  /// Verified as it is touched: damage in the head, in the checksums or in the length is seen when the file is opened, other
  /// damage when the block that has it is asked for, and nowhere else.
  @Test func asItIsTouched() throws {
    let large = contents + [(77, (0..<30_000).map { UInt8(truncatingIfNeeded: $0 &* 131) })]
    try write(large, blockSums: true)
    let whole = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    let damaged = scratch.file("damaged")
    func code(_ bytes: [UInt8], _ body: (SectionFile) throws(Fault) -> Void = { _ in }) throws -> String? {
      try Data(bytes).write(to: URL(fileURLWithPath: damaged))
      do throws(Fault) {
        let file = try SectionFile(path: damaged, kind: "TestData", version: 7, key: key, verifying: .touched)
        defer { withExtendedLifetime(file) {} }
        try body(file)
        return nil
      } catch { return error.code }
    }
    func everything(_ file: SectionFile) throws(Fault) {
      for section in file.header.sections where section.id < 100 {
        if let bytes = file.section(section.id) { try file.confirm(bytes) }
      }
    }
    #expect(try code(whole, everything) == nil)
    #expect(try code(Array(whole.dropLast())) == "index-damaged")
    #expect(try code(whole + [0]) == "index-damaged")
    let header = try SectionFile.header(of: path)
    let sums = try #require(header.sections.last)
    for place in [140, sums.offset, sums.offset + sums.count - 1] {
      var bytes = whole
      bytes[place] ^= 1
      #expect(try code(bytes) == "index-damaged", "byte \(place)")
    }
    for section in header.sections.dropLast() where section.count > 0 {
      for place in [0, section.count / 2, section.count - 1] {
        var bytes = whole
        bytes[section.offset + place] ^= 1
        #expect(try code(bytes) == nil)
        #expect(try code(bytes, everything) == "index-damaged", "section \(section.id), byte \(place)")
        let block = place / 4096 * 4096
        let isSeen = try code(bytes) { file throws(Fault) in
          guard let content = file.section(section.id) else { return }
          let end = min(block + 4096, content.count)
          if block > 0 { try file.confirm(UnsafeRawBufferPointer(rebasing: content[..<block])) }
          if end < content.count { try file.confirm(UnsafeRawBufferPointer(rebasing: content[end...])) }
        }
        #expect(isSeen == nil, "what is beside the damage is sound")
      }
    }
    try write(large)
    #expect(
      try code(Array(Data(contentsOf: URL(fileURLWithPath: path)))) == "index-damaged",
      "a file without checksums of blocks")
  }

  @Test func givesBackWhatWasWritten() throws {
    try write(contents)
    let file = try open()
    try withExtendedLifetime(file) {
      for section in contents {
        let bytes = try #require(file.section(section.id))
        #expect(Array(bytes) == section.bytes)
        #expect(UInt(bitPattern: bytes.baseAddress) % 64 == 0)
      }
    }
    #expect(file.section(4) == nil)
    #expect(file.header.sections.map(\.id) == contents.map(\.id))
    #expect(file.header.length == (try #require(FileFacts.size(of: path))))
    touch(file)
    #expect(try FileFacts.entries(of: scratch.path) == ["some.index"])
    let again = scratch.file("again")
    try write(contents, at: again)
    #expect(try FileFacts.contents(of: again) == FileFacts.contents(of: path))
  }

  /// Sections of several pieces, whose last is not whole.
  @Test(arguments: [1 << 20, (1 << 20) + 1, 3_500_000])
  func damageAnywhereInALargeSectionIsSeen(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 131) }
    try write([(5, bytes), (6, [7])])
    let file = try open()
    withExtendedLifetime(file) { #expect(file.section(5).map(Array.init) == bytes) }
    let whole = try FileFacts.contents(of: path)
    for place in [4096, 4096 + (1 << 16), 4096 + (1 << 20) - 1, 4096 + count - 1, 4096 + count / 2] {
      var damaged = whole
      damaged[place] ^= 0x10
      #expect(try refusal(of: damaged) == "index-damaged", "byte \(place)")
    }
  }

  @Test func aFileOfNoSectionsIsWhole() throws {
    try write([])
    #expect(try open().header.sections.isEmpty)
  }

  /// A reader keeps what it opened while a writer puts another file in its place.
  @Test func aReplacedFileGoesOnBeingReadable() throws {
    try write(contents)
    let old = try open()
    try write([(3, [1, 2, 3])])
    let new = try open()
    withExtendedLifetime((old, new)) {
      #expect(old.section(3).map(Array.init) == contents[0].bytes)
      #expect(new.section(3).map(Array.init) == [1, 2, 3])
    }
  }

  @Test func tellsWhyAFileIsNotTaken() throws {
    try write(contents)
    func code(_ kind: String, _ version: UInt32, _ key: [UInt8]) -> String? {
      do throws(Fault) {
        _ = try SectionFile(path: path, kind: kind, version: version, key: key)
        return nil
      } catch {
        #expect(error.kind == .input)
        #expect(error.place?.file == path)
        return error.code
      }
    }
    #expect(code("TestData", 7, key) == nil)
    #expect(code("DataTest", 7, key) == "index-foreign")
    #expect(code("TestData", 8, key) == "index-outdated")
    #expect(code("TestData", 7, key.reversed()) == "index-outdated")
    #expect(try refusal(of: []) == "index-foreign")
    #expect(try refusal(of: Array("id,lon,lat\n".utf8)) == "index-foreign")
    let whole = try FileFacts.contents(of: path)
    #expect(try refusal(of: Array(whole.prefix(10))) == "index-damaged")
    #expect(try refusal(of: whole + [0]) == "index-damaged")
    var missing: String?
    do throws(Fault) { _ = try open(scratch.file("none")) } catch { missing = error.code }
    #expect(missing == "missing-file")
    var folder: String?
    do throws(Fault) { _ = try open(scratch.path) } catch { folder = error.code }
    #expect(folder == "is-directory")
  }

  @Test func leavesNothingWhereItCannotWrite() throws {
    #expect(throws: Fault.self) { try write(contents, at: scratch.file("no/folder")) }
    #expect(try FileFacts.entries(of: scratch.path).isEmpty)
  }

  /// Any change of a bit, any cut and any exchange of stretches is refused.
  @Test func everyDamageIsSeen() throws {
    try write(contents)
    let whole = try FileFacts.contents(of: path)
    var generator = SeededGenerator(seed: 77)
    for round in 0..<(ProcessInfo.processInfo.environment["ONEGRID_SOAK"] == "1" ? 100_000 : 3000) {
      var damaged = whole
      switch round % 4 {
      case 0, 1:
        for _ in 0...(round % 3) {
          damaged[Int.random(in: 0..<whole.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        }
      case 2: damaged.removeLast(Int.random(in: 1...whole.count, using: &generator))
      default:
        let length = 64 * Int.random(in: 1...40, using: &generator)
        let first = 64 * Int.random(in: 0...((whole.count - length) / 64), using: &generator)
        let second = 64 * Int.random(in: 0...((whole.count - length) / 64), using: &generator)
        damaged.replaceSubrange(first..<(first + length), with: whole[second..<(second + length)])
        damaged.replaceSubrange(second..<(second + length), with: whole[first..<(first + length)])
      }
      guard damaged != whole else { continue }
      #expect(try refusal(of: damaged) != nil, "seed 77, round \(round)")
    }
  }

  /// What a system that cannot bring a mapping into memory does instead.
  @Test func readsThroughAWholeFileAndNoMore() throws {
    try write(contents)
    let size = try FileFacts.contents(of: path).count
    let descriptor = Glibc.open(path, O_RDONLY)
    defer { close(descriptor) }
    try SectionFile.readThrough(0..<size, descriptor, path: path)
    let fault = #expect(throws: Fault.self) {
      try SectionFile.readThrough(4096..<(size + 1), descriptor, path: path)
    }
    #expect(fault?.code == "index-damaged")
  }

  /// With a header whose checksum fits, whatever it says: refused or harmless, and nothing is read outside the file.
  @Test func noHeaderLeadsOutside() throws {
    try write(contents)
    let whole = try FileFacts.contents(of: path)
    let wild: [UInt64] = [0, 1, 63, 64, 4095, 4096, 1 << 31, 1 << 32, 1 << 62, 1 << 63, .max, .max - 63, .max - 4095]
    var generator = SeededGenerator(seed: 78)
    var taken = 0
    for round in 0..<(ProcessInfo.processInfo.environment["ONEGRID_SOAK"] == "1" ? 100_000 : 3000) {
      var damaged = whole
      for _ in 0...Int.random(in: 0..<3, using: &generator) {
        let width = Bool.random(using: &generator) ? 4 : 8
        let place = width * Int.random(in: 2..<(400 / width), using: &generator)
        let value =
          Bool.random(using: &generator)
          ? wild.randomElement(using: &generator)! : UInt64.random(in: 0...UInt64(2 * whole.count), using: &generator)
        for byte in 0..<width { damaged[place + byte] = UInt8(truncatingIfNeeded: value >> UInt64(8 * byte)) }
      }
      if round % 5 == 0 { damaged.removeLast(64 * Int.random(in: 0...(damaged.count / 64 - 65), using: &generator)) }
      let checksum = damaged.withUnsafeBytes {
        SectionHeader.checksum(of: UnsafeRawBufferPointer(rebasing: $0[..<4096]))
      }
      for byte in 0..<8 { damaged[4088 + byte] = UInt8(truncatingIfNeeded: checksum >> UInt64(8 * byte)) }
      if try refusal(of: damaged) == nil { taken += 1 }
    }
    // Numbers of sections may be changed without harm: the test would say nothing if no such header were taken.
    #expect(taken > 0)
  }
}

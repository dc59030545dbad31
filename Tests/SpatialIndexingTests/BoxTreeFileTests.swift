import Diagnostics
import Foundation
import SpatialPrimitives
import SystemFiles
import TestSupport
import Testing

@testable import SpatialIndexing

/// A tree in a file answers as the one it was made from, and whatever its bytes are, none outside of it is read.
struct BoxTreeFileTests {
  private static let key = [UInt8](repeating: 9, count: 32)

  private static func write(_ tree: BoxTree, to path: String) throws {
    try tree.withSections { sections throws(Fault) in
      try SectionFile.write(path, kind: "boxes-3d", version: BoxTree.formatVersion, key: key, sections: sections)
    }
  }

  private static func open(_ path: String) throws(Fault) -> BoxTree {
    try BoxTree(SectionFile(path: path, kind: "boxes-3d", version: BoxTree.formatVersion, key: key))
  }

  @Test func answersAreTheSame() throws {
    let scratch = try Scratch()
    let boxes = BoxTreeTests.boxes(5000, seed: 71)
    let built = try BoxTree(boxes)
    try Self.write(built, to: scratch.file("a.index"))
    let opened = try Self.open(scratch.file("a.index"))
    #expect(opened.count == built.count && opened.extent == built.extent && opened.checkInvariants() == [])
    for box in boxes.prefix(200) {
      #expect(try opened.items(meeting: box) == built.items(meeting: box))
      #expect(try opened.nearest(to: box.center, most: 9) == built.nearest(to: box.center, most: 9))
    }
  }

  @Test func aFileOfItsOwn() throws {
    let scratch = try Scratch()
    let boxes = BoxTreeTests.boxes(900, seed: 77)
    try BoxTree(boxes).write(to: scratch.file("a.tree"))
    let opened = try BoxTree(path: scratch.file("a.tree"))
    for box in boxes.prefix(50) {
      #expect(try opened.items(meeting: box) == boxes.indices.filter { boxes[$0].intersects(box) })
    }
    try Self.write(BoxTree(boxes), to: scratch.file("b.tree"))
    #expect(throws: Fault.self) { try BoxTree(path: scratch.file("b.tree")) }
    #expect(throws: Fault.self) { try BoxTree(path: scratch.file("c.tree")) }
  }

  @Test func sameBytesForAnyThreads() throws {
    let scratch = try Scratch()
    let boxes = BoxTreeTests.boxes(9000, seed: 73)
    for threads in [1, 2, 8] { try Self.write(BoxTree(boxes, threads: threads), to: scratch.file("\(threads)")) }
    let one = try FileFacts.contents(of: scratch.file("1"))
    #expect(try FileFacts.contents(of: scratch.file("2")) == one)
    #expect(try FileFacts.contents(of: scratch.file("8")) == one)
  }

  @Test func nothingAtAll() throws {
    let scratch = try Scratch()
    try Self.write(BoxTree([]), to: scratch.file("empty"))
    let tree = try Self.open(scratch.file("empty"))
    #expect(try tree.items(holding: Point3(0, 0, 0)) == [] && tree.nearest(to: Point3(0, 0, 0), most: 1) == [])
    #expect(try tree.items(along: Ray3(from: Point3(0, 0, 0), towards: Point3(1, 0, 0))).isEmpty)
  }

  /// A byte or more changed anywhere in a kept file: each answer is the one that it should be, or none.
  @Test(arguments: [1, 5]) func damageNeverChangesAnAnswer(changes: Int) throws {
    var random = SeededGenerator(seed: 89)
    let scratch = try Scratch()
    let path = scratch.file("a.tree")
    let built = try BoxTree(BoxTreeTests.boxes(3000, seed: 91))
    try built.write(to: path)
    let whole = try FileFacts.contents(of: path)
    let questions = BoxTreeTests.boxes(12, seed: 93)
    let ray = Ray3(from: built.extent.center, towards: Point3(1, 0.2, 0))
    var (refused, answered) = (0, 0)
    func ask(_ body: () throws(Fault) -> Bool) {
      do throws(Fault) {
        let isSame = try body()
        #expect(isSame)
        answered += 1
      } catch {
        #expect(error.code == "index-damaged")
        refused += 1
      }
    }
    for _ in 0..<60 {
      var bytes = whole
      for _ in 0..<changes {
        bytes[Int.random(in: 4096..<bytes.count, using: &random)] ^= .random(in: 1...255, using: &random)
      }
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      guard let tree = try? BoxTree(path: path) else {
        refused += 1
        continue
      }
      for box in questions {
        ask { () throws(Fault) in try tree.items(meeting: box) == built.items(meeting: box) }
        ask { () throws(Fault) in try tree.nearest(to: box.center, most: 3) == built.nearest(to: box.center, most: 3) }
      }
      ask { () throws(Fault) in try tree.items(along: ray).map(\.item) == built.items(along: ray).map(\.item) }
      ask { () throws(Fault) in
        var (found, expected) = (BoxAnswers(), BoxAnswers())
        try tree.search(questions, into: &found)
        try built.search(questions, into: &expected)
        return (0..<questions.count).allSatisfy { found[$0] == expected[$0] }
      }
    }
    #expect(refused > 50 && answered > 50)
  }

  private static let sections: [(id: UInt32, bytes: [UInt8])] = {
    var copies: [(id: UInt32, bytes: [UInt8])] = []
    try? BoxTree(BoxTreeTests.boxes(700, seed: 79)).withSections { sections throws(Fault) in
      copies = sections.map { section in (section.id, Array(section.bytes)) }
    }
    return copies
  }()

  /// Sections changed behind the checksums' back: refused, or answered within the file.
  @Test(arguments: 0..<80) func forgedSections(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let scratch = try Scratch()
    var forged = Self.sections
    let victim = Int.random(in: 0..<forged.count, using: &random)
    switch seed % 4 {
    case 0:
      for _ in 0..<20 {
        let place = Int.random(in: 0..<forged[victim].bytes.count, using: &random)
        forged[victim].bytes[place] = .random(in: 0...255, using: &random)
      }
    case 1:
      forged[victim].bytes = forged[victim].bytes.map { _ in .random(in: 0...255, using: &random) }
    case 2:
      forged[victim].bytes.removeLast(Int.random(in: 1...forged[victim].bytes.count, using: &random))
    default:
      forged[victim].bytes = forged[Int.random(in: 0..<forged.count, using: &random)].bytes
    }
    try Self.write(forged, to: scratch.file("forged"))
    do throws(Fault) {
      let tree = try Self.open(scratch.file("forged"))
      for box in BoxTreeTests.boxes(40, seed: 83) {
        let answers = [
          try tree.items(meeting: box.expanded(by: 50)), try tree.nearest(to: box.center, most: 5).map(\.item),
          try tree.items(along: Ray3(from: box.center, towards: Point3(1, 0.2, 0))).map(\.item),
        ]
        #expect(answers.joined().allSatisfy { 0..<tree.count ~= $0 })
      }
      // A single byte is seen, but where it is the sign of a zero.
      if seed % 4 == 1 { #expect(tree.checkInvariants() != []) }
    } catch {
      #expect(error.code == "index-damaged")
    }
  }

  private static func write(_ sections: [(id: UInt32, bytes: [UInt8])], to path: String) throws {
    let memory = sections.map { section in
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(section.bytes.count, 1), alignment: 64)
      copy.copyBytes(from: section.bytes)
      return (id: section.id, bytes: UnsafeRawBufferPointer(start: copy.baseAddress, count: section.bytes.count))
    }
    defer { for section in memory { section.bytes.baseAddress?.deallocate() } }
    try SectionFile.write(path, kind: "boxes-3d", version: BoxTree.formatVersion, key: key, sections: memory)
  }
}

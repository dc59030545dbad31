import Diagnostics
import Foundation
import SystemFiles
import TestSupport
import Testing

@Suite struct OutputFileTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test func appearsOnlyWhenCommitted() throws {
    let path = scratch.file("a.txt")
    var output = try OutputFile(path: path, force: false)
    try output.write("half")
    #expect(FileFacts.kind(of: path) == .missing)
    try output.write(" and half")
    try output.commit()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "half and half")
    #expect(try FileFacts.entries(of: scratch.path) == ["a.txt"])
  }

  @Test func leavesNothingWhenAbandoned() throws {
    do {
      var output = try OutputFile(path: scratch.file("b.txt"), force: false)
      try output.write("lost")
    }
    #expect(try FileFacts.entries(of: scratch.path).isEmpty)
  }

  @Test func keepsWhatExistsUnlessForced() throws {
    let path = scratch.file("c.txt")
    try "old".write(toFile: path, atomically: true, encoding: .utf8)
    let refusal = #expect(throws: Fault.self) { _ = try OutputFile(path: path, force: false) }
    #expect(refusal?.code == "output-exists")
    #expect(refusal?.kind == .output)
    var output = try OutputFile(path: path, force: true)
    try output.write("new")
    try output.commit()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
  }

  @Test func saysWhenTheDiskIsFull() throws {
    var output = try OutputFile(path: "/dev/full", force: false)
    do {
      try output.write("x")
      Issue.record("a full disk took the bytes")
    } catch { #expect(error.code == "disk-full") }
  }

  @Test func needsItsFolder() throws {
    let refusal = #expect(throws: Fault.self) {
      _ = try OutputFile(path: scratch.file("no/such/folder.txt"), force: false)
    }
    #expect(refusal?.code == "no-folder")
  }
}

@Suite struct MappedFileTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test func readsWhatIsThere() throws {
    let path = scratch.file("m")
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path))
    #expect(try FileFacts.contents(of: path) == [1, 2, 3])
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(try FileFacts.contents(of: path) == [])
  }

  @Test(arguments: [("missing", "missing-file"), ("", "is-directory")])
  func refusesWhatIsNoFile(name: String, code: String) throws {
    let refusal = #expect(throws: Fault.self) { _ = try MappedFile(path: scratch.file(name)) }
    #expect(refusal?.code == code)
    #expect(refusal?.kind == .input)
  }
}

@Suite struct SHA256Tests {
  /// Vectors of FIPS 180-4 and of NIST's CAVP.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func publishedVectors(text: String, digest: String) {
    var whole = SHA256()
    Array(text.utf8).withUnsafeBytes { whole.update($0) }
    #expect(whole.finish() == digest)
    var pieces = SHA256()
    for piece in stride(from: 0, to: text.utf8.count, by: 37).map({ Array(text.utf8.dropFirst($0).prefix(37)) }).prefix(
      400)
    {
      piece.withUnsafeBytes { pieces.update($0) }
    }
    if text.utf8.count <= 37 * 400 { #expect(pieces.finish() == digest) }
  }
}

@Suite struct ChildProcessTests {
  @Test func tellsStatusAndBothStreams() throws {
    let shell = try #require(ChildProcess.find("sh"))
    let outcome = try ChildProcess.run([shell, "-c", "echo out; echo $WORD >&2; exit 3"], environment: ["WORD": "err"])
    #expect(outcome.status == 3)
    #expect(outcome.output == "out\n")
    #expect(outcome.errors == "err\n")
    #expect(try ChildProcess.run([shell, "-c", "kill -9 $$"]).status == 137)
    #expect(ChildProcess.find("no-such-program-anywhere") == nil)
  }

  @Test func temporaryFoldersGoAway() throws {
    var path = ""
    do {
      let folder = try TemporaryDirectory()
      path = folder.path
      try FileManager.default.createDirectory(atPath: path + "/a/b", withIntermediateDirectories: true)
      try "x".write(toFile: path + "/a/b/c", atomically: true, encoding: .utf8)
    }
    #expect(FileFacts.kind(of: path) == .missing)
  }
}

@Suite struct FileFactsTests {
  /// A file is read in pieces of a megabyte.
  @Test func aFileOfSeveralPiecesHasTheDigestOfTheWhole() throws {
    let scratch = try Scratch()
    let bytes = (0..<(1 << 20) + 12_345).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try Data(bytes).write(to: URL(fileURLWithPath: scratch.file("large")))
    #expect(
      try FileFacts.sha256(of: scratch.file("large")) == SHA256.hexadecimal(SHA256.digest(of: bytes)))
  }

  @Test func partsOfPaths() {
    #expect(FileFacts.folder(of: "a/b.txt") == "a")
    #expect(FileFacts.folder(of: "b.txt") == ".")
    #expect(FileFacts.folder(of: "/b.txt") == "/")
    #expect(FileFacts.name(of: "a/b.gdb/") == "b.gdb")
    #expect(FileFacts.fileExtension(of: "a.b/c.SHP") == "shp")
    #expect(FileFacts.fileExtension(of: "a.b/c") == "")
    #expect(FileFacts.withoutExtension("a.b/c.SHP") == "a.b/c")
  }
}

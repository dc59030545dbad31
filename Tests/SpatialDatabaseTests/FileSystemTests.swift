import SpatialDatabase
import TestSupport
import Testing

@Suite struct FileSystemTests {
  @Test func aFileStillToBeMadeIsOnTheSystemOfItsFolder() throws {
    let scratch = try Scratch()
    let folder = try #require(FileSystem(holding: scratch.path))
    #expect(FileSystem(holding: scratch.file("none.db")) == folder)
    #expect(FileSystem(holding: scratch.file("none/none.db")) == nil)
    #expect(FileSystem(holding: "none.db") != nil)
  }

  @Test func whatTheKernelKeepsInMemoryIsNoNetwork() throws {
    #expect(try #require(FileSystem(holding: "/proc/self")).networkName == nil)
  }
}

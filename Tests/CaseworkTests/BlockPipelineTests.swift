import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Casework

@Suite struct BlockPipelineTests {
  /// A fault of whoever takes the results ends the run on every thread, and nothing is handed over behind it.
  @Test(arguments: [1, 2, 8]) func aFaultEndsTheRun(threads: Int) throws {
    let fixture = try AssignmentFixture()
    let events = "lon,lat\n" + String(repeating: "113.05,23.05\n", count: 100_000)
    let path = fixture.scratch.file("e.csv")
    try events.write(toFile: path, atomically: true, encoding: .utf8)
    var run = AssignmentRun(events: path)
    run.output = "/dev/full"
    run.threads = threads
    let fault = try #require(throws: Fault.self) { try run.run(in: fixture.city) }
    #expect(fault.code == "disk-full")
    #expect(fault.kind == .output)
  }
}

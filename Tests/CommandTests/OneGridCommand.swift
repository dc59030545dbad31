import Foundation
import TestSupport

/// The built command, run in a folder of its own.
struct OneGridCommand {
  struct Outcome: Sendable {
    var status: Int32
    var output: String
    var errors: String

    /// The fault that `--json` printed last on standard error.
    var fault: [String: Any]? {
      guard let line = errors.split(separator: "\n").last,
        let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      else { return nil }
      return object["error"] as? [String: Any]
    }

    /// Standard output as a JSON object.
    var json: [String: Any]? {
      try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
    }
  }

  /// Beside the test bundle.
  static let folder = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent()

  let workingFolder: String
  var environment: [String: String] = [:]

  init(in folder: String) { workingFolder = folder }

  @discardableResult
  func run(_ arguments: [String], input: String? = nil) throws -> Outcome {
    try finish(try start(Self.folder.appendingPathComponent("onegrid").path, arguments, input: input))
  }

  /// A line of the shell with `onegrid` on the path.
  @discardableResult
  func shell(_ line: String) throws -> Outcome { try finish(try start("/bin/bash", ["-c", line], input: nil)) }

  /// Starts the command and kills it after a while, as a power cut would.
  ///
  /// - Returns: whether it was killed before it was done.
  func runAndKill(_ arguments: [String], after seconds: Double) throws -> Bool {
    let running = try start(Self.folder.appendingPathComponent("onegrid").path, arguments, input: nil)
    Thread.sleep(forTimeInterval: seconds)
    kill(running.process.processIdentifier, SIGKILL)
    running.process.waitUntilExit()
    return running.process.terminationReason == .uncaughtSignal
  }

  // MARK: The process

  private struct Running {
    var process: Process
    var streams: Scratch
  }

  private func start(_ program: String, _ arguments: [String], input: String?) throws -> Running {
    // Files, not pipes: nothing can block, and a test may look at them after a kill.
    let streams = try Scratch()
    for name in ["output", "errors"] { _ = FileManager.default.createFile(atPath: streams.file(name), contents: nil) }
    try (input ?? "").write(toFile: streams.file("input"), atomically: false, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: workingFolder)
    var variables = ProcessInfo.processInfo.environment
    for name in ["ONEGRID_DB", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"] { variables[name] = nil }
    variables["PATH"] = Self.folder.path + ":" + (variables["PATH"] ?? "/usr/bin:/bin")
    process.environment = variables.merging(environment) { $1 }
    process.standardInput = FileHandle(forReadingAtPath: streams.file("input"))
    process.standardOutput = FileHandle(forWritingAtPath: streams.file("output"))
    process.standardError = FileHandle(forWritingAtPath: streams.file("errors"))
    try process.run()
    return Running(process: process, streams: streams)
  }

  private func finish(_ running: Running) throws -> Outcome {
    running.process.waitUntilExit()
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: running.streams.file(name))), as: UTF8.self)
    }
    let process = running.process
    let status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    return Outcome(status: status, output: try text("output"), errors: try text("errors"))
  }
}

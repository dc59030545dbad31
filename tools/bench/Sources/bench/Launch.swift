import Foundation

/// One finished run of a program, as the system accounts for it.
struct Run {
  var wallSeconds: Double
  var processorSeconds: Double
  /// Of the largest process.
  var peakMebibytes: Double

  var figures: [String: Double] {
    ["wall": wallSeconds, "processor": processorSeconds, "memory": peakMebibytes]
  }
}

/// Starts programs: the measured ones by `launch` on given cores, the others plainly.
struct Launch {
  /// The program `launch` of this package.
  var launcher: String
  var environment: [String: String]
  var log: String

  /// - Parameter cores: 1, or all there are.
  /// - Throws: `Failure` with the last line of complaint where the command did not end well.
  func measured(_ arguments: [String], cores: Int, with extra: [String: String] = [:]) throws -> Run {
    let command = [launcher, Launch.list(cores), log] + arguments
    let line = try Launch.output(command, environment.merging(extra) { $1 })
    let fields = line.split(separator: " ").compactMap { Double($0) }
    guard fields.count == 4 else { throw Failure("launch said “\(line)”") }
    guard fields[3] == 0 else {
      let complaint = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
      throw Launch.failure(Int(fields[3]), complaint)
    }
    return Run(wallSeconds: fields[0], processorSeconds: fields[1], peakMebibytes: fields[2] / 1024)
  }

  /// What a command prints, trimmed; broken off after ten minutes.
  func output(_ arguments: [String], cores: Int? = nil) throws -> String {
    let cores = cores.map { ["taskset", "-c", Launch.list($0)] } ?? []
    return try Launch.output(["timeout", "600"] + cores + arguments, environment)
  }

  /// The first so many of the cores that this process may use, e.g. `0,1`.
  private static func list(_ count: Int) -> String {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") } ?? ": 0"
    let ranges = line.split(separator: ":").last?.split(separator: ",") ?? []
    let numbers = ranges.flatMap { range -> [Int] in
      let ends = range.split(separator: "-").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
      return ends.isEmpty ? [] : Array(ends[0]...ends[ends.count - 1])
    }
    return numbers.prefix(count).map(String.init).joined(separator: ",")
  }

  static func output(_ arguments: [String], _ environment: [String: String] = [:]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (output, complaints) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = complaints
    try process.run()
    nonisolated(unsafe) var complaint = Data()
    let reader = DispatchWorkItem { complaint = complaints.fileHandleForReading.readDataToEndOfFile() }
    DispatchQueue.global().async(execute: reader)
    let data = output.fileHandleForReading.readDataToEndOfFile()
    reader.wait()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw failure(Int(process.terminationStatus), String(decoding: complaint, as: UTF8.self))
    }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The line that names the error, else the last.
  private static func failure(_ status: Int, _ complaint: String) -> Failure {
    let lines = complaint.split(separator: "\n").map(String.init)
    let telling = lines.first { $0.lowercased().contains("error") } ?? lines.last ?? "no complaint"
    return Failure("exit \(status): \(telling)")
  }
}

import Foundation

/// What a figure depends on, printed before any figure.
enum Machine {
  static func describe(program: String, files: [String]) -> String {
    var lines = [
      "date      \(ISO8601DateFormatter().string(from: Date()))",
      "processor \(processor), \(ProcessInfo.processInfo.activeProcessorCount) in use",
      "memory    \(ProcessInfo.processInfo.physicalMemory >> 30) GiB",
      "system    \(ProcessInfo.processInfo.operatingSystemVersionString)",
    ]
    lines += output([program, "--version"]).split(separator: "\n").map { "version   \($0)" }
    lines.append("commit    \(output(["git", "describe", "--always", "--dirty"]))")
    for file in files { lines.append("sha256    \(output(["sha256sum", file]))") }
    return lines.joined(separator: "\n")
  }

  private static var processor: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
  }

  /// What a command prints, trimmed.
  static func output(_ arguments: [String]) -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return "" }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

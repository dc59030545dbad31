import Foundation

/// One finished run of one program, as the system accounts for it.
struct Run {
  var wallSeconds: Double
  var cpuSeconds: Double
  /// Of the largest process.
  var peakMebibytes: Double
  var status: Int32

  /// Starts `arguments[0]` with the rest, waits for it, and measures it. What it prints is dropped.
  static func measure(_ arguments: [String], environment: [String: String] = [:]) -> Run {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = ProcessInfo.processInfo.environment["BENCH_VERBOSE"] == nil ? FileHandle.nullDevice : nil
    let before = childUsage()
    let clock = ContinuousClock()
    let start = clock.now
    do { try process.run() } catch { return Run(wallSeconds: .nan, cpuSeconds: .nan, peakMebibytes: .nan, status: 127) }
    let peak = PeakMemory(of: process.processIdentifier)
    process.waitUntilExit()
    let elapsed = clock.now - start
    let after = childUsage()
    return Run(
      wallSeconds: Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18,
      cpuSeconds: after - before, peakMebibytes: peak.stop(), status: process.terminationStatus)
  }

  /// User and system seconds of all children that have ended.
  private static func childUsage() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }
}

/// Watches the resident memory of a process and its children; `ru_maxrss` of all children cannot be told apart by run.
final class PeakMemory: @unchecked Sendable {
  private let lock = NSLock()
  private var peak = 0
  private var isRunning = true
  private let done = DispatchSemaphore(value: 0)

  init(of process: Int32) {
    Thread.detachNewThread { [self] in
      while lock.withLock({ isRunning }) {
        let now = PeakMemory.highWater(of: process)
        lock.withLock { peak = max(peak, now) }
        usleep(5_000)
      }
      done.signal()
    }
  }

  /// - Returns: mebibytes.
  func stop() -> Double {
    lock.withLock { isRunning = false }
    done.wait()
    return Double(peak) / 1024
  }

  /// Kibibytes: the system's own high-water mark of the process, and of the largest of its children.
  private static func highWater(of process: Int32) -> Int {
    let children =
      (try? String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8))?
      .split(separator: " ").compactMap { Int32($0) } ?? []
    return children.reduce(own(process)) { max($0, highWater(of: $1)) }
  }

  private static func own(_ process: Int32) -> Int {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) else { return 0 }
    for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
      return Int(line.split(whereSeparator: { !$0.isNumber }).first ?? "0") ?? 0
    }
    return 0
  }
}

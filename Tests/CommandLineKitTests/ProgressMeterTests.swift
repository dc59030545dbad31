import Diagnostics
import Synchronization
import Testing

@testable import CommandLineKit

@Suite struct ProgressMeterTests {
  /// Collects what a meter prints.
  private final class Screen: Sendable {
    private let text = Mutex("")
    var all: String { text.withLock { $0 } }
    func add(_ more: String) { text.withLock { $0 += more } }
  }

  private let start = ContinuousClock.now
  private let stage = Text("reading", zh: "读取")

  private func report(_ done: Int, _ total: Int?) -> ProgressReport {
    ProgressReport(stage: stage, done: done, total: total, unit: "rows")
  }

  @Test func aBarOnlyAfterASecond() {
    let screen = Screen()
    var meter = ProgressMeter(.bar, language: .english, now: start, send: screen.add)
    meter.show(report(0, 1000), now: start)
    meter.show(report(100, 1000), now: start + .milliseconds(900))
    meter.clear()
    #expect(screen.all == "")
    meter.show(report(500, 1000), now: start + .seconds(2))
    #expect(screen.all == "\rreading [############------------] 50% 250 rows/s ETA 0:02\u{1B}[K")
    meter.show(report(501, 1000), now: start + .milliseconds(2050))
    meter.clear()
    #expect(screen.all.hasSuffix("0:02\u{1B}[K\r\u{1B}[K"))
  }

  @Test func withoutATotal() {
    let screen = Screen()
    var meter = ProgressMeter(.bar, language: .chinese, now: start, send: screen.add)
    meter.show(report(0, nil), now: start)
    meter.show(report(600, nil), now: start + .seconds(2))
    #expect(screen.all == "\r读取 600 rows 300 rows/s\u{1B}[K")
  }

  @Test func jsonLines() {
    let screen = Screen()
    var meter = ProgressMeter(.json, language: .english, now: start, send: screen.add)
    meter.show(report(0, 10), now: start)
    meter.show(report(1, 10), now: start + .milliseconds(10))
    meter.show(report(10, 10), now: start + .milliseconds(20))
    let expected = """
      {"progress":{"stage":"reading","done":0,"total":10,"unit":"rows","per_second":null,"seconds_left":null}}
      {"progress":{"stage":"reading","done":10,"total":10,"unit":"rows","per_second":500,"seconds_left":0}}

      """
    #expect(screen.all == expected)
  }

  @Test func silence() {
    let screen = Screen()
    var meter = ProgressMeter(.none, language: .english, now: start, send: screen.add)
    meter.show(report(5, 10), now: start + .seconds(9))
    meter.clear()
    #expect(screen.all == "")
  }
}

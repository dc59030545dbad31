package import Diagnostics
package import JSONWriting
import Synchronization
import SystemFiles

/// Where a command prints: results on standard output; notices, progress and errors on standard error.
package final class Console: Sendable {
  package let settings: Settings
  private struct State {
    var format: Format
    var output = ""
    var meter: ProgressMeter
  }
  private let state: Mutex<State>

  package init(_ settings: Settings) {
    self.settings = settings
    state = Mutex(
      State(
        format: settings.format ?? (settings.isJSON ? .json : .text),
        meter: ProgressMeter(settings.progress, language: settings.language)))
  }

  /// The form in which results are printed.
  package var format: Format { state.withLock { $0.format } }

  /// Hands a library's notices and progress to this console.
  package var listener: Listener {
    Listener(progress: { self.progress($0) }, notice: { self.notice($0) })
  }

  func settle(format: Format) { state.withLock { $0.format = format } }

  // MARK: Standard output

  /// Prints data as it stands. Buffered; a closed pipe or a full disk is told here or at the end.
  package func write(_ text: String) throws(Fault) {
    let full: String? = state.withLock { state in
      state.output += text
      guard state.output.utf8.count >= 1 << 16 else { return nil }
      defer { state.output = "" }
      return state.output
    }
    if let full { try Console.send(full) }
  }

  /// Prints a JSON document, laid out for people, with a line break after it.
  package func show(_ document: JSONValue) throws(Fault) { try write(document.prettyText + "\n") }

  /// Prints a result of one piece: the JSON document, or its words where text is asked.
  package func show(_ document: JSONValue, text: () -> String) throws(Fault) {
    if format == .json { try show(document) } else { try write(text()) }
  }

  /// Prints a table in the form asked: aligned columns, CSV, or a JSON object that holds the rows under
  /// the table's name.
  package func show(_ table: Table) throws(Fault) {
    switch format {
    case .json: try show(table.json)
    case .csv: try write(table.csv)
    case .text, .geojson: try write(table.text(settings.language))
    }
  }

  /// Sends what is still buffered.
  func finish() throws(Fault) {
    let rest = state.withLock { state in
      state.meter.clear()
      defer { state.output = "" }
      return state.output
    }
    if !rest.isEmpty { try Console.send(rest) }
  }

  private static func send(_ text: String) throws(Fault) {
    var stream = try OutputFile(path: "-", force: true)
    try stream.write(text)
  }

  // MARK: Standard error

  package func notice(_ notice: Notice) {
    if settings.isQuiet, notice.weight == .note { return }
    say(settings.isJSON ? notice.json(settings.language).text : notice.line(settings.language, settings.hasColour))
  }

  package func progress(_ report: ProgressReport) { state.withLock { $0.meter.show(report) } }

  /// One line on standard error that is no result, e.g. a summary beside data on standard output.
  package func say(_ line: String) {
    state.withLock { state in
      state.meter.clear()
      StandardError.write(line + "\n")
    }
  }

  /// Prints a fault and gives its exit status. The reader of our output having gone away is no fault to speak of.
  func end(with fault: Fault) -> Int32 {
    state.withLock { $0.meter.clear() }
    if fault.code == OutputFile.closedPipe.code { return ExitStatus.done.rawValue }
    let text = settings.isJSON ? fault.json(settings.language).text : fault.lines(settings.language, settings.hasColour)
    say(text)
    return fault.kind.rawValue
  }
}

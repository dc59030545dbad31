import Diagnostics
import SpatialFormats
import SystemFiles

/// Where the results of a run go, in order: the output, the rejects, the cases.
final class AssignmentSink {
  private(set) var summary = AssignmentSummary()
  private let plan: OutputPlan
  private var output: OutputFile?
  private let rejects: RejectsFile
  private let cases: CaseWriter?
  private let size: Int?
  private let listener: Listener
  /// What stands before the first record: written with the first block, so that a run that fails at once has written nothing.
  private var header: ByteBuffer?
  private var hasRows = false
  private let moreRejects = ByteBuffer(capacity: 16)

  /// - Parameters:
  ///   - output: `nil` where rows are stored only.
  ///   - size: of the events, in bytes, where that is known.
  init(
    _ plan: OutputPlan, output: consuming OutputFile?, rejects: RejectsFile, cases: CaseWriter?, size: Int?,
    listener: Listener
  ) throws(Fault) {
    self.plan = plan
    self.output = output
    self.rejects = rejects
    self.cases = cases
    self.size = size
    self.listener = listener
    let header = ByteBuffer()
    switch plan.form {
    case .csv: plan.appendHeader(to: header)
    case .geoJSON: header.append("{\"type\":\"FeatureCollection\",\"features\":[\n")
    case .geoJSONSequence: break
    }
    self.header = header
  }

  private func begin() throws(Fault) {
    guard let header else { return }
    self.header = nil
    try unsafe output?.write(header.bytes)
  }

  func consume(_ result: BlockResult) throws(Fault) {
    try begin()
    if let cases {
      try store(result, cases)
    } else {
      try unsafe write(result.output.bytes)
    }
    try unsafe rejects.write(result.rejects.bytes)
    summary.add(result.summary)
    listener.progress(
      size == nil
        ? ProgressReport(stage: Self.stage, done: summary.rows, total: nil, unit: "rows")
        : ProgressReport(stage: Self.stage, done: result.streamPosition, total: size, unit: "bytes"))
  }

  private static let stage = Text("assigning events", zh: "事件归格")

  /// Writes records; features of a collection are separated, not ended.
  private func write(_ records: UnsafeRawBufferPointer) throws(Fault) {
    guard unsafe !records.isEmpty else { return }
    guard plan.form == .geoJSON else { return try unsafe output?.write(records) ?? () }
    let separator = GeoJSONEventWriter.separator(of: plan.form)
    if hasRows { try unsafe output?.write(UnsafeRawBufferPointer(start: separator.utf8Start, count: 2)) }
    hasRows = true
    try unsafe output?.write(UnsafeRawBufferPointer(rebasing: records.dropLast(2)))
  }

  /// Stores the cases of a block, and writes the rows of those that were.
  private func store(_ result: BlockResult, _ cases: CaseWriter) throws(Fault) {
    moreRejects.removeAll()
    var written = 0
    var start = 0
    for draft in result.cases {
      switch try cases.write(draft, texts: result.texts) {
      case .added: summary.added += 1
      case .updated: summary.updated += 1
      case .duplicate:
        try unsafe write(UnsafeRawBufferPointer(rebasing: result.output.bytes[written..<start]))
        written = draft.outputEnd
        result.summary.count(draft.finding.match, -1)
        result.summary.reject(.duplicateID)
        unsafe RejectsFile.append(
          line: draft.line, .duplicateID, geometry: nil,
          UnsafeRawBufferPointer(rebasing: result.texts.bytes[draft.record]), to: moreRejects, plan.layout)
      }
      start = draft.outputEnd
    }
    try unsafe write(UnsafeRawBufferPointer(rebasing: result.output.bytes[written...]))
    try unsafe rejects.write(moreRejects.bytes)
  }

  /// Ends the files and makes them appear.
  func finish() throws(Fault) -> AssignmentSummary {
    try begin()
    if plan.form == .geoJSON { try output?.write(hasRows ? "\n]}\n" : "]}\n") }
    try output.take()?.commit()
    if rejects.isMade {
      try rejects.commit()
      summary.rejectsPath = rejects.path
    }
    return summary
  }
}

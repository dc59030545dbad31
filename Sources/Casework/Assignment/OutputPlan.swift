import AreaIndex
import CityStore
import Diagnostics
import SpatialFormats

/// What a run adds to each event, and in which form it writes them.
struct OutputPlan: Sendable {
  enum Form: Sendable {
    case csv
    /// One feature collection.
    case geoJSON
    /// One feature a line.
    case geoJSONSequence
  }

  /// A column that an option adds behind `match`.
  enum Extra: String, Sendable, CaseIterable {
    case borderDistance = "border_m"
    case runnerUp = "runner_up"
    case snapDistance = "snap_m"
    case edition
    case explanation
  }

  let form: Form
  let layout: EventLayout
  /// The columns of the input that are kept; `nil` for all, as they are.
  let kept: [Int]?
  /// The levels asked, from the top.
  let levels: [Level]
  let hasNames: Bool
  let extras: [Extra]
  let prefix: String

  /// - Throws: `column-clash` (65) where an added column has the name of one that is kept; `missing-column` (65).
  init(_ run: AssignmentRun, form: Form, layout: EventLayout, levels: [Level]) throws(Fault) {
    self.form = form
    self.layout = layout
    self.levels = levels
    hasNames = run.hasNames
    prefix = run.prefix
    extras = Extra.allCases.filter { extra in
      switch extra {
      case .borderDistance, .runnerUp: run.doubtful != nil || run.explains
      case .snapDistance: run.snap != nil || run.explains
      case .edition:
        run.areas == nil && (run.explains || run.editions.moment != .now || run.asOfField != nil)
      case .explanation: run.explains
      }
    }
    let columns = EventColumns(layout.columns.map(\.name), path: layout.path)
    switch run.columns {
    case .all: kept = nil
    case .none: kept = []
    case .some(let names):
      var indexes: [Int] = []
      for name in names { indexes.append(try columns.index(of: name)) }
      kept = indexes
    }
    try refuseClash()
  }

  /// The names of the added columns.
  var addedNames: [String] {
    let areas = levels.flatMap { hasNames ? ["\($0)_code", "\($0)_name"] : ["\($0)_code"] }
    return (areas + ["match"] + extras.map(\.rawValue)).map { prefix + $0 }
  }

  private func refuseClash() throws(Fault) {
    let keptNames = (kept ?? Array(layout.columns.indices)).map { layout.columns[$0].name }
    guard let name = addedNames.first(where: keptNames.contains) else { return }
    throw Fault(
      .data, code: "column-clash",
      Text("the events have a column “\(name)” already", zh: "事件表中已有列“\(name)”"),
      at: Place(layout.path, row: 1, field: name),
      hint: Text("add --prefix P, or leave the column out with --columns", zh: "请加 --prefix P，或用 --columns 去掉该列"))
  }

  /// The first record of the output, with its line end.
  func appendHeader(to target: ByteBuffer) {
    let dialect = layout.dialect
    if let kept {
      for (position, column) in kept.enumerated() {
        if position > 0 { target.append(dialect.delimiter) }
        CSVField.append(layout.columns[column].name, to: target, dialect: dialect)
      }
    } else {
      unsafe layout.header.withUnsafeBytes { unsafe target.append($0) }
    }
    for (position, name) in addedNames.enumerated() {
      if position > 0 || !addsFirst { target.append(dialect.delimiter) }
      CSVField.append(name, to: target, dialect: dialect)
    }
    target.append(dialect.lineEnd)
  }

  /// Whether nothing of the input stands before the added columns.
  var addsFirst: Bool { kept?.isEmpty ?? false }
}

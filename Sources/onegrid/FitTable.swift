import AreaIndex
import CommandLineKit
import Diagnostics
import GridPlanning
import JSONWriting

/// How `grid fit` shows its results in rows.
enum FitTable {
  /// A row for each measure, a column for each edition.
  static func summary(_ fit: GridFit, _ other: GridFit?, _ language: Language) -> Table {
    let fits = [fit] + (other.map { [$0] } ?? [])
    func row(_ title: Text, _ value: (GridFit) -> JSONValue) -> (Text, [JSONValue]) { (title, fits.map(value)) }
    func share(_ value: Double?) -> JSONValue { value.map { .string("\(rounded($0 * 100, 10)) %") } ?? .null }
    var rows = [
      row(Text("areas", zh: "区域数")) { JSONValue($0.grids.count) },
      row(Text("households", zh: "户数")) { JSONValue($0.households) },
      row(Text("target", zh: "目标户数")) { .number(rounded($0.target, 10)) },
      row(Text("within tolerance", zh: "在允许范围内")) { JSONValue($0.withinTolerance) },
      row(Text("worst deviation", zh: "最大偏差")) { share($0.worstDeviation) },
      row(Text("Gini", zh: "基尼系数")) { JSONValue($0.gini.map { rounded($0, 10_000) }) },
      row(Text("area, m²", zh: "面积（m²）")) { .number($0.squareMetres.rounded()) },
      row(Text("mean compactness", zh: "平均紧凑度")) { .number(rounded($0.meanCompactness, 1_000)) },
      row(Text("all in one piece", zh: "均连成一片")) { .string($0.isContiguous ? "✓" : "✗") },
      row(Text("within their parents", zh: "在上级之内")) { JSONValue($0.nested) },
      row(Text("officers needed", zh: "所需网格员")) { JSONValue($0.officers) },
    ]
    if fits.contains(where: { $0.streetShare != nil }) {
      rows.append(row(Text("borders along streets", zh: "边界沿道路")) { share($0.streetShare) })
    }
    if fits.contains(where: \.hasLoads) {
      rows += [
        row(Text("cases", zh: "案件")) { JSONValue($0.cases) },
        row(Text("cases in none", zh: "不在任何区域的案件")) { JSONValue($0.casesOutside) },
        row(Text("most cases for an officer", zh: "每名网格员最多案件")) { fit in
          fit.heaviestLoad.map { .string("\(rounded($0.casesPerOfficer, 10)) (\($0.grid.code))") } ?? .null
        },
        row(Text("busiest hour", zh: "最忙时段")) { fit in
          fit.busiestHour.map { .string("\($0.hour):00–\($0.hour + 1):00 (\($0.cases))") } ?? .null
        },
        row(Text("longest walk, m", zh: "最长步行（m）")) { JSONValue($0.longestWalk.map { $0.rounded() }) },
      ]
    }
    var table = Table(
      "measures", columns: [Table.Column("measure", Text("", zh: ""))] + fits.map { Table.Column("value", $0.title) })
    table.rows = rows.map { [.string($0.0(language))] + $0.1 }
    return table
  }

  /// A row for each area of each edition.
  static func areas(_ fits: [GridFit]) -> Table {
    Table(
      "areas", columns: (["edition"] + GridFit.keys).map { Table.Column($0, Text(verbatim: $0)) },
      rows: fits.flatMap { fit in fit.grids.map { [JSONValue(fit.editionID.map(Int.init))] + fit.values(of: $0) } })
  }

  private static func rounded(_ value: Double, _ scale: Double) -> Double { (value * scale).rounded() / scale }
}

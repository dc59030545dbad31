public import Diagnostics

/// One way to read a code: as a grid location code or as one given by rule.
public enum CodeReading: Sendable, Hashable {
  case cell(GridSystem, GridCell)
  case official(OfficialCode)

  /// All ways to read a code, by its form alone.
  ///
  /// - Throws: `bad-grid-code` (65) for what begins as a grid code and is none; `unknown-code` (65) for what is like no code.
  public static func all(
    of code: String, reading: GridHeight.Reading = .annexC, negative: GridHeight.Negative = .signMagnitude
  ) throws(Fault) -> [CodeReading] {
    switch code.first {
    case "N", "S": return [.cell(.beidou, try BeidouCode.cell(code, reading: reading, negative: negative))]
    case "G": return [.cell(.geosot, try GeoSOTCode.cell(code))]
    default:
      let readings = OfficialCode.readings(code)
      if readings.isEmpty {
        throw Fault(
          .data, code: "unknown-code", Text("“\(code)” has the form of no code", zh: "“\(code)”不符合任何编码形式"),
          hint: Text(
            "grid codes begin with N, S or G; official ones have 6, 9, 10, 11, 12, 14, 15, 16, 17 or 20 digits",
            zh: "网格编码以 N、S、G 开头；其他编码为 6、9、10、11、12、14、15、16、17 或 20 位数字"))
      }
      return readings.map { .official($0) }
    }
  }
}

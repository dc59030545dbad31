import CommandLineKit
import Diagnostics
import GridCodes
import JSONWriting

/// How `onegrid code` reads its arguments and shows what a code says.
extension CodeCommand {
  /// Degrees as the decimal number that the user wrote.
  static func angle(_ name: String, _ arguments: Arguments) throws(Fault) -> GridAngle {
    try arguments.value(name, as: Text("decimal degrees", zh: "十进制度")) { GridAngle(decimal: $0) }
      ?? GridAngle(isNegative: false, units: 0)
  }

  static func reading(_ arguments: Arguments, _ system: GridSystem) -> GridHeight.Reading {
    system == .beidou ? GridHeight.Reading(rawValue: arguments.required("height-reading")) ?? .annexC : .annexC
  }

  static func negative(_ arguments: Arguments, _ system: GridSystem) -> GridHeight.Negative {
    system == .beidou
      ? GridHeight.Negative(rawValue: arguments.required("negative-height")) ?? .signMagnitude : .signMagnitude
  }

  /// The standard leaves open how such a height is written.
  static func doubt(_ height: Double) -> Notice {
    Notice(
      .warning, code: "height-reading",
      height < 0
        ? Text(
          "programs write heights below the ellipsoid differently: see --negative-height",
          zh: "各软件对负高度的写法不一致：参见 --negative-height")
        : Text(
          "programs write heights from 1839.585 m on differently: see --height-reading",
          zh: "各软件对 1839.585 米以上高度的写法不一致：参见 --height-reading"))
  }

  static func kind(_ reading: CodeReading) -> String {
    switch reading {
    case .cell(let system, let cell): system.rawValue + (cell.layer == nil ? "" : "-3d")
    case .official(let code): code.kind.rawValue
    }
  }

  static func faults(_ reading: CodeReading) -> [Text] {
    if case .official(let code) = reading { return code.faults }
    return []
  }

  static func facts(_ reading: CodeReading, _ language: Language) -> [JSONValue.Member] {
    let kind = JSONValue.Member(key: "kind", value: .string(kind(reading)))
    switch reading {
    case .cell(_, let cell):
      var members: [JSONValue.Member] = [
        kind, .init(key: "level", value: JSONValue(cell.level)),
        .init(key: "bbox", value: .array([cell.west, cell.south, cell.east, cell.north].map { .number($0) })),
      ]
      if let layer = cell.layer {
        members += [
          .init(key: "bottom_m", value: .number(layer.bottom)), .init(key: "top_m", value: .number(layer.top)),
        ]
      }
      return members
    case .official(let code):
      let parts = code.parts.map { JSONValue.Member(key: $0.part.name, value: .string($0.digits)) }
      return [kind, .init(key: "rule", value: .string(code.rule))] + parts + [
        .init(key: "faults", value: .array(code.faults.map { .string($0(language)) }))
      ]
    }
  }

  /// A fact a line.
  static func lines(_ document: JSONValue) -> String {
    guard case .object(let members) = document else { return "" }
    let shown = members.filter { $0.value != .array([]) }
    return TextColumns.lines(shown.map { [$0.key, Table.plain($0.value)] })
  }
}

import AreaIndex
import CityStore
import CommandLineKit
import Diagnostics

/// Options of commands that ask a boundary file in place of a city database.
enum AreaFileOptions {
  static let options = [
    Option(
      "areas", "FILE", kind: .file,
      Text("assign to the polygons of this boundary file, without a database", zh: "直接按此边界文件中的多边形归格，无需数据库")),
    Option(
      "level", "LEVEL", kind: SharedOption.levelKind,
      Text("with --areas: what level they are; else grid", zh: "配合 --areas：区域的层级；默认 grid")),
    Option("code", "F", Text("with --areas: field of the code; else found", zh: "配合 --areas：编码字段；默认自动识别")),
    Option("name", "F", Text("with --areas: field of the name; else found", zh: "配合 --areas：名称字段；默认自动识别")),
    Option("layer", "L", Text("with --areas: the layer to read", zh: "配合 --areas：要读取的图层")),
    Option(
      "areas-crs", "C",
      Text("with --areas: their coordinate system; else what the file says", zh: "配合 --areas：其坐标系；默认按文件所述")),
  ]

  /// The boundary file, `nil` where the command works on a database.
  /// - Throws: `conflicting-options` (64) for options that make no sense with it, or none without it.
  static func areas(_ arguments: Arguments) throws(Fault) -> AreaFile? {
    guard let path = arguments.value("areas") else {
      if let stray = options.first(where: { arguments.value($0.name) != nil }) {
        throw Fault(
          .usage, code: "conflicting-options",
          Text("--\(stray.name) says how to read --areas, which is not given", zh: "--\(stray.name) 须与 --areas 同用"),
          hint: Text("name the boundary file with --areas FILE", zh: "请用 --areas FILE 指定边界文件"))
      }
      return nil
    }
    for name in ["scheme", "edition", "as-of", "as-of-field", "id"] where arguments.value(name) != nil {
      throw needsDatabase(name)
    }
    for name in ["save", "update"] where arguments.flag(name) { throw needsDatabase(name) }
    var file = AreaFile(path, level: arguments.level() ?? .grid)
    file.layer = arguments.value("layer")
    file.fields = FieldMapping(code: arguments.value("code"), name: arguments.value("name"))
    file.crs = arguments.value("areas-crs")
    return file
  }

  private static func needsDatabase(_ name: String) -> Fault {
    Fault(
      .usage, code: "conflicting-options",
      Text("--\(name) needs a city database, and --areas is a file", zh: "--\(name) 需要城市数据库，而 --areas 是文件"),
      hint: Text(
        "load the file with `onegrid import`, or leave --\(name) out", zh: "请先用 onegrid import 导入，或去掉 --\(name)"))
  }
}

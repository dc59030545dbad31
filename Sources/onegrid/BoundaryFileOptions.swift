import AreaIndex
import CityStore
import CommandLineKit
import Diagnostics

/// Options of commands that read one boundary file as it was drawn, in place of the city database.
enum BoundaryFileOptions {
  static let operand = Operand("FILE", kind: .file, Text("a boundary file", zh: "边界文件"), count: .optional)

  static let options = [
    Option("layer", "L", Text("the layer of FILE to read", zh: "要读取的图层")),
    Option("code", "F", Text("field of the code", zh: "编码字段")),
    Option("name", "F", Text("field of the name", zh: "名称字段")),
    Option("crs", "C", Text("coordinate system of FILE; else what it says", zh: "文件的坐标系；默认按文件说明")),
    Option("encoding", "E", Text("text encoding of FILE, e.g. GBK", zh: "文件的文字编码，例如 GBK")),
  ]

  /// Where a command writes the file again.
  static let output = Option(
    "output", short: "o", "OUT", kind: .file,
    Text("with FILE: the file to write (.gpkg, .geojson, .shp, .csv)", zh: "配合 FILE：写出的文件（.gpkg、.geojson、.shp、.csv）"))
}

extension Arguments {
  /// How to read FILE.
  func reading(_ file: String, level: Level? = nil) -> ImportRequest {
    var request = ImportRequest(files: [file], level: level ?? .grid)
    request.layer = value("layer")
    request.fields = FieldMapping(code: value("code"), name: value("name"))
    request.crs = value("crs")
    request.encoding = value("encoding")
    request.threads = threads()
    return request
  }

  /// Where FILE is to be written again; `nil` where the command works on the database.
  ///
  /// - Throws: `conflicting-arguments` (64) for options that speak of a file without one, or of the database with one.
  func rewriting() throws(Fault) -> (file: String, output: String)? {
    guard let file = value("FILE") else {
      for name in ["output"] + BoundaryFileOptions.options.map(\.name) where value(name) != nil {
        throw Fault(
          .usage, code: "conflicting-arguments",
          Text("--\(name) speaks of a FILE, and none is given", zh: "--\(name) 针对文件，但未给出 FILE"),
          hint: Text("name the boundary file, or leave --\(name) out", zh: "请给出边界文件，或去掉 --\(name)"))
      }
      return nil
    }
    guard let output = value("output"), value("scheme") == nil else {
      throw Fault(
        .usage, code: "conflicting-arguments",
        Text("what becomes of a FILE is written to another one, not into a database", zh: "对文件的处理结果写入另一文件，而非数据库"),
        hint: Text("name it with --output, and leave --scheme out", zh: "请用 --output 指定输出文件，并去掉 --scheme"))
    }
    return (file, output)
  }
}

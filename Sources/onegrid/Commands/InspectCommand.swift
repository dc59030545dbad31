import CommandLineKit
import Diagnostics
import JSONWriting
import Projections
import SpatialFormats

/// `onegrid inspect`
enum InspectCommand {
  static let command = Command(
    "inspect", Text("what is in a file, before it is loaded", zh: "导入前查看文件内容"),
    details: Text(
      "Layers, fields with samples, counts, extent, coordinate system and encoding, with the evidence for each.",
      zh: "图层、字段及样例、数量、范围、坐标系和编码，并给出判断依据。"),
    operands: [Operand("FILE", kind: .file, Text("a boundary file", zh: "边界文件"))],
    options: [Option("encoding", "E", Text("read its text in this encoding", zh: "按此编码读取"))],
    formats: [.text, .json],
    examples: [
      Example(
        "onegrid inspect geodata/grid_gbk.shp", Text("A shapefile out of an old system.", zh: "旧系统导出的 Shapefile。")),
      Example("onegrid inspect geodata/district.gpkg --json", Text("For a script.", zh: "供脚本读取。")),
    ], action: run)

  private static func run(_ arguments: Arguments, _ console: Console) throws(Fault) -> ExitStatus {
    let file = try FeatureFile.describe(arguments.required("FILE"), encoding: arguments.value("encoding"))
    let language = console.settings.language
    try console.show(json(file, language)) {
      "\(file.path): \(file.format)\n" + file.layers.map { "\n" + text($0, language) }.joined()
    }
    for notice in file.notices { console.notice(notice) }
    return .done
  }

  private static func text(_ layer: LayerDescription, _ language: Language) -> String {
    let unknown = Text("not said", zh: "未说明")(language)
    let facts: [(Text, String)] = [
      (Text("layer", zh: "图层"), layer.name),
      (Text("geometry", zh: "几何"), layer.geometryKind ?? unknown),
      (Text("count", zh: "数量"), layer.count.map(String.init) ?? unknown),
      (Text("extent", zh: "范围"), layer.extent == nil ? unknown : Table.plain(JSONValue(layer.extent))),
      (Text("coordinates", zh: "坐标系"), layer.crs.map { "\(name(of: $0)) (\($0.evidence(language)))" } ?? unknown),
      (Text("encoding", zh: "编码"), layer.encoding.map { "\($0.name) (\($0.evidence(language)))" } ?? unknown),
    ]
    let fields = layer.fields.map { field in
      ["  \(field.name)", field.type.rawValue, field.samples.joined(separator: " | ")]
    }
    return TextColumns.lines(facts.map { [$0.0(language), $0.1] })
      + Text("fields", zh: "字段")(language) + "\n" + TextColumns.lines(fields)
  }

  /// The registered number and name of a coordinate system where it has them, else its text.
  private static func name(of crs: DeclaredCRS) -> String {
    guard let system = try? CoordinateSystem(crs.text) else { return crs.text }
    return (system.epsg.map { "EPSG:\($0) " } ?? "") + system.name
  }

  private static func json(_ file: FileDescription, _ language: Language) -> JSONValue {
    [
      "file": .string(file.path), "format": .string(file.format),
      "layers": .array(file.layers.map { json($0, language) }),
      "notices": .array(
        file.notices.map {
          ["weight": .string($0.weight.rawValue), "code": .string($0.code), "text": .string($0.text(language))]
        }),
    ]
  }

  private static func json(_ layer: LayerDescription, _ language: Language) -> JSONValue {
    [
      "name": .string(layer.name), "geometry": JSONValue(layer.geometryKind), "count": JSONValue(layer.count),
      "extent": JSONValue(layer.extent),
      "crs": layer.crs.map {
        ["name": .string(name(of: $0)), "text": .string($0.text), "evidence": .string($0.evidence(language))]
      } ?? .null,
      "encoding": layer.encoding.map {
        ["name": .string($0.name), "evidence": .string($0.evidence(language)), "certain": .bool($0.certain)]
      } ?? .null,
      "fields": .array(
        layer.fields.map { field in
          [
            "name": .string(field.name), "type": .string(field.type.rawValue), "width": JSONValue(field.width),
            "samples": .array(field.samples.map { .string($0) }),
          ]
        }),
    ]
  }
}

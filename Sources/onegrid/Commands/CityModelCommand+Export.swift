import CityModel
import CityStore
import CommandLineKit
import Diagnostics
import JSONWriting

/// `onegrid cim export`
extension CityModelCommand {
  static let export = Command(
    "export", Text("write a city model to a file", zh: "导出城市模型"),
    details: Text(
      """
      As what the name ends in. .json is CityJSON 2.0, .jsonl a CityJSON sequence: what was imported comes out again, with \
      attributes, semantics, appearance, what extensions add, and the very numbers of the vertices.

      .gpkg holds the layers footprints and storeys, in the system of the database. .glb and .gltf are glTF 2.0 in metres \
      around a local origin, tileset.json is 3D Tiles 1.1 with its tiles in a folder beside it. Both show the finest shape of \
      each object, coloured by what its surfaces mean, and tell its id, class, storey and attributes. For tiles, heights are \
      taken as those above the ellipsoid.
      """,
      zh: """
        格式由文件名结尾决定。.json 为 CityJSON 2.0，.jsonl 为 CityJSON 序列：属性、语义、外观、扩展内容与顶点数值原样导出。

        .gpkg 含 footprints（占地范围）与 storeys（楼层轮廓）两层，采用数据库坐标系。.glb、.gltf 为以本地原点为基准、单位为米的 glTF 2.0；\
        tileset.json 为 3D Tiles 1.1，瓦片位于旁边的文件夹。二者取每个对象最精细的几何，按语义着色，并含编号、类别、楼层与属性。瓦片中的高程按大地高处理。
        """),
    options: [
      Option(
        "output", short: "o", "FILE", kind: .file,
        Text(
          ".city.json, .city.jsonl, .gpkg, .glb, .gltf or FOLDER/tileset.json",
          zh: ".city.json、.city.jsonl、.gpkg、.glb、.gltf 或 文件夹/tileset.json"), required: true), model, SharedOption.force,
    ] + conditionOptions, formats: [.text, .json],
    examples: [
      Example("onegrid cim export -o made.city.json", Text("The only model.", zh: "唯一的模型。")),
      Example(
        "onegrid cim export --model tower -o tiles/tileset.json", Text("For a viewer in the browser.", zh: "供浏览器三维查看。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    var request = ModelExportRequest(path: arguments.required("output"))
    request.model = arguments.value("model")
    request.force = arguments.flag("force")
    request.condition = try condition(arguments, in: city)
    let report = try city.exportModel(request, listener: console.listener)
    guard request.path != "-" else { return .done }
    try console.show([
      "file": .string(request.path), "model": .string(report.model.name), "format": .string(report.format),
      "objects": JSONValue(report.objects),
    ]) {
      Text(
        "\(Text.counted(report.objects, "object")) of model \(report.model.name) in \(request.path) (\(report.format))\n",
        zh: "已将模型 \(report.model.name) 的 \(report.objects) 个对象导出到 \(request.path)（\(report.format)）\n")(
          console.settings.language)
    }
    return .done
  }
}

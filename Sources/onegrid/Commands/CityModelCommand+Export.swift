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
      As CityJSON 2.0, or as a CityJSON sequence where the name ends in .jsonl. What was imported comes out again: types, \
      attributes, semantics, appearance, what extensions add, and the very numbers of the vertices.
      """, zh: "输出 CityJSON 2.0；文件名以 .jsonl 结尾时为 CityJSON 序列。导入的内容原样导出：类型、属性、语义、外观、扩展内容以及顶点数值。"),
    options: [
      Option(
        "output", short: "o", "FILE", kind: .file, Text(".city.json or .city.jsonl", zh: ".city.json 或 .city.jsonl"),
        required: true), model, SharedOption.force,
    ], formats: [.text, .json],
    examples: [
      Example("onegrid cim export -o made.city.json", Text("The only model.", zh: "唯一的模型。")),
      Example(
        "onegrid cim export --model tower -o made.city.jsonl", Text("As a sequence.", zh: "导出为序列。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    var request = ModelExportRequest(path: arguments.required("output"))
    request.model = arguments.value("model")
    request.force = arguments.flag("force")
    let report = try city.exportModel(request, listener: console.listener)
    guard request.path != "-" else { return .done }
    try console.show([
      "file": .string(request.path), "model": .string(report.model.name), "format": .string(report.format),
      "objects": JSONValue(report.objects),
    ]) {
      Text(
        "\(report.objects) objects of model \(report.model.name) in \(request.path) (\(report.format))\n",
        zh: "已将模型 \(report.model.name) 的 \(report.objects) 个对象导出到 \(request.path)（\(report.format)）\n")(
          console.settings.language)
    }
    return .done
  }
}

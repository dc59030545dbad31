import CityModel
import CityStore
import CommandLineKit
import Diagnostics
import JSONWriting
import SpatialPrimitives

/// `onegrid cim check`
extension CityModelCommand {
  static let check = Command(
    "check", Text("what is wrong with the city models", zh: "检查城市模型"),
    details: Text(
      """
      Rings, faces, shells and solids as ISO 19107 has them, with the error numbers of val3dity where it has one; parents that \
      are missing, parts outside of their buildings, storeys out of order. Places are in the models' own coordinates. Ends with \
      exit status 1 where there is a finding.
      """,
      zh: """
        按 ISO 19107 检查环、面、壳、体，并给出 val3dity 的错误编号；检查缺失的上级、超出建筑的部分、楼层顺序。位置采用模型自身坐标。\
        有发现时退出码为 1。
        """),
    options: [
      model,
      Option(
        "planarity", "M", kind: .number(), Text("how far a corner may lie off its face", zh: "顶点偏离平面的允许值"),
        default: "0.01"),
      Option(
        "overhang", "M", kind: .number(), Text("how far a part may reach out of its building", zh: "部分超出建筑的允许值"),
        default: "0.5"),
    ], formats: [.text, .json, .csv],
    examples: [
      Example("onegrid cim check", Text("Every model.", zh: "检查全部模型。")),
      Example("onegrid cim check --planarity 0.05 --json", Text("Less strict, for a script.", zh: "放宽平面度，供脚本读取。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    var tolerances = ModelTolerances()
    tolerances.planarity = arguments.number("planarity") ?? tolerances.planarity
    tolerances.overhang = arguments.number("overhang") ?? tolerances.overhang
    let findings = try city.checkModels(arguments.value("model"), tolerances: tolerances, listener: console.listener)
    let language = console.settings.language
    var table = Table(
      "findings",
      columns: [
        .init("kind", Text("kind", zh: "类别")), .init("val3dity", Text("val3dity", zh: "val3dity")),
        .init("model", Text("model", zh: "模型")), .init("id", Text("object", zh: "对象")),
        .init("class", Text("class", zh: "类型")), .init("lod", Text("LoD", zh: "LoD")), .init("x", Text("x", zh: "x")),
        .init("y", Text("y", zh: "y")), .init("z", Text("z", zh: "z")), .init("message", Text("message", zh: "说明")),
      ],
      rows: findings.map { finding in
        [
          .string(finding.kind.rawValue), JSONValue(finding.kind.val3dity), .string(finding.model), .string(finding.id),
          .string(finding.type), JSONValue(finding.lod), JSONValue(finding.place?.x), JSONValue(finding.place?.y),
          JSONValue(finding.place?.z), .string(finding.message(language)),
        ]
      })
    let counts = ModelFinding.Kind.allCases.compactMap { kind -> JSONValue.Member? in
      let count = findings.count { $0.kind == kind }
      return count == 0 ? nil : JSONValue.Member(key: kind.rawValue, value: JSONValue(count))
    }
    if console.format == .text {
      if !findings.isEmpty { try console.show(table.leavingOut(["x", "y", "z", "model"])) }
      console.say(Text(Text.counted(findings.count, "finding"), zh: "\(findings.count) 处发现")(language))
    } else if console.format == .json {
      table.members = []
      try console.show(["findings": .array(table.objects), "counts": .object(counts)])
    } else {
      try console.show(table)
    }
    return findings.isEmpty ? .done : .findings
  }
}

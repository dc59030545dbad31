import CityModel
import CityStore
import CommandLineKit
import Diagnostics
import JSONWriting

/// `onegrid cim link`, `onegrid cim reading import`
extension CityModelCommand {
  static let link = Command(
    "link", Text("link city objects to components of the city's register", zh: "将城市对象与管理部件关联"),
    details: Text(
      """
      FILE is CSV with the columns component_code (16 or 17 digits), object_id and, where an id stands in several models, \
      model. Links outlive a model that is imported anew. An attribute such as componentCode needs no link: it counts, too. \
      `onegrid cim show` shows the codes, and --filter knows them as component.
      """,
      zh: """
        FILE 为 CSV，含列 component_code（16 或 17 位）、object_id，编号在多个模型中出现时另含 model。模型重新导入后关联仍然有效。\
        componentCode 等属性无须关联即可识别。cim show 显示编码，--filter 中写作 component。
        """),
    operands: [Operand("FILE", kind: .file, Text("the table", zh: "关联表"))], options: linkOptions,
    formats: [.text, .json],
    examples: [
      Example("onegrid cim link geodata/components.csv", Text("Covers, pumps and doors.", zh: "井盖、水泵和门。")),
      Example(
        "onegrid cim link geodata/components.csv --strict --json", Text("Nothing may be rejected.", zh: "不允许拒收。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .writing)
    let request = linkRequest(arguments)
    let report = try city.transaction { () throws(Fault) in
      try city.linkComponents(request, listener: console.listener)
    }
    return try show(report, arguments, console)
  }

  static let reading = Command(
    "reading", Text("what sensors read at city objects", zh: "城市对象上传感器的读数"),
    examples: [
      Example("onegrid cim reading import geodata/readings.csv", Text("The night's readings.", zh: "夜间读数。")),
      Example(
        "onegrid cim list --filter \"reading.tilt > 10\"", Text("Covers that stand askew.", zh: "倾斜的井盖。")),
    ], subcommands: [importReadings])

  private static let importReadings = Command(
    "import", Text("take in readings; the last of each kind is kept", zh: "导入读数，每类保留最新一条"),
    details: Text(
      """
      FILE is CSV with the columns sensor, object, kind, value, time and, where there are, unit and model. A reading that is \
      older than what is known of its sensor is passed over. `onegrid cim show` shows the readings; --filter knows them as \
      reading.KIND and reading.KIND.time.
      """,
      zh: """
        FILE 为 CSV，含列 sensor、object、kind、value、time，可另含 unit、model。早于已有记录的读数不予采用。cim show 显示读数，\
        --filter 中写作 reading.KIND 和 reading.KIND.time。
        """),
    operands: [Operand("FILE", kind: .file, Text("the readings", zh: "读数文件"))], options: linkOptions,
    formats: [.text, .json],
    examples: [
      Example("onegrid cim reading import geodata/readings.csv", Text("The night's readings.", zh: "夜间读数。")),
      Example(
        "onegrid cim reading import geodata/readings.csv --json", Text("For a script.", zh: "供脚本读取。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .writing)
    let request = linkRequest(arguments)
    let report = try city.transaction { () throws(Fault) in
      try city.importReadings(request, listener: console.listener)
    }
    return try show(report, arguments, console)
  }

  private static let linkOptions = [
    Option(
      "rejects", "FILE", kind: .file,
      Text("where rejected rows go; else FILE.rejects.csv", zh: "拒收文件；默认 FILE.rejects.csv")),
    Option(flag: "strict", Text("exit 1 if anything is rejected", zh: "有拒收时退出状态为 1")), SharedOption.force,
  ]

  private static func linkRequest(_ arguments: Arguments) -> LinkImportRequest {
    var request = LinkImportRequest(file: arguments.required("FILE"))
    request.rejectsPath = arguments.value("rejects")
    request.force = arguments.flag("force")
    return request
  }

  private static func show(
    _ report: LinkImportReport, _ arguments: Arguments, _ console: Console
  ) throws(Fault) -> ExitStatus {
    try console.show([
      "rows": JSONValue(report.rows), "stored": JSONValue(report.stored), "older": JSONValue(report.older),
      "rejected": JSONValue(report.rejected), "rejects": JSONValue(report.rejectsPath),
    ]) {
      let rejects = report.rejectsPath.map { " (\($0))" } ?? ""
      return Text(
        "\(Text.counted(report.rows, "row")): \(report.stored) stored, \(report.older) older than what is known, \(report.rejected) rejected\(rejects)\n",
        zh: "\(report.rows) 行：入库 \(report.stored)，早于已有记录 \(report.older)，拒收 \(report.rejected)\(rejects)\n")(
          console.settings.language)
    }
    return arguments.flag("strict") && report.rejected > 0 ? .findings : .done
  }
}

import CityModel
import CityStore
import CommandLineKit
import Diagnostics
import JSONWriting

/// `onegrid cim list`
extension CityModelCommand {
  static let list = Command(
    "list", Text("city objects by area, class or level", zh: "按区域、类别或层级列出城市对象"),
    details: Text(
      """
      Every condition must hold. An object is in the area that the middle of it belongs to, by the rule of `assign`: in one of \
      each level. Objects come in the order of their models; pages go on from --after.
      """, zh: "所有条件须同时满足。对象归入其中心点所属的区域，规则与 assign 相同，每级只归一个。对象按模型中的先后排列；用 --after 续页。"),
    options: [
      Option("area", "CODE", Text("objects in this area: [SCHEME:][LEVEL/]CODE", zh: "该区域内的对象：[体系:][层级/]编码")),
      classOption,
      Option("level", "N", kind: .integer(1...7), Text("the CIM level, 1 to 7", zh: "CIM 分级，1 至 7")), model,
    ] + conditionOptions + [
      Option(
        "limit", "N", kind: .integer(1...100_000), Text("how many objects on a page", zh: "每页对象数"), default: "100"),
      Option("after", "CURSOR", Text("go on behind the page that gave this as next", zh: "从上一页的 next 继续")),
    ], formats: [.text, .json, .csv],
    examples: [
      Example("onegrid cim list --class BuildingRoom --limit 5", Text("The first rooms.", zh: "前几个房间。")),
      Example(
        "onegrid cim list --filter \"class = 'BuildingRoom' AND floor >= 2 AND NOT name LIKE '%走廊'\" --json",
        Text("The rooms upstairs, for a script.", zh: "二层及以上的房间，供脚本读取。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    var filter = CityObjectFilter(
      model: arguments.value("model"), type: arguments.value("class"), cimLevel: arguments.integer("level"),
      condition: try condition(arguments, in: city))
    if let area = arguments.value("area") { filter.area = try city.area(area, listener: console.listener) }
    let page = try city.cityObjects(
      matching: filter, limit: arguments.integer("limit") ?? 100, after: arguments.value("after"),
      listener: console.listener)
    var table = try CityObjectOutput.table(page.objects, in: city)
    table.members = [
      .init(key: "total", value: JSONValue(page.total)), .init(key: "next", value: JSONValue(page.next)),
      .init(key: "types", value: CityObjectOutput.counts(page.types)),
    ]
    guard console.format == .text else {
      try console.show(table)
      return .done
    }
    try console.show(table.leavingOut(CityObjectOutput.textless.union(["life_stage", "parents", "floor"])))
    let language = console.settings.language
    let types = page.types.map { "\($0.type) \($0.count)" }.joined(separator: ", ")
    console.say(
      Text(
        "\(page.objects.count) of \(Text.counted(page.total, "object"))",
        zh: "\(page.total) 个对象中的 \(page.objects.count) 个")(
          language)
        + (types.isEmpty ? "" : " (\(types))")
        + (page.next.map { Text("; go on with --after \($0)", zh: "；用 --after \($0) 续页")(language) } ?? ""))
    return .done
  }
}

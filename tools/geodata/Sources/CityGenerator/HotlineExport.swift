extension GeneratedCity {
  /// A month's export as a city-management hotline writes it, faults included: among 50,000 rows about sixty
  /// whose coordinates are none.
  func writeHotlineExport(_ count: Int, to path: String) throws(OutputError) {
    var random = RandomSource(seed: plan.seed, purpose: 6)
    let places = EventPlaces(self, hotSpots: 14, shares: [380, 330, 259.4, 20, 10, 0.6], &random)
    let total = HotlineTopic.all.map(\.weight).reduce(into: [Double]()) { $0.append(($0.last ?? 0) + $1) }
    var output = try ByteOutput(path)
    try output.write("案件编号,上报时间,大类名称,小类名称,问题描述,经度,纬度,当前阶段\n")
    var lastDay = -1
    var numberOfDay = 0
    for number in 0..<count {
      let time = EventClock(fraction: Double(number) / Double(count), days: 31)
      numberOfDay = time.day == lastDay ? numberOfDay + 1 : 1
      lastDay = time.day
      let date = time.date
      let topic = HotlineTopic.all[random.index(cumulative: total)]
      let place = places.draw(&random)
      try output.write("26")
      output.write(date.month, digits: 2)
      output.write(date.day, digits: 2)
      output.write(numberOfDay, digits: 4)
      try output.write(",2026/\(date.month)/\(date.day) \(time.hour):\(time.minute < 10 ? "0" : "")\(time.minute),")
      try output.write("\(topic.group),\(topic.name),\(topic.description(names.roads, &random)),")
      if random.unit() < 0.0012 {
        try output.write(HotlineTopic.faultyCoordinates(place.position, &random))
      } else {
        try output.write(place, decimals: 6)
      }
      try output.write(",\(HotlineTopic.stage(age: count - number, of: count, &random))\n")
    }
    try output.finish()
  }
}

/// What people report: classes and names as in the published class table, sentences made up.
struct HotlineTopic {
  var group: String
  var name: String
  var weight: Double
  var phrases: [String]

  static let all = [
    HotlineTopic(group: "街面秩序", name: "机动车乱停放", weight: 14, phrases: ["占道停车", "堵住消防通道", "停在人行道"]),
    HotlineTopic(group: "街面秩序", name: "非机动车乱停放", weight: 8, phrases: ["电动车挡路", "共享单车堆放"]),
    HotlineTopic(group: "街面秩序", name: "占道经营", weight: 9, phrases: ["流动摊贩", "摊位占人行道"]),
    HotlineTopic(group: "街面秩序", name: "店外经营", weight: 6, phrases: ["货物摆出店外", "桌椅占道"]),
    HotlineTopic(group: "市容环境", name: "暴露垃圾", weight: 11, phrases: ["垃圾未清", "垃圾堆放数日", "有异味"]),
    HotlineTopic(group: "市容环境", name: "积存垃圾渣土", weight: 4, phrases: ["建筑渣土", "渣土未清运"]),
    HotlineTopic(group: "市容环境", name: "道路不洁", weight: 6, phrases: ["路面油污", "落叶未扫"]),
    HotlineTopic(group: "市容环境", name: "道路破损", weight: 6, phrases: ["路面坑洼", "地砖松动", "路面塌陷"]),
    HotlineTopic(group: "市容环境", name: "噪声扰民", weight: 7, phrases: ["夜间噪音", "音响声大"]),
    HotlineTopic(group: "市容环境", name: "油烟污染", weight: 3, phrases: ["餐馆油烟", "烧烤油烟"]),
    HotlineTopic(group: "市容环境", name: "私搭乱建", weight: 3, phrases: ["楼顶搭建", "院内搭棚"]),
    HotlineTopic(group: "市容环境", name: "乱堆杂物", weight: 5, phrases: ["楼道堆物", "门口杂物"]),
    HotlineTopic(group: "宣传广告", name: "非法小广告", weight: 5, phrases: ["墙面小广告", "电杆张贴"]),
    HotlineTopic(group: "施工管理", name: "工地扬尘", weight: 2.5, phrases: ["未洒水", "渣土车带泥"]),
    HotlineTopic(group: "施工管理", name: "施工扰民", weight: 3, phrases: ["夜间施工", "凌晨打桩"]),
    HotlineTopic(group: "市政公用设施", name: "污水井盖", weight: 2.5, phrases: ["井盖破损", "井盖缺失", "污水外溢"]),
    HotlineTopic(group: "市政公用设施", name: "路灯", weight: 2.5, phrases: ["路灯不亮", "灯杆倾斜"]),
    HotlineTopic(group: "园林绿化设施", name: "行道树", weight: 2, phrases: ["树枝折断", "树木倾斜"]),
  ]

  /// Most descriptions are a few words, some with an address; one in fifty has commas and quotes, one in two
  /// hundred has lines.
  func description(_ roads: [String], _ random: inout RandomSource) -> String {
    let phrase = random.element(phrases)
    let road = random.element(roads)
    switch random.unit() {
    case ..<0.005: return "\"1.\(road)\(phrase)\n2.请尽快处理\""
    case ..<0.025: return "\"市民反映\(road)\"\"\(phrase)\"\",多日未处理\""
    case ..<0.25: return "\(road)\(1 + random.index(300))号\(phrase)"
    default: return phrase
    }
  }

  /// Nearly all old cases are closed; of the last days many are still open.
  static func stage(age: Int, of count: Int, _ random: inout RandomSource) -> String {
    if random.unit() < 0.004 { return "作废" }
    let openShare = 0.01 + 0.8 * max(0, 1 - 8 * Double(age) / Double(count))
    return random.unit() < openShare ? (random.unit() < 0.6 ? "处置" : "派遣") : "结案"
  }

  /// What stands in the two columns when there is no usable place.
  static func faultyCoordinates(_ position: Position, _ random: inout RandomSource) -> String {
    switch random.index(6) {
    case 0: return ","
    case 1: return "0,0"
    case 2: return "\(rounded(position.latitude)),\(rounded(position.longitude))"
    case 3: return "无位置描述,无位置描述"
    case 4: return "\(rounded(position.longitude)),"
    default: return "\(rounded(position.longitude * 1e6)),\(rounded(position.latitude * 1e6))"
    }
  }

  /// Six decimals or fewer, as a spreadsheet shows them.
  private static func rounded(_ value: Double) -> String { "\((value * 1e6).rounded() / 1e6)" }
}

/// Made-up names in the usual shape. None is meant to be a real place, though short names repeat all over China.
struct PlaceNames {
  private static let districts = [
    "听澜区", "东屿区", "北渚区", "南浦区", "西岭区", "云溪区", "白鹭区", "长汀区", "海屿区", "青岚区", "高岗区", "临津区",
  ]
  private static let first = [
    "东", "西", "南", "北", "上", "下", "新", "古", "长", "永", "安", "和", "平", "清", "石", "金", "玉", "龙", "凤", "白",
    "青", "云", "花", "沙", "水", "松",
  ]
  private static let second = [
    "河", "湖", "桥", "门", "塘", "岗", "园", "坪", "洲", "岭", "溪", "湾", "井", "坊", "墩", "浦", "埔", "沙", "涌", "村头",
  ]
  private static let sides = ["", "东", "西", "南", "北", "新"]
  private static let virtues = [
    "明德", "崇文", "建设", "和平", "人民", "解放", "中山", "文明", "富民", "学府", "滨江", "环城", "迎宾", "工业", "朝阳",
    "康乐", "兴业", "育才", "祥和", "光明", "团结", "振兴", "锦绣", "望海", "荔香", "木棉", "紫荆", "榕荫", "桂花", "稻香",
  ]

  let city = "云澜市"
  /// Names of roads, for addresses.
  let roads: [String]
  private var streets: [String]
  private var communities: [String]

  init(seed: UInt64) {
    var random = RandomSource(seed: seed, purpose: 3)
    let stems = Self.first.flatMap { first in Self.second.map { first + $0 } }
    streets = (Self.virtues + stems).shuffled(using: &random)
    // Plain names are used up before those with a side.
    communities = Self.sides.reversed().flatMap { side in stems.shuffled(using: &random).map { $0 + side } }
    roads = Self.virtues.flatMap { [$0 + "路", $0 + "街", $0 + "大道", $0 + "巷"] }
  }

  func district(_ index: Int) -> String { Self.districts[index] }

  mutating func street(isTown: Bool) -> String { streets.removeLast() + (isTown ? "镇" : "街道") }

  mutating func community(isVillage: Bool) -> String { communities.removeLast() + (isVillage ? "村" : "社区") }
}

import AreaIndex

/// The names that fields of boundary files usually bear, in English, in pinyin initials and in Chinese.
///
/// A name is compared in its normal form: lower case, without spaces, hyphens, underscores and full stops.
struct FieldNames {
  /// What a usual name stands for. The smaller rank is the better fit; equal ranks fit equally.
  struct Meaning: Hashable {
    var role: FieldRole
    var rank: Int
  }

  private var meanings: [String: [Meaning]] = [:]

  /// - Parameter level: a `SQDM` is the code in a file of communities, and the parent in a file of grids.
  init(level: Level) {
    let own = FieldNames.tokens[level] ?? []
    add(own.flatMap { token in FieldNames.codeEndings.map { token + $0 } }, .code, 0)
    add(own.flatMap { token in FieldNames.nameEndings.map { token + $0 } }, .name, 0)
    add(own, .name, 2)
    add(FieldNames.codes, .code, 1)
    add(FieldNames.weakCodes, .code, 2)
    add(FieldNames.names, .name, 1)
    add(FieldNames.weakNames, .name, 2)
    add(FieldNames.households, .households, 0)
    add(FieldNames.parents, .parent, 0)

    // The nearest level above first; its code before its name.
    for (distance, upper) in Level.allCases.filter({ $0 < level }).reversed().enumerated() {
      let tokens = (FieldNames.tokens[upper] ?? []).filter { !own.contains($0) }
      let belonging = tokens + tokens.flatMap { token in FieldNames.belonging.map { $0 + token } }
      let rank = 10 * (distance + 1)
      add(belonging.flatMap { token in FieldNames.codeEndings.map { token + $0 } }, .parent, rank)
      add(belonging.flatMap { token in FieldNames.nameEndings.map { token + $0 } }, .parent, rank + 1)
      add(belonging, .parent, rank + 2)
    }
  }

  private mutating func add(_ names: [String], _ role: FieldRole, _ rank: Int) {
    for name in names {
      let isKnown = meanings[name]?.contains { $0.role == role } ?? false
      if !isKnown { meanings[name, default: []].append(Meaning(role: role, rank: rank)) }
    }
  }

  /// What a field of this name may stand for. A number at its end is passed over (`GEOID10`, `NAME_2`) where the
  /// name fits no better. A Chinese name of three or five characters may be the beginning of
  /// a longer one: a dBASE file keeps ten bytes of it, which are three characters in UTF-8 and five in GBK.
  func meanings(of field: String) -> [Meaning] {
    let normal = FieldNames.normalForm(field)
    if let known = meanings[normal] { return known }
    let undated = String(normal.reversed().drop { $0.isASCII && $0.isNumber }.reversed())
    if undated != normal, let known = meanings[undated] {
      return known.map { Meaning(role: $0.role, rank: $0.rank + FieldNames.numberedRank) }
    }
    guard normal.count == 3 || normal.count == 5, normal.unicodeScalars.allSatisfy({ $0.value > 0x2E7F }) else {
      let isSomeName = FieldNames.nameEndings.contains { normal.hasSuffix($0) }
      return isSomeName ? [Meaning(role: .name, rank: FieldNames.faintRank)] : []
    }
    let longer = Set(meanings.filter { $0.key.hasPrefix(normal) }.flatMap(\.value))
    guard Set(longer.map(\.role)).count == 1, let best = longer.min(by: { $0.rank < $1.rank }) else { return [] }
    return [best]
  }

  static func normalForm(_ field: String) -> String {
    var normal = ""
    for scalar in field.lowercased().unicodeScalars {
      switch scalar {
      case " ", "_", "-", ".", "\u{3000}", "\u{FEFF}", "\u{FFFD}", "\u{0}": continue
      default: normal.unicodeScalars.append(scalar)
      }
    }
    return normal
  }

  private static let codeEndings = ["code", "id", "no", "dm", "bm", "bh", "代码", "编码", "编号", "标识码", "码", "号"]
  private static let nameEndings = ["name", "mc", "名称", "名"]
  private static let numberedRank = 5
  /// The rank of a name that only ends like one (`ntaname`): better than none, and not worth a question.
  static let faintRank = 9
  private static let belonging = ["所属", "所在", "ss", "sz", "parent"]

  private static let tokens: [Level: [String]] = [
    .city: ["city", "cs", "ds", "城市", "地市", "市"],
    .district: ["district", "county", "borough", "boro", "qx", "xq", "区县", "县区", "县市区", "行政区", "区", "县"],
    .street: [
      "street", "town", "township", "subdistrict", "jd", "xz", "jz", "zj", "xzjd",
      "街道", "乡镇", "街镇", "镇街", "乡镇街道", "街道乡镇", "镇", "乡",
    ],
    .community: ["community", "village", "sq", "cs", "cj", "sqc", "社区", "村社区", "社区村", "村居", "村社", "行政村", "村"],
    .grid: ["grid", "wg", "bg", "网格", "责任网格", "基础网格", "单元网格"],
    .unit: ["unit", "unitgrid", "cell", "dywg", "wmwg", "bg", "单元网格", "万米网格", "单元"],
  ]

  private static let codes = [
    "code", "areacode", "admincode", "regioncode", "adcode", "geoid", "geocode", "dm", "bm", "bh",
    "xzqdm", "xzqhdm", "xzqhbm", "xzqbm", "qhdm", "编码", "代码", "编号",
    "行政代码", "行政编码", "行政区代码", "行政区编码", "行政区划代码", "行政区划编码", "行政区划编号", "区划代码", "区划编码",
    "统计用区划代码", "区域编码", "区域代码",
  ]
  private static let weakCodes = ["id", "gid", "bsm", "标识码", "唯一标识", "uid", "objectcode", "locationid", "key"]
  private static let names = [
    "name", "areaname", "regionname", "fullname", "mc", "xzqmc", "xzqhmc", "qhmc", "名称", "行政名称", "行政区名称",
    "行政区划名称", "区划名称", "区域名称",
  ]
  private static let weakNames = ["title", "label", "namezh", "namecn", "namechn", "zone", "中文名", "全称", "简称"]
  private static let households = [
    "households", "household", "hs", "hh", "zhs", "unitsres", "户数", "总户数", "家庭户数", "常住户数", "户籍户数", "居民户数",
  ]
  private static let parents = [
    "parent", "parentcode", "parentid", "pid", "pcode", "sjdm", "sjbm", "上级", "上级代码", "上级编码", "上级区划代码", "父级编码",
    "所属区划",
  ]
}

import AreaIndex
import Casework
import CivilTime
import CommandLineKit
import Diagnostics
import JSONWriting

/// Cases in every form that a command prints.
struct CaseOutput {
  var total: Int
  var next: String?
  var cases: [CaseRecord]
  /// Metres, one a case; empty where no distance was asked for.
  var distances: [Double] = []
  /// Everything that the first case answered, the answer of now last; empty where that was not asked for.
  var answers: [CaseAnswer] = []
  var offset: UTCOffset

  func show(on console: Console) throws(Fault) {
    switch console.format {
    case .json: try console.show(json)
    case .geojson: try console.show(geoJSON)
    case .csv: try console.write(table(CaseOutput.allColumns).csv)
    case .text:
      try console.write(table(CaseOutput.textColumns).text(console.settings.language))
      console.say(summary(console.settings.language))
    }
  }

  private func summary(_ language: Language) -> String {
    let more = next.map { Text("; go on with --after \($0)", zh: "；用 --after \($0) 看下一页") } ?? Text(verbatim: "")
    return Text(
      "\(cases.count) of \(Text.counted(total, "case"))\(more.english)",
      zh: "共 \(total) 个案件，显示 \(cases.count) 个\(more.chinese)")(
        language)
  }

  private var json: JSONValue {
    let objects = cases.indices.map { JSONValue.object(members(of: $0)) }
    return ["total": .integer(Int64(total)), "next": JSONValue(next), "cases": .array(objects)]
  }

  private var geoJSON: JSONValue {
    let features = cases.indices.map { position -> JSONValue in
      let record = cases[position]
      var geometry: JSONValue = nil
      if let lon = record.lon, let lat = record.lat {
        geometry = ["type": "Point", "coordinates": [.number(lon), .number(lat)]]
      }
      return [
        "type": "Feature", "id": .string(record.id), "geometry": geometry, "properties": .object(members(of: position)),
      ]
    }
    return [
      "type": "FeatureCollection", "numberMatched": .integer(Int64(total)),
      "numberReturned": .integer(Int64(cases.count)), "features": .array(features),
    ]
  }

  private func members(of position: Int) -> [JSONValue.Member] {
    let members = CaseOutput.allColumns.compactMap { key in
      key == "distance_m" && distances.isEmpty
        ? nil : JSONValue.Member(key: key, value: value(key, of: position))
    }
    guard position == 0, !answers.isEmpty else { return members }
    return members + [JSONValue.Member(key: "answers", value: .array(answers.map(json)))]
  }

  private func json(_ answer: CaseAnswer) -> JSONValue {
    var members = [JSONValue.Member(key: "edition", value: JSONValue(answer.editionID.map(Int.init)))]
    for level in Level.allCases {
      members.append(JSONValue.Member(key: "\(level.name)_code", value: JSONValue(answer.codes[level])))
    }
    members += [
      JSONValue.Member(key: "match", value: .string(answer.match)),
      JSONValue.Member(key: "until", value: JSONValue(answer.until?.iso8601(offset: offset))),
      JSONValue.Member(key: "run", value: JSONValue(answer.replacedBy.map(Int.init))),
    ]
    return .object(members)
  }

  /// The first case alone.
  var first: JSONValue { cases.isEmpty ? nil : .object(members(of: 0)) }

  /// The first case as lines of name and value, for a person to read.
  func page(_ language: Language) -> String {
    let lines = members(of: 0).compactMap { member -> String? in
      guard member.value != nil, member.key != "answers" else { return nil }
      let title = CaseOutput.titles[member.key]?(language) ?? member.key
      if case .string(let text) = member.value { return "\(title): \(text)\n" }
      return "\(title): \(member.value.text)\n"
    }
    return (lines + answers.dropLast().map { history($0, language) }).joined()
  }

  /// An answer of before in one line.
  private func history(_ answer: CaseAnswer, _ language: Language) -> String {
    let areas = Level.allCases.compactMap { level in answer.codes[level].map { "\(level) \($0)" } }
    let place = areas.isEmpty ? answer.match : areas.joined(separator: ", ")
    let (edition, until) = (answer.editionID.map(String.init) ?? "–", answer.until?.iso8601(offset: offset) ?? "–")
    return Text("until \(until), edition \(edition): \(place)\n", zh: "至 \(until)，版本 \(edition)：\(place)\n")(language)
  }

  // MARK: Columns

  private static let textColumns = [
    "id", "reported_at", "category", "status", "grid_code", "match", "distance_m",
  ]
  private static let allColumns =
    ["id", "lon", "lat", "distance_m", "edition"] + Level.allCases.map { "\($0.name)_code" } + [
      "match", "status", "category", "reported_at", "first_saved_at", "updated_at", "attributes",
    ]

  private func table(_ keys: [String]) -> Table {
    let keys = keys.filter { $0 != "distance_m" || !distances.isEmpty }
    var table = Table("cases", columns: keys.map { Table.Column($0, CaseOutput.titles[$0] ?? Text(verbatim: $0)) })
    table.rows = cases.indices.map { position in keys.map { value($0, of: position) } }
    return table
  }

  private static let titles = [
    "id": Text("case", zh: "案件"), "reported_at": Text("reported", zh: "上报时间"),
    "category": Text("category", zh: "类别"), "status": Text("status", zh: "状态"),
    "grid_code": Text("grid", zh: "网格"), "match": Text("match", zh: "匹配"),
    "distance_m": Text("metres", zh: "距离（米）"),
  ]

  private func value(_ key: String, of position: Int) -> JSONValue {
    let record = cases[position]
    switch key {
    case "id": return .string(record.id)
    case "lon": return JSONValue(record.lon)
    case "lat": return JSONValue(record.lat)
    case "distance_m": return .number((distances[position] * 100).rounded() / 100)
    case "edition": return JSONValue(record.editionID.map(Int.init))
    case "match": return .string(record.match)
    case "status": return JSONValue(record.status)
    case "category": return JSONValue(record.category)
    case "reported_at": return JSONValue(record.reportedAt?.iso8601(offset: offset))
    case "first_saved_at": return .string(record.firstSavedAt.iso8601(offset: offset))
    case "updated_at": return .string(record.updatedAt.iso8601(offset: offset))
    case "attributes": return record.attributes.map(JSONValue.raw) ?? nil
    default: return JSONValue(Level(name: key.dropLast("_code".count)).flatMap { record.codes[$0] })
    }
  }
}

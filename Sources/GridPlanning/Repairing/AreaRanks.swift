package import CityStore
package import Diagnostics
import JSONWriting
import SpatialFormats

/// Reads the ranks of areas from a field.
package enum AreaRanks {
  /// For each area of `CheckSubject(edition:in:)`, from the attribute of that name.
  ///
  /// - Throws: `unknown-field` (64) where no area has it.
  package static func ranks(of edition: Edition, in city: CityDatabase, field: String) throws(Fault) -> [AreaRank] {
    var ranks: [AreaRank] = []
    var isKnown = false
    for (level, source) in try city.editionsByLevel(of: edition) {
      try city.forEachArea(in: source, level: level) { (area) throws(Fault) in
        var value: String?
        if case .object(let members) = try JSONValue.parse(Array(area.attributes.utf8)),
          let member = members.first(where: { $0.key == field })
        {
          isKnown = true
          value = text(member.value)
        }
        ranks.append(AreaRank(value))
      }
    }
    guard isKnown else { throw unknown(field, among: []) }
    return ranks
  }

  static func unknown(_ field: String, among names: [String]) -> Fault {
    Fault(
      .usage, code: "unknown-field", Text("no area has the field “\(field)”", zh: "没有区域带有字段“\(field)”"),
      hint: names.isEmpty
        ? Text("`onegrid area show CODE` tells what fields an area has", zh: "onegrid area show 编码 可查看区域的字段")
        : Text("there are: \(names.joined(separator: ", "))", zh: "现有：\(names.joined(separator: "、"))"))
  }

  private static func text(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .integer(let number): String(number)
    case .number(let number): JSONValue.numberText(number)
    case .null, .bool, .array, .object, .raw: nil
    }
  }
}

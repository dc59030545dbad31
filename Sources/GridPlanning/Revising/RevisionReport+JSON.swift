import AreaIndex
import CityStore
package import Diagnostics
package import JSONWriting

extension RevisionReport {
  /// The report as `revise --json` prints it.
  package func json(_ revision: Revision) -> JSONValue {
    [
      "edition": .integer(editionID), "change": .string(revision.word), "level": .string(level.name),
      "from": .array(before.map(\.json)), "to": .array(after.map(\.json)),
      "lineage": .array(lineage.map(\.json)), "households_by": JSONValue(householdRule),
      "neighbours": JSONValue(neighbours), "relinked": JSONValue(relinked), "slivers": JSONValue(slivers),
      "cut_children": .array(
        cutChildren.map { child in
          [
            "level": .string(child.level.name), "code": .string(child.code), "name": .string(child.name),
            "parent": .string(child.parent), "share": .number(Rounding.measure(child.share)),
          ]
        }),
    ]
  }

  /// The report for a person to read.
  package func words(_ language: Language) -> String {
    var lines: [Text] = []
    for item in before { lines.append(Text("- \(item.words.english)", zh: "- \(item.words.chinese)")) }
    for item in after { lines.append(Text("+ \(item.words.english)", zh: "+ \(item.words.chinese)")) }
    if before.contains(where: { $0.households != nil }) {
      switch householdRule {
      case "children": lines.append(Text("households by those of the areas below", zh: "户数按下级区域的户数分配"))
      case "area": lines.append(Text("households by ground", zh: "户数按面积分配"))
      default: break
      }
    }
    if neighbours > 0 {
      lines.append(
        Text(
          "\(Text.counted(neighbours, "other area has", "other areas have")) the new border's ends as vertices",
          zh: "另有 \(neighbours) 个区域补入新边界的端点"))
    }
    if slivers > 0 {
      lines.append(
        Text(
          "\(Text.counted(slivers, "piece")) narrower than 1 m stayed with the area beside them",
          zh: "\(slivers) 块窄于 1 米的碎片归入相邻区域"))
    }
    if relinked > 0 {
      lines.append(
        Text(
          "\(Text.counted(relinked, "area below is", "areas below are")) linked to the new area or code",
          zh: "\(relinked) 个下级区域已改挂新的上级或编码"))
    }
    for child in cutChildren {
      let share = Quantity.fixed(child.share * 100, 1)
      lines.append(
        Text(
          "cut: \(child.level) \(child.code) \(child.name), \(share) % of it in \(child.parent)",
          zh: "被切开：\(child.level) \(child.code) \(child.name)，\(share)% 在 \(child.parent)"))
    }
    lines.append(Text("draft \(editionID)", zh: "草稿 \(editionID)"))
    return lines.map { $0(language) + "\n" }.joined()
  }
}

extension RevisionReport.Item {
  fileprivate var json: JSONValue {
    [
      "code": .string(code), "name": .string(name), "area_m2": .number(Rounding.measure(squareMetres)),
      "households": JSONValue(households),
    ]
  }

  fileprivate var words: Text {
    let area = Quantity.squareMetres(squareMetres)
    let number = households.map(JSONValue.numberText)
    let count = number.map { Text(", \($0) households", zh: "，\($0) 户") }
    let label = "\(code) \(name)  \(area)"
    return Text(label + (count?.english ?? ""), zh: label + (count?.chinese ?? ""))
  }
}

import AreaIndex
import CityStore
import Diagnostics

/// What keeps an edition from being put into force.
extension EditionActivation {
  func refuse(vanished areas: [AreaKey], of draft: Edition, _ city: CityDatabase) throws(Fault) {
    guard !areas.isEmpty else { return }
    let list = EditionActivation.list(areas.map { "\($0.level)/\($0.code)" })
    throw Fault(
      .data, code: "vanished-areas",
      Text(
        "\(Text.counted(areas.count, "area is", "areas are")) in edition \(draft.id) no more, and no area has their ground: \(list)",
        zh: "版本 \(draft.id) 中有 \(areas.count) 个区域消失且其范围无人接管：\(list)"), at: Place(city.path),
      hint: Text(
        "see `onegrid edition diff`; if they were abolished, activate with --accept-findings",
        zh: "用 onegrid edition diff 查看；确属撤销的，加 --accept-findings 启用"))
  }

  func refuse(reused areas: [AreaKey], of draft: Edition, _ city: CityDatabase) throws(Fault) {
    guard !areas.isEmpty else { return }
    let list = EditionActivation.list(areas.sorted().map { "\($0.level)/\($0.code)" })
    throw Fault(
      .data, code: "code-reused",
      Text(
        "\(Text.counted(areas.count, "code")) of edition \(draft.id) belonged to areas elsewhere before: \(list)",
        zh: "版本 \(draft.id) 中有 \(areas.count) 个编码曾属于别处的区域：\(list)"), at: Place(city.path),
      hint: Text(
        "give these areas new codes, or activate with --accept-findings",
        zh: "为这些区域使用新编码，或加 --accept-findings 启用"))
  }

  private static func list(_ texts: [String]) -> String {
    texts.prefix(12).joined(separator: ", ") + (texts.count > 12 ? " … (\(texts.count))" : "")
  }
}

/// An area of a scheme by its level and code.
struct AreaKey: Hashable, Comparable {
  var level: Level
  var code: String

  static func < (a: AreaKey, b: AreaKey) -> Bool { (a.level, a.code) < (b.level, b.code) }
}

extension LineageEdge {
  var fromArea: AreaKey? { from.map { AreaKey(level: level, code: $0) } }
  var toArea: AreaKey? { to.map { AreaKey(level: level, code: $0) } }
}

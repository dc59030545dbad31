package import AreaIndex
package import Diagnostics
package import SpatialPrimitives

extension AreaCatalog {
  /// Says which part of the tie rule chose an area.
  package func reason(
    for chosen: Int32, among candidates: [(ordinal: Int32, location: Location)], _ answer: Answer
  ) -> Text {
    guard candidates.count > 1 else {
      return Text("the only area that holds the place", zh: "唯一包含此位置的区域")
    }
    let isShared = candidates.contains { $0.location == .boundary }
    let situation =
      isShared
      ? Text("the place is on a border of \(candidates.count) areas", zh: "此位置在 \(candidates.count) 个区域的边界上")
      : Text("\(candidates.count) areas overlap here", zh: "此处有 \(candidates.count) 个区域重叠")
    func isChild(_ ordinal: Int32) -> Bool {
      let parent = areas[Int(ordinal)].parent
      return parent >= 0 && answer.area(at: areas[Int(parent)].level) == parent
    }
    let children = candidates.filter { isChild($0.ordinal) }.count
    let rule: Text
    switch children {
    case 1 where isChild(chosen):
      rule = Text("only this one belongs to the area chosen above", zh: "只有它属于上一级选定的区域")
    case 1..<candidates.count:
      rule = Text("of those that belong to the area chosen above it has the smallest code", zh: "它在属于上一级选定区域者中编码最小")
    default:
      rule = Text("it has the smallest code", zh: "它的编码最小")
    }
    return Text("\(situation.english); \(rule.english)", zh: "\(situation.chinese)；\(rule.chinese)")
  }
}

import AreaIndex
package import Diagnostics
import SpatialPrimitives

extension Finding.Kind {
  /// The kind as people call it.
  package var word: Text {
    switch self {
    case .invalidGeometry: Text("invalid geometry", zh: "几何无效")
    case .overlap: Text("overlap", zh: "重叠")
    case .gap: Text("gap", zh: "缝隙")
    case .outsideParent: Text("outside the area above", zh: "超出上级")
    case .parentNotCovered: Text("not covered by the areas below", zh: "下级未覆盖")
    case .duplicateCode: Text("duplicate code", zh: "编码重复")
    case .badCode: Text("bad code", zh: "编码不规范")
    case .missingParent: Text("no area above", zh: "缺少上级")
    case .duplicateGeometry: Text("duplicate shape", zh: "图形重复")
    case .multipart: Text("several parts", zh: "多部分")
    case .sliver: Text("sliver", zh: "碎条")
    }
  }
}

extension Finding.Severity {
  package var word: Text {
    switch self {
    case .error: Text("error", zh: "错误")
    case .note: Text("note", zh: "提示")
    }
  }
}

extension Finding {
  /// Longitude and latitude to a decimetre.
  package var placeText: String? { place.map { "\(Quantity.fixed($0.x, 6)), \(Quantity.fixed($0.y, 6))" } }
}

extension CheckResult {
  /// How much was found, in one line.
  package var summary: Text {
    if findings.isEmpty {
      return Text(
        "\(title.english): \(Text.counted(areas, "area")), nothing found", zh: "\(title.chinese)：\(areas) 个区域，未发现问题")
    }
    let kinds = counts.map { (kind: $0.kind.word, count: $0.count) }
    func parts(_ words: [(count: Int, word: String)]) -> [String] { words.filter { $0.count > 0 }.map(\.word) }
    let english = parts([
      (errors, Text.counted(errors, "error")), (notes, Text.counted(notes, "note")),
    ])
    let chinese = parts([(errors, "\(errors) 个错误"), (notes, "\(notes) 条提示")])
    return Text(
      "\(title.english): \(Text.counted(areas, "area")), " + english.joined(separator: " and ") + " ("
        + kinds.map { "\($0.kind.english) \($0.count)" }.joined(separator: ", ") + ")",
      zh: "\(title.chinese)：\(areas) 个区域，" + chinese.joined(separator: "，") + "（"
        + kinds.map { "\($0.kind.chinese) \($0.count)" }.joined(separator: "，") + "）")
  }
}

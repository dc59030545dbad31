import AreaIndex
package import Diagnostics
import SpatialPrimitives

extension EditionChange.Kind {
  /// The kind as people call it.
  package var word: Text {
    switch self {
    case .added: Text("added", zh: "新增")
    case .removed: Text("removed", zh: "撤销")
    case .renamed: Text("renamed", zh: "改名")
    case .relinked: Text("relinked", zh: "改属")
    case .recoded: Text("recoded", zh: "改码")
    case .redrawn: Text("redrawn", zh: "重绘")
    case .moved: Text("moved", zh: "边界调整")
    case .split: Text("split", zh: "拆分")
    case .merged: Text("merged", zh: "合并")
    }
  }
}

extension EditionChange {
  /// What was done, in one line.
  package var message: Text {
    let (old, new) = (Naming.list(from), Naming.list(to))
    let told: Text
    switch kind {
    case .added:
      told =
        from.isEmpty
        ? Text("\(new.english) is new", zh: "新增 \(new.chinese)")
        : Text("\(new.english) is new, on ground of \(old.english)", zh: "新增 \(new.chinese)，取自 \(old.chinese)")
    case .removed:
      told =
        to.isEmpty
        ? Text("\(old.english) is there no more, and nobody has its ground", zh: "\(old.chinese) 已撤销，其范围无人接管")
        : Text(
          "\(old.english) is there no more; its ground went to \(new.english)",
          zh: "\(old.chinese) 已撤销，范围并入 \(new.chinese)")
    case .renamed: told = Text("\(old.english) is now called \(new.english)", zh: "\(old.chinese) 改名为 \(new.chinese)")
    case .recoded: told = Text("\(old.english) is now \(new.english)", zh: "\(old.chinese) 改为 \(new.chinese)")
    case .relinked:
      let (home, away) = (parents.last.flatMap(\.self), parents.first.flatMap(\.self))
      let now =
        home.map { Text("belongs to \($0) now", zh: "现属 \($0)") } ?? Text("belongs to no area above now", zh: "现无上级区域")
      let once = away.map { Text(", before to \($0)", zh: "，原属 \($0)") } ?? Text(verbatim: "")
      told = Text(
        "\(new.english) \(now.english)\(once.english)", zh: "\(new.chinese) \(now.chinese)\(once.chinese)")
    case .redrawn: told = Text("the border of \(new.english) was drawn anew", zh: "\(new.chinese) 的边界重新绘制")
    case .moved: told = moved(old, new)
    case .split: told = Text("\(old.english) became \(new.english)", zh: "\(old.chinese) 拆分为 \(new.chinese)")
    case .merged: told = Text("\(old.english) became \(new.english)", zh: "\(old.chinese) 合并为 \(new.chinese)")
    }
    guard let amounts else { return told }
    return Text("\(told.english): \(amounts.english)", zh: "\(told.chinese)：\(amounts.chinese)")
  }

  private func moved(_ old: Text, _ new: Text) -> Text {
    if from.isEmpty { return Text("\(new.english) took ground that was nobody's", zh: "\(new.chinese) 扩入无归属的范围") }
    if to.isEmpty { return Text("\(old.english) gave up ground, which nobody has now", zh: "\(old.chinese) 退出的范围无人接管") }
    return Text("ground of \(old.english) went to \(new.english)", zh: "\(old.chinese) 的部分范围划归 \(new.chinese)")
  }

  /// What changes hands, `nil` where nothing does.
  private var amounts: Text? {
    guard squareMetres > 0 else { return nil }
    var (english, chinese) = ([Quantity.squareMetres(squareMetres)], [Quantity.squareMetres(squareMetres)])
    if let greatestWidth {
      english.append("up to \(Quantity.metres(greatestWidth)) wide")
      chinese.append("最宽 \(Quantity.metres(greatestWidth))")
    }
    if let households, households > 0 {
      let count = households.rounded() < 1 ? "<1" : Quantity.fixed(households, 0)
      english.append("\(count) household\(count == "1" ? "" : "s")")
      chinese.append("\(count) 户")
    }
    if let openCases, openCases > 0 {
      english.append(Text.counted(openCases, "open case"))
      chinese.append("\(openCases) 个未结案件")
    }
    if let officers, officers > 0 {
      english.append(Text.counted(officers, "officer"))
      chinese.append("\(officers) 名网格员")
    }
    return Text(english.joined(separator: ", "), zh: chinese.joined(separator: "，"))
  }
}

extension EditionComparison {
  /// How much is different, in one line.
  package var summary: Text {
    guard !changes.isEmpty else { return Text("nothing is different", zh: "没有差异") }
    return Text(
      "\(Text.counted(changes.count, "change")) ("
        + counts.map { "\($0.kind.word.english) \($0.count)" }.joined(separator: ", ") + ")",
      zh: "\(changes.count) 处变化（" + counts.map { "\($0.kind.word.chinese) \($0.count)" }.joined(separator: "，") + "）")
  }
}

import Testing

@testable import CommandLineKit

@Suite struct TextWidthTests {
  @Test(arguments: [("", 0), ("abc", 3), ("听澜区", 6), ("é", 1), ("e\u{301}", 1), ("ﾊ", 1), ("（）", 4), ("a网b", 4)])
  func columns(_ text: String, _ expected: Int) { #expect(TextWidth.columns(of: text) == expected) }

  @Test func wrapsAtSpaces() {
    #expect(TextWidth.wrap("one two three four", to: 9) == ["one two", "three", "four"])
    #expect(TextWidth.wrap("averyveryverylongword x", to: 5) == ["averyveryverylongword", "x"])
    #expect(TextWidth.wrap("", to: 5) == [])
  }

  @Test func wrapsBetweenWideCharactersButNotBeforeClosingMarks() {
    #expect(TextWidth.wrap("边界文件按版本导入", to: 8) == ["边界文件", "按版本导", "入"])
    #expect(TextWidth.wrap("边界文件，按版本", to: 8) == ["边界文", "件，按版", "本"])
  }

  @Test func noLineIsTooWide() {
    let text = "网格 grid（15 位编码），由社区 community 编码加三位序号组成；其余见 `onegrid --help`。"
    for width in 16...60 {
      let lines = TextWidth.wrap(text, to: width)
      #expect(lines.allSatisfy { TextWidth.columns(of: $0) <= width }, "\(width)")
      #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
    }
  }
}

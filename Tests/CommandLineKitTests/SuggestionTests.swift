import Testing

@testable import CommandLineKit

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("", "", 0), ("import", "import", 0), ("imoprt", "import", 1), ("imprt", "import", 1), ("importt", "import", 1),
    ("exprot", "export", 1), ("kitten", "sitting", 3), ("abc", "", 3),
  ])
  func distances(_ a: String, _ b: String, _ expected: Int) {
    #expect(Suggestion.distance(Array(a), Array(b)) == expected)
    #expect(Suggestion.distance(Array(b), Array(a)) == expected)
  }

  @Test func nearest() {
    let words = ["import", "inspect", "info", "edition", "export"]
    #expect(Suggestion.nearest(to: "improt", among: words) == "import")
    #expect(Suggestion.nearest(to: "INFO", among: words) == "info")
    #expect(Suggestion.nearest(to: "insp", among: words) == "inspect")
    #expect(Suggestion.nearest(to: "zzzzzz", among: words) == nil)
    #expect(Suggestion.nearest(to: "x", among: words) == nil)
  }
}

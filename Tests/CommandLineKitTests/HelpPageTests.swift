import Diagnostics
import JSONWriting
import Testing

@testable import CommandLineKit

@Suite struct HelpPageTests {
  private func page(_ path: [String], _ language: Language = .english) throws -> String {
    let found = try #require(sample.root.walk().first { $0.path == path })
    return HelpPage(program: sample, language: language).text(found.command, path)
  }

  @Test func tellsEverythingOfTheTable() throws {
    let text = try page(["sample", "load"])
    #expect(text.contains("Usage: sample load --level LEVEL [OPTIONS] FILE… TARGET"))
    #expect(text.contains("  -c, --crs C "))
    #expect(text.contains("how many (default 10)"))
    #expect(text.contains("which level (city|grid)"))
    #expect(text.contains("schemes (may be repeated)"))
    #expect(text.contains("Formats: text, json."))
    #expect(text.contains("  # B.\n  sample load c d\n"))
  }

  @Test func theFirstPageTellsGlobalsAndStatuses() throws {
    let text = try page(["sample"])
    #expect(text.contains("the database (else $SAMPLE_TEST_DB; default city.db)"))
    #expect(text.contains("  75  locked: try again"))
    #expect(try page(["sample"], .chinese).contains("  75  被锁定，请重试"))
  }

  @Test func fitsEightyColumns() throws {
    for (path, _) in sample.root.walk() {
      for language in Language.allCases {
        for line in try page(path, language).split(separator: "\n") {
          #expect(TextWidth.columns(of: String(line)) <= 80, "\(line)")
        }
      }
    }
  }

  @Test func jsonHoldsTheWholeTree() throws {
    let text = sample.helpJSON(sample.root, path: ["sample"]).text
    for part in [
      #""command":"sample box list""#, #""name":"--crs","short":"-c""#, #""choices":["city","grid"],"required":true"#,
      #""environment":"SAMPLE_TEST_DB","default":"city.db""#, #""summary_zh":"导入文件""#, #""global_options":["#,
    ] { #expect(text.contains(part), "\(part)") }
  }
}

@Suite struct ManualPageTests {
  @Test func escapesWhatRoffWouldRead() throws {
    let command = Command(
      "odd", Text(".TH back\\slash", zh: "x"), details: Text("'quote\n\n.dot", zh: "x"),
      examples: [Example("odd --x", Text("X.", zh: "x"))]
    ) { (_, _) throws(Fault) in .done }
    let text = ManualPage(program: sample, language: .english).text(command, ["sample", "odd"])
    #expect(text.contains("\\- \\&.TH back\\eslash\n"))
    #expect(text.contains("\\&'quote\n.PP\n\\&.dot\n"))
    #expect(text.contains("odd \\-\\-x\n"))
    #expect(text.hasPrefix(".TH SAMPLE-ODD 1 \"\" \"sample 1.2.3\"\n"))
  }
}

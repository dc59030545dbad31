import CommandLineKit
import Diagnostics
import Testing

@Suite struct MessageTests {
  private let fault = Fault(
    .data, code: "bad-row", Text("the row is\nbad", zh: "该行有误"), at: Place("f.csv", row: 3, field: "lon"),
    hint: Text("mend\nit", zh: "请改正"))

  @Test func threeLinesAtMost() {
    #expect(fault.lines(.english) == "onegrid: error: the row is bad\n  at: f.csv:3:lon\n  hint: mend it")
    #expect(fault.lines(.chinese) == "onegrid: error: 该行有误\n  at: f.csv:3:lon\n  hint: 请改正")
    #expect(Fault(.usage, code: "x", Text(verbatim: "x")).lines(.english) == "onegrid: error: x")
    #expect(fault.lines(.english, true).contains("\u{1B}[31;1merror:"))
  }

  @Test func json() {
    #expect(
      fault.json(.english).text
        == #"{"error":{"code":"bad-row","what":"the row is\nbad","at":"f.csv:3:lon","hint":"mend\nit"}}"#)
    #expect(
      Fault(.usage, code: "x", Text(verbatim: "x")).json(.english).text
        == #"{"error":{"code":"x","what":"x","at":null,"hint":null}}"#)
  }

  @Test func notices() {
    let notice = Notice(.warning, code: "w", Text("odd", zh: "可疑"), at: Place("f", row: 1))
    #expect(notice.line(.english) == "onegrid: warning: odd (f:1)")
    #expect(notice.json(.chinese).text == #"{"notice":{"weight":"warning","code":"w","text":"可疑","at":"f:1"}}"#)
  }
}

import CommandLineKit
import Diagnostics
import JSONWriting
import Testing

@Suite struct TableTests {
  private var table: Table {
    var table = Table(
      "areas",
      columns: [
        Table.Column("code", Text("code", zh: "编码")), Table.Column("name", Text("name", zh: "名称")),
        Table.Column("households", Text("households", zh: "户数")),
      ],
      rows: [["01", "听澜", 5], ["441002", "a \"b\", c", 12.5], ["x", .null, .null]])
    table.members = [JSONValue.Member(key: "total", value: 3)]
    return table
  }

  @Test func alignsByWhatIsSeen() {
    #expect(
      table.text(.english) == """
        code    name      households
        01      听澜               5
        441002  a "b", c        12.5
        x

        """)
    #expect(table.text(.chinese).hasPrefix("编码    名称      户数\n"))
  }

  @Test func quotesCSVAsRFC4180Asks() {
    #expect(table.csv == "code,name,households\n01,听澜,5\n441002,\"a \"\"b\"\", c\",12.5\nx,,\n")
    #expect(Table.quotedField("two\nlines") == "\"two\nlines\"")
    #expect(Table.quotedField("plain") == "plain")
  }

  @Test func keepsTypesInJSON() {
    #expect(
      table.json.text
        == #"{"total":3,"areas":[{"code":"01","name":"听澜","households":5},{"code":"441002","name":"a \"b\", c","households":12.5},{"code":"x","name":null,"households":null}]}"#
    )
  }

  @Test func leavesOutColumns() {
    #expect(table.leavingOut(["name", "none"]).csv == "code,households\n01,5\n441002,12.5\nx,\n")
  }

  @Test func lineBreaksDoNotBreakRows() {
    let table = Table("t", columns: [Table.Column("a", Text("a", zh: "a"))], rows: [["x\ny"]])
    #expect(table.text(.english) == "a\nx y\n")
  }
}

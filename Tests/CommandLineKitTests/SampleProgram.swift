import CommandLineKit
import Diagnostics

/// A program with every kind of option and operand.
let sample = Program(
  root: Command(
    "sample", Text("a sample", zh: "示例"),
    examples: [
      Example("sample load a.csv", Text("Load.", zh: "导入。")), Example("sample box list", Text("List.", zh: "列出。")),
    ],
    subcommands: [load, box]),
  globalOptions: [
    Option(
      "db", "FILE", kind: .file, Text("the database", zh: "数据库"), environment: "SAMPLE_TEST_DB", default: "city.db")
  ],
  version: "1.2.3", libraries: { [("Lib", "9")] })

private let load = Command(
  "load", Text("load files", zh: "导入文件"),
  operands: [
    Operand("FILE", kind: .file, Text("what to load", zh: "要导入的文件"), count: .oneOrMore),
    Operand("TARGET", kind: .folder, Text("where to", zh: "目标")),
  ],
  options: [
    Option(
      "level", "LEVEL", kind: .choice(["city", "grid"]), Text("which level", zh: "层级"), required: true),
    Option("crs", short: "c", "C", Text("coordinate system; it's [odd]: 'quoted'", zh: "坐标系")),
    Option("limit", "N", kind: .integer(1...100), Text("how many", zh: "数量"), default: "10"),
    Option("lon", "X", kind: .number(-180...180), Text("longitude", zh: "经度")),
    Option("lock", "CODE,…", kind: .list, Text("codes", zh: "编码"), repeats: true),
    Option("scheme", "NAME", Text("schemes", zh: "体系"), repeats: true),
    Option(flag: "force", short: "f", Text("replace", zh: "覆盖")),
  ],
  formats: [.text, .json],
  examples: [Example("sample load a b", Text("A.", zh: "甲。")), Example("sample load c d", Text("B.", zh: "乙。"))]
) { (_, _) throws(Fault) in .done }

private let box = Command(
  "box", Text("boxes", zh: "盒子"),
  examples: [Example("sample box list", Text("A.", zh: "甲。")), Example("sample box list x", Text("B.", zh: "乙。"))],
  subcommands: [
    Command(
      "list", Text("list boxes", zh: "列出"),
      operands: [
        Operand("LON", kind: .number(), Text("x", zh: "经度"), count: .optional),
        Operand("REST", Text("more", zh: "其余"), count: .any),
      ],
      examples: [Example("sample box list", Text("A.", zh: "甲。")), Example("sample box list 1", Text("B.", zh: "乙。"))]
    ) { (_, _) throws(Fault) in .done }
  ])

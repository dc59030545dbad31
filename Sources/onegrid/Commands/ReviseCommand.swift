import AreaIndex
import CityStore
import CommandLineKit
import Diagnostics
import GridPlanning
import JSONWriting
import SystemFiles

/// `onegrid revise`
enum ReviseCommand {
  static let command = Command(
    "revise", Text("change areas of a draft: split, merge, move ground, rename, recode", zh: "修改草稿中的区域：拆分、合并、划拨、改名、改码"),
    details: Text(
      """
      Works on the scheme's open draft; where none is open it is begun as a copy of the active edition. New borders are \
      the same vertices in the areas on both sides and in every area of other levels that they meet. What became of each \
      area is kept as lineage to the edition before, with shares of ground, households and cases.

      Households go to the parts by those of the areas right below, where these have any, else by ground; which of the \
      two is said. Areas below go to the part that holds most of them, and are named where the new border cuts them.

      A code is never given to another area: new areas get the next number that was never used, unless codes are given.
      """,
      zh: """
        作用于体系的草稿；没有草稿时从启用版本复制。新边界在两侧及相接的各级区域中顶点完全一致。\
        每个区域的去向记为沿革，附面积、户数、案件的比例。

        户数按直接下级的户数分配，下级没有户数时按面积分配，并予以说明。下级区域归入包含其大部分的一方，被新边界切开的会列出。

        编码不会再用于其他区域：未给出编码时，新区域取从未用过的下一个编号。
        """),
    examples: [
      Example(
        "onegrid revise rename grid/441002001001001 听澜一号网格", Text("Another name in the draft.", zh: "在草稿中改名。")),
      Example(
        "onegrid revise merge grid/441002001001001 grid/441002001001002 --json",
        Text("Two grids become one, with a new number.", zh: "两个网格合并为一个新编号的网格。")),
    ], subcommands: [split, merge, move, rename, recode])

  private static let area = Operand("CODE", Text("an area of the draft: [SCHEME:][LEVEL/]CODE", zh: "草稿中的区域"))
  private static let below = Option(
    flag: "below", Text("areas below whose codes begin with the area's get codes of their new area", zh: "下级区域的编码随之更新"))
  private static let drawing = [
    Option("layer", "L", Text("the layer of FILE", zh: "文件中的图层")),
    Option("crs", "C", Text("the reference system of FILE, where it does not say", zh: "文件的坐标系（文件未说明时）")),
  ]

  // MARK: split

  private static let split = Command(
    "split", Text("one area becomes several, by lines or polygons", zh: "按线或面拆分区域"),
    details: Text(
      """
      Lines cut the area; their ends may stick out, or stop up to 1 m short of its border. Polygons each take what they \
      hold of it; what none holds is a part of its own. Pieces narrower than 1 m stay with the piece beside them.

      --codes and --names are given to the parts by size, the largest first, or in the order of the polygons, the rest \
      last. The old code may be one of them: that part carries the area on.
      """,
      zh: """
        线把区域切开，两端可以超出，也可以离边界不到 1 米。面各取其所含部分，其余自成一部分。窄于 1 米的碎片留给相邻部分。

        --codes 和 --names 按面积从大到小对应各部分；按面拆分时依面的顺序，其余部分最后。其中可以有原编码：该部分延续原区域。
        """),
    operands: [area],
    options: [
      Option("by", "FILE", kind: .file, Text("lines or polygons", zh: "线或面文件"), required: true),
      Option("codes", "A,B", kind: .list, Text("codes of the parts", zh: "各部分的编码")),
      Option("names", "A,B", kind: .list, Text("names of the parts", zh: "各部分的名称")), below, SharedOption.scheme,
    ] + drawing, formats: [.text, .json],
    examples: [
      Example(
        #"printf 'WKT\n"LINESTRING (112.840 22.661, 112.851 22.661)"\n' > cut.csv && "#
          + "onegrid revise split grid/441002001001001 --by cut.csv --crs EPSG:4490",
        Text("Along a line from west to east.", zh: "沿一条东西向的线拆分。")),
      Example(
        "onegrid revise split grid/441003002001001 --by geodata/unit.geojson --json",
        Text("By polygons, for a script.", zh: "按面拆分，供脚本使用。")),
    ]
  ) { (arguments, console) throws(Fault) in
    try run(arguments, console) { (city) throws(Fault) in
      .split(
        area: arguments.required("CODE"), by: try drawn("by", arguments, city, console),
        codes: arguments.values("codes"), names: arguments.values("names"), below: arguments.flag("below"))
    }
  }

  // MARK: merge

  private static let merge = Command(
    "merge", Text("several areas become one", zh: "合并区域"),
    details: Text(
      "Name and parent are those of the area whose code is kept, else of the largest.",
      zh: "名称和上级取自保留编码的区域，否则取最大的区域。"),
    operands: [Operand("CODE", Text("areas of the draft", zh: "草稿中的区域"), count: .oneOrMore)],
    options: [
      Option("into", "CODE", Text("its code: that of one of them, or one never used", zh: "合并后的编码")),
      Option("name", "N", Text("its name", zh: "合并后的名称")), below, SharedOption.scheme,
    ], formats: [.text, .json],
    examples: [
      Example(
        "onegrid revise merge grid/441002001001001 grid/441002001001002", Text("A new number.", zh: "取新编号。")),
      Example(
        "onegrid revise merge grid/441002001001001 grid/441002001001002 --into 441002001001001 --name 听澜网格",
        Text("One of them takes the other in.", zh: "并入其中一个。")),
    ]
  ) { (arguments, console) throws(Fault) in
    try run(arguments, console) { (_) throws(Fault) in
      .merge(
        areas: arguments.values("CODE"), code: arguments.value("into"), name: arguments.value("name"),
        below: arguments.flag("below"))
    }
  }

  // MARK: move

  private static let ground =
    #"printf 'WKT\n"POLYGON ((112.847 22.66, 112.851 22.66, 112.851 22.6635, 112.847 22.6635, 112.847 22.66))"\n' "#
    + "> ground.csv && "

  private static let move = Command(
    "move", Text("ground goes from one area to its neighbour", zh: "把一块地从一个区域划给相邻区域"),
    details: Text(
      """
      The part of CODE that the polygons hold goes to the area --to; a strip narrower than 1 m between them goes with it. \
      Both keep their codes.
      """, zh: "CODE 中位于面内的部分划给 --to 指定的区域，其间窄于 1 米的条带一并划入。两者编码不变。"),
    operands: [area],
    options: [
      Option("to", "CODE", Text("the area that takes the ground", zh: "接收的区域"), required: true),
      Option("by", "FILE", kind: .file, Text("polygons round the ground", zh: "标出该块地的面文件"), required: true),
      below, SharedOption.scheme,
    ] + drawing, formats: [.text, .json],
    examples: [
      Example(
        ground + "onegrid revise move grid/441002001001001 --to grid/441002001001002 --by ground.csv --crs EPSG:4490",
        Text("A border is moved.", zh: "调整边界。")),
      Example(
        ground
          + "onegrid revise move grid/441002001001001 --to grid/441002001001002 --by ground.csv --crs EPSG:4490 --json",
        Text("For a script.", zh: "供脚本使用。")),
    ]
  ) { (arguments, console) throws(Fault) in
    try run(arguments, console) { (city) throws(Fault) in
      .move(
        from: arguments.required("CODE"), to: arguments.required("to"),
        ground: try drawn("by", arguments, city, console), below: arguments.flag("below"))
    }
  }

  // MARK: rename and recode

  private static let rename = Command(
    "rename", Text("another name for an area", zh: "改名"),
    operands: [area, Operand("NAME", Text("the name", zh: "名称"))],
    options: [SharedOption.scheme], formats: [.text, .json],
    examples: [
      Example("onegrid revise rename grid/441002001001001 听澜一号网格", Text("A grid.", zh: "网格。")),
      Example("onegrid revise rename community/441002001001 听澜社区 --json", Text("A community.", zh: "社区。")),
    ]
  ) { (arguments, console) throws(Fault) in
    try run(arguments, console) { (_) throws(Fault) in
      .rename(area: arguments.required("CODE"), name: arguments.required("NAME"))
    }
  }

  private static let recode = Command(
    "recode", Text("another code for an area", zh: "改码"),
    details: Text("The code must never have been that of another area.", zh: "新编码不得用过。"),
    operands: [area, Operand("NEW", Text("the new code", zh: "新编码"))], options: [below, SharedOption.scheme],
    formats: [.text, .json],
    examples: [
      Example("onegrid revise recode grid/441002001001001 441002001001901", Text("A grid.", zh: "网格。")),
      Example(
        "onegrid revise recode community/441002001001 441002001901 --below",
        Text("A community with its grids.", zh: "社区及其网格。")),
    ]
  ) { (arguments, console) throws(Fault) in
    try run(arguments, console) { (_) throws(Fault) in
      .recode(
        area: arguments.required("CODE"), code: arguments.required("NEW"), below: arguments.flag("below"))
    }
  }

  // MARK: all

  private static func drawn(
    _ name: String, _ arguments: Arguments, _ city: CityDatabase, _ console: Console
  ) throws(Fault) -> Drawing {
    try city.drawing(
      inFile: arguments.required(name), layer: arguments.value("layer"), crs: arguments.value("crs"),
      listener: console.listener)
  }

  private static func run(
    _ arguments: Arguments, _ console: Console, _ make: (CityDatabase) throws(Fault) -> Revision
  ) throws(Fault) -> ExitStatus {
    let city = try arguments.openDatabase(for: .writing)
    let revision = try make(city)
    let report = try city.revise(
      revision, scheme: arguments.value("scheme"),
      command: "onegrid " + CommandLine.arguments.dropFirst().joined(separator: " "),
      program: "onegrid \(Program.programVersion)", listener: console.listener)
    try console.show(report.json(revision)) { report.words(console.settings.language) }
    return .done
  }
}

import AreaIndex
import CityStore
import CommandLineKit
import Diagnostics
import GridPlanning

/// `onegrid partition`
enum PartitionCommand {
  static let command = Command(
    "partition",
    Text("draw grids of about equal households, or unit grids, along streets", zh: "沿道路划分户数均衡的网格或单元网格"),
    details: Text(
      """
      Draws grids inside each community: every grid of one piece, its households within the tolerance of the target, its \
      lines along streets and through gaps between buildings, no building cut. The result is a draft edition with official \
      codes (the community's and three digits, west to east and north to south, no number used again) and its lineage. A \
      community without a household in the buildings file stays as it is.

      --roads are the lines that grids may follow, of any kind; a field weight says how good a border each is (1 an ordinary \
      street, 2 a main road), else OpenStreetMap's highway does. A street that is a polygon is followed along its middle. \
      Without --households each row of --buildings is one household. Lines go round each of --components, as round \
      buildings, and half a metre round one that is a point. A point in an outline, of --buildings or of --components, lives \
      in it. --barriers (lines or polygons) are not crossed \
      but on --bridges. What lies in a polygon of --keep stays whole; each of --special is a grid of its own and left out of \
      the balance. --from starts from an edition's grids and changes little; --lock keeps grids as they are.

      Grids that are drawn anew take the unit grids of the draft that lay in the old ones with them.

      With --target-area grids are balanced by ground instead, which is how unit grids are drawn: --target-area 10000 \
      --level unit divides each grid along streets and, where a block is too large, between its buildings. Ground on which \
      nothing stands to divide it by stays whole, and is told. Unit grids bear the community's code and three digits too, in \
      a sequence of their own. Where no building stands, nothing is drawn.

      A layer of a file with several is FILE#LAYER.

      The same seed gives the same grids, whatever the number of threads; with --time they depend on the machine. Where a \
      grid cannot be within the tolerance the reason is told, the best that was found is kept, and the exit status is 1.
      """,
      zh: """
        在每个社区内划分网格：每个网格连成一片，户数在目标的容差以内，边界沿道路和建筑间隙，不切割建筑。\
        结果是一个草稿版本，含官方编码（社区编码加三位顺序号，自西向东、由北至南，号码不重复使用）和沿革。建筑文件中没有住户的社区保持不变。

        --roads 是网格可沿用的各类线；weight 字段表示作为边界的优劣（1 为一般道路，2 为主干道），没有时按 OpenStreetMap 的 highway；面状道路沿其中线。\
        不给 --households 时，--buildings 的每一行算一户。边界绕开 --components 的每个部件（点状部件绕开半米）。\
        点落在建筑或部件轮廓内时，其住户归该轮廓。--barriers（线或面）只能在 --bridges 处跨越。--keep 的面内保持完整；\
        --special 的每个面单独成为专属网格，不计入均衡。--from 从某个版本的网格出发，尽量少变动；--lock 指定保持不变的网格。

        重新划分网格时，草稿中原网格内的单元网格一并移除。

        给出 --target-area 时按面积均衡，单元网格即如此划分：--target-area 10000 --level unit 在每个网格内沿道路划分，\
        街块过大时沿建筑间隙再分；没有可依据的地物时保持完整并说明。单元网格编码同为社区编码加三位顺序号，顺序独立。没有建筑之处不划分。

        含多个图层的文件写作 FILE#LAYER。

        相同种子得到相同的网格，与线程数无关；使用 --time 时结果取决于机器。无法达到容差时说明原因，保留已找到的最好结果，退出状态为 1。
        """),
    options: [
      Option(
        "within", "LEVEL", kind: SharedOption.levelKind,
        Text(
          "draw inside each area of this level (default: community; for unit grids, grid)",
          zh: "在该层级的每个区域内划分（默认 community；单元网格为 grid）")),
      Option(
        "level", "LEVEL", kind: .choice([Level.grid.name, Level.unit.name]),
        Text("what is drawn", zh: "划分的层级"), default: Level.grid.name),
      Option("target-households", "N", kind: .number(1...1_000_000), Text("households of a grid", zh: "每个网格的户数")),
      Option(
        "target-area", "M2", kind: .number(1...1e9), Text("square metres of a grid", zh: "每个网格的面积（平方米）")),
      Option(
        "tolerance", "X", kind: .number(0...0.99),
        Text(
          "how far from the target, as a share (default: 0.1 of households, 0.5 of ground)",
          zh: "与目标的允许偏差比例（默认户数 0.1，面积 0.5）")),
      Option("roads", "FILE", kind: .file, Text("lines that grids may follow", zh: "网格可沿用的道路等线")),
      Option(
        "buildings", "FILE", kind: .file, Text("points or polygons that hold households", zh: "含住户的点或面"),
        required: true),
      Option("households", "FIELD", Text("the field of the households of a building", zh: "建筑户数字段")),
      Option(
        "components", "FILE", kind: .file,
        Text("city facilities that no grid may cut: points or polygons", zh: "网格不得切割的部件（点或面）")),
      Option("barriers", "FILE", kind: .file, Text("lines or areas that cannot be crossed", zh: "不可跨越的线或面")),
      Option("bridges", "FILE", kind: .file, Text("where barriers can be crossed", zh: "可跨越阻隔的桥梁")),
      Option("keep", "FILE", kind: .file, Text("areas that stay whole", zh: "保持完整的面")),
      Option("special", "FILE", kind: .file, Text("areas that are grids of their own", zh: "专属网格的面")),
      Option(
        "from", "EDITION", kind: .integer(1...Int.max), Text("start from this edition's grids", zh: "从该版本的网格出发")),
      Option("lock", "CODE,…", Text("grids that stay as they are", zh: "保持不变的网格")),
      Option(
        "snap", "M", kind: .number(0...100), Text("lead streets on over gaps of so many metres", zh: "道路断头在此距离（米）内接上"),
        default: "5"),
      Option("seed", "S", kind: .integer(0...Int.max), Text("another seed, another search", zh: "随机种子"), default: "1"),
      Option(
        "steps", "N", kind: .integer(1000...Int.max),
        Text(
          "bound of the search in each area (default: 20000000, by ground 1000000)",
          zh: "每个区域搜索步数上限（默认 20000000，按面积时 1000000）")),
      Option(
        "time", "SECONDS", kind: .number(0...1_000_000), Text("bound of the search by the clock", zh: "搜索时间上限（秒）")),
      Option(
        "report", "DIR", kind: .folder,
        Text("write report.html and a page for each community there", zh: "在此目录写出 report.html 和各社区页面")),
      SharedOption.scheme, SharedOption.threads, SharedOption.force,
    ],
    formats: [.text, .json],
    examples: [
      Example(
        "onegrid partition --target-households 300 --tolerance 0.2 --roads geodata/streets.geojson --buildings geodata/buildings.geojson --households households",
        Text("Grids of 240 to 360 households, as a draft.", zh: "划分 240 至 360 户的网格，存为草稿。")),
      Example(
        "onegrid partition --target-area 10000 --level unit --roads geodata/streets.geojson --buildings geodata/buildings.geojson --report drawn --json",
        Text("Unit grids of about 10,000 m² in the grids, with pages.", zh: "在网格内划分约一万平方米的单元网格，并生成页面。")),
    ], action: run)

  private static func run(_ arguments: Arguments, _ console: Console) throws(Fault) -> ExitStatus {
    let job = try job(arguments)
    let folder = arguments.value("report")
    let force = arguments.flag("force")
    let city = try arguments.openDatabase(for: .writing)
    if let folder { try PartitionReport.prepare(folder, force: force) }
    let drawing = try CityDrawing(job, in: city, listener: console.listener)
    let edition = try drawing.writeDraft(in: city, listener: console.listener)
    let language = console.settings.language
    if let folder {
      try PartitionReport.write(
        drawing, edition: edition.id, city.coordinateSystem, to: folder, force: force, language)
    }
    try console.show(drawing.json(edition: edition.id, language)) {
      let reasons = drawing.reasons.map { $0.line(language) + "\n" }
      return reasons.joined() + drawing.summary(edition: edition.id)(language) + "\n"
    }
    return drawing.reasons.isEmpty ? .done : .findings
  }

  private static func targets(_ arguments: Arguments) throws(Fault) -> GridTargets {
    let tolerance = arguments.number("tolerance")
    switch (arguments.number("target-households"), arguments.number("target-area")) {
    case (let households?, nil): return GridTargets(.households, target: households, tolerance: tolerance)
    case (nil, let area?): return GridTargets(.squareMetres, target: area, tolerance: tolerance)
    default:
      throw Fault(
        .usage, code: "one-target",
        Text(
          "a target is needed: --target-households or --target-area, one of the two",
          zh: "需要且只能给出一个目标：--target-households 或 --target-area"))
    }
  }

  private static func job(_ arguments: Arguments) throws(Fault) -> PartitionJob {
    var targets = try targets(arguments)
    targets.seed = arguments.integer("seed").map(UInt64.init) ?? targets.seed
    targets.steps = arguments.integer("steps") ?? targets.steps
    targets.joining = arguments.number("snap") ?? targets.joining
    var job = PartitionJob(buildings: arguments.required("buildings"), targets: targets)
    job.level = arguments.level("level") ?? job.level
    job.within = arguments.level("within") ?? (job.level == .unit ? .grid : .community)
    job.scheme = arguments.value("scheme")
    job.roads = arguments.value("roads")
    job.householdsField = arguments.value("households")
    job.components = arguments.value("components")
    job.barriers = arguments.value("barriers")
    job.bridges = arguments.value("bridges")
    job.wholes = arguments.value("keep")
    job.specials = arguments.value("special")
    job.fromEdition = arguments.integer("from").map(Int64.init)
    job.locked = arguments.value("lock")?.split(separator: ",").map(String.init) ?? []
    job.seconds = arguments.number("time")
    job.threads = arguments.threads()
    job.program = "onegrid \(Program.programVersion)"
    job.command =
      "partition --\(targets.measure == .households ? "target-households" : "target-area") \(Int(targets.target))"
      + " --level \(job.level) --tolerance \(targets.tolerance)"
      + " --seed \(targets.seed)"
    return job
  }
}

import CommandLineKit
import Diagnostics
import GEOSOperations
import Projections
import SpatialDatabase

extension Program {
  /// The whole command: every subcommand has a file of its own under `Commands`.
  static let onegrid = Program(
    root: Command(
      "onegrid", Text("one grid for a city: its areas, and the cases in them", zh: "城市一张网：区域，以及落在其中的案件"),
      details: Text(
        """
        Boundary files go into a city database as dated editions; events are assigned to the area of every level \
        that they lie in, exactly.

        Results go to standard output, everything else to standard error. “-” is standard input or output.
        """,
        zh: """
          边界文件按版本导入城市数据库；事件精确归入所在的各级区域。

          结果写到标准输出，其余信息写到标准错误；“-”代表标准输入或输出。
          """),
      examples: [
        Example(
          "onegrid import geodata/grid.geojson --level grid --activate",
          Text("Load a city's grids and put them into force.", zh: "导入网格边界并启用。")),
        Example("onegrid area find 听澜", Text("Which areas bear this in their name?", zh: "按名称查找区域。")),
      ],
      subcommands: [
        InitCommand.command, InfoCommand.command, DoctorCommand.command, BackupCommand.command,
        InspectCommand.command, ImportCommand.command, CheckCommand.command,
        RepairCommand.command, SimplifyCommand.command, EditionCommand.command, ReviseCommand.command,
        PartitionCommand.command, UnifyCommand.command, GridCommand.command, AreaCommand.command,
        ExportCommand.command, IndexCommand.command, AssignCommand.command, LocateCommand.command,
        DutyCommand.command,
        CaseCommand.command, CityModelCommand.command, CodeCommand.command,
        CompletionCommand.command, ManCommand.command,
      ]),
    globalOptions: [SharedOption.database], version: programVersion,
    libraries: {
      [
        ("GEOS", GEOSContext.version), ("PROJ", ProjectionLibrary.version), ("SQLite", LibraryVersions.sqlite),
        ("SpatiaLite", LibraryVersions.spatiaLite),
      ]
    })

  /// This program's version.
  static let programVersion = "0.1.0"
}

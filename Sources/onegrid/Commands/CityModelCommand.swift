import CommandLineKit
import Diagnostics

/// `onegrid cim`: every subcommand has a file of its own.
enum CityModelCommand {
  static let command = Command(
    "cim", Text("the city information model: import, find, check, export 3-D objects", zh: "城市信息模型：导入、查找、检查、导出三维对象"),
    details: Text(
      """
      A city object is a building, a storey, a room, a door, a pipe, a tree: with its exact shape, its attributes and what \
      it is a part of. Models keep their own coordinate system and heights; their footprints are a layer of the database \
      that QGIS shows.
      """,
      zh: "城市对象可以是建筑、楼层、房间、门、管线或树木：含精确几何、属性及从属关系。模型保留自身的坐标系与高程；其占地范围是数据库中的一个图层，可在 QGIS 中查看。"),
    examples: [
      Example("onegrid cim info", Text("What models there are.", zh: "有哪些模型。")),
      Example("onegrid cim list --class BuildingRoom", Text("All rooms.", zh: "所有房间。")),
    ], subcommands: [importing, info, show, list, at, near, box, along, check, export])

  static let model = Option("model", "NAME", Text("the model, where there are several", zh: "有多个模型时指定其一"))
}

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

      CityJSON calls a door, a wall and a slab alike a BuildingConstructiveElement. What such an object is in one word is its \
      kind: Door, Window, Wall, PipeSegment, after its class in IFC or its function in CityGML. --class takes both, and classes of \
      IFC, and the words door, window, room, space, storey, pipe, furniture, tree.

      --filter takes conditions in CQL2 text: =, <>, <, <=, >, >=, LIKE ('%' any letters, '_' one), BETWEEN, IN, IS NULL, AND, \
      OR, NOT, parentheses, CASEI(…), DATE('…'), TIMESTAMP('…'), T_INTERSECTS(valid, INTERVAL('…', '..')). Properties are id, \
      class, kind, cim_level, name, storey, life_stage, model, min_z, max_z, valid_from, valid_to, component, reading.KIND, reading.KIND.time, and \
      any attribute by its name: one in another is outer.inner, one with a name of that list attributes.name.
      """,
      zh: """
        城市对象可以是建筑、楼层、房间、门、管线或树木：含精确几何、属性及从属关系。模型保留自身的坐标系与高程；其占地范围是数据库中的一个图层，可在 QGIS 中查看。

        CityJSON 将门、墙、楼板一概称为 BuildingConstructiveElement。kind 以一个词说明对象是什么（Door、Window、Wall、PipeSegment 等），取自其 \
        IFC 类或 CityGML 的 function。--class 可用类型、kind、IFC 类，以及常用词：门、窗、墙、房间、楼层、管道、家具、树木、建筑。

        --filter 使用 CQL2 文本条件：=、<>、<、<=、>、>=、LIKE（% 任意字符，_ 一个字符）、BETWEEN、IN、IS NULL、AND、OR、NOT、括号、\
        CASEI(…)、DATE('…')、TIMESTAMP('…')、T_INTERSECTS(valid, INTERVAL('…', '..'))。可用属性：id、class、kind、cim_level、name、\
        storey、life_stage、model、min_z、max_z、valid_from、valid_to、component、reading.KIND、reading.KIND.time，以及任意属性名；嵌套属性写作 outer.inner，与上述同名的属性写作 \
        attributes.name。
        """),
    examples: [
      Example("onegrid cim info", Text("What models there are.", zh: "有哪些模型。")),
      Example("onegrid cim list --class BuildingRoom", Text("All rooms.", zh: "所有房间。")),
    ], subcommands: [importing, info, show, list, at, near, box, along, cover, check, link, reading, export])

  static let model = Option("model", "NAME", Text("the model, where there are several", zh: "有多个模型时指定其一"))
}

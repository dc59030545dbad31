import CityModel
import CityStore
import CommandLineKit
import Diagnostics
import JSONWriting
import SpatialPrimitives

/// `onegrid cim import`
extension CityModelCommand {
  static let importing = Command(
    "import", Text("load a city model", zh: "导入城市模型"),
    details: Text(
      """
      Reads CityJSON 1.0, 1.1 and 2.0 with extensions and geometry templates, and CityJSON sequences of any size. Nothing \
      is lost: attributes, semantics, materials, textures and what extensions add are kept as they are.

      Reads CityGML 1.0, 2.0 and 3.0 of any size. Types and attributes get the names of CityJSON 2.0; references within the \
      file are followed, others never; doors and windows become objects of their own; appearance is left out, and that is said.

      IFC2X3, IFC4 and IFC4X3 are read through IfcOpenShell, which tools/setup installs: buildings, storeys, rooms, doors, \
      walls, furniture, pipes and equipment, with property sets, classification and materials. A model is put where its \
      IfcMapConversion says, else its IfcSite by longitude, latitude and TrueNorth; --origin and --rotation, or --crs, \
      come before both: `onegrid cim import FILE.ifc --origin 112.8912,22.6301,3.2 --rotation 15`.

      A model of the same name is replaced. Every object is stored or stands in the rejects file with the reason; all is one transaction.

      The database is made where there is none.
      """,
      zh: """
        可读 CityJSON 1.0、1.1、2.0（含扩展和几何模板）以及任意大小的 CityJSON 序列。不丢失任何内容：属性、语义、材质、纹理和\
        扩展内容均原样保存。

        可读任意大小的 CityGML 1.0、2.0、3.0。类型与属性采用 CityJSON 2.0 的名称；只解析文件内部的引用，绝不访问外部；门窗成为独立\
        对象；外观（纹理）不保留，并会告知。

        IFC2X3、IFC4、IFC4X3 通过 IfcOpenShell（由 tools/setup 安装）读取：建筑、楼层、房间、门、墙、家具、管线和设备，\
        含属性集、分类编码和材料。模型按 IfcMapConversion 定位，否则按 IfcSite 的经纬度和 TrueNorth；\
        --origin、--rotation 或 --crs 优先于二者，例如 `onegrid cim import FILE.ifc --origin 112.8912,22.6301,3.2 --rotation 15`。

        同名模型被替换。每个对象要么入库，要么连同原因写入拒收文件；全部在一个事务内完成。

        没有数据库时自动建立。
        """),
    operands: [Operand("FILE", kind: .file, Text("the model", zh: "模型文件"))],
    options: [
      Option("name", "N", Text("what the model is called; else as its file", zh: "模型名称；默认取文件名")),
      Option(
        "crs", "C", Text("coordinate system, where the file says none or a wrong one", zh: "坐标系；文件未说明或有误时指定")),
      Option(
        "origin", "X,Y[,H]",
        Text("of IFC: where its origin is, longitude first, or in --crs", zh: "用于 IFC：其原点位置，经度在前，或以 --crs 表示")),
      Option(
        "rotation", "DEG",
        Text(
          "of IFC: how far its x axis is turned from east, anticlockwise", zh: "用于 IFC：其 x 轴自正东逆时针旋转的角度")),
      Option(
        "rejects", "FILE", kind: .file,
        Text("where rejected objects go; else FILE.rejects.csv", zh: "拒收文件；默认 FILE.rejects.csv")),
      Option(flag: "strict", Text("exit 1 if anything is rejected", zh: "有拒收时退出状态为 1")),
      SharedOption.force, SharedOption.threads,
    ],
    formats: [.text, .json],
    examples: [
      Example("onegrid cim import geodata/tower.city.json", Text("A building with its rooms.", zh: "一栋含房间的建筑。")),
      Example(
        "onegrid cim import geodata/tower.gml --name 听澜",
        Text("The same one in CityGML, under another name.", zh: "同一建筑的 CityGML 文件，另取名称。")),
    ]
  ) { (arguments, console) throws(Fault) in
    var request = ModelImportRequest(file: arguments.required("FILE"))
    request.name = arguments.value("name")
    request.crs = arguments.value("crs")
    if let numbers = try arguments.value("origin", as: Text("two or three numbers", zh: "两个或三个数"), coordinates) {
      request.ifc.origin = Point(numbers[0], numbers[1])
      request.ifc.height = numbers.count == 3 ? numbers[2] : nil
    }
    request.ifc.rotation = try arguments.value("rotation", as: Text("degrees", zh: "角度")) { text in
      Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
    request.rejectsPath = arguments.value("rejects")
    request.force = arguments.flag("force")
    request.threads = arguments.threads()
    request.program = "onegrid \(Program.programVersion)"
    let report = try CityDatabase.importModel(request, at: arguments.required("db"), listener: console.listener)
    let model = report.model
    try console.show([
      "model": .string(model.name), "format": .string(model.format), "version": .string(model.version),
      "crs": JSONValue(model.crs), "objects": JSONValue(model.objects), "rejected": JSONValue(model.rejected),
      "rejects": JSONValue(report.rejectsPath), "replaced": .bool(report.isReplacement),
      "types": CityObjectOutput.counts(report.types),
    ]) {
      let rejects = report.rejectsPath.map { " (\($0))" } ?? ""
      let before =
        report.isReplacement
        ? Text("; the model of that name is replaced", zh: "；同名模型已被替换") : Text(verbatim: "")
      return Text(
        "\(Text.counted(model.objects, "object")) in model \(model.name) (\(model.format) \(model.version)); \(model.rejected) rejected\(rejects)\(before.english)\n",
        zh:
          "模型 \(model.name)（\(model.format) \(model.version)）含 \(model.objects) 个对象；拒收 \(model.rejected) 个\(rejects)\(before.chinese)\n"
      )(
        console.settings.language)
    }
    return arguments.flag("strict") && model.rejected > 0 ? .findings : .done
  }

  /// Two or three finite numbers with commas between them.
  private static func coordinates(_ text: String) -> [Double]? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0) }.filter(\.isFinite)
    return numbers.count == parts.count && (2...3).contains(parts.count) ? numbers : nil
  }
}

import CityStore
import CommandLineKit
import Diagnostics
import GridPlanning

/// `onegrid simplify`
enum SimplifyCommand {
  static let command = Command(
    "simplify", Text("fewer vertices, with no gap or overlap opened", zh: "简化边界，不产生缝隙或重叠"),
    details: Text(
      """
      The borders of all levels are simplified together, each once, however many areas it bounds: neighbours stay \
      neighbours vertex by vertex, areas stay within those above, nothing crosses and nothing collapses. Without FILE the \
      open draft is simplified, else a draft is begun as a copy of the active edition; with FILE and --output a boundary \
      file is written again, with the same rows and fields.

      No vertex that is taken out lies farther than the tolerance from the border that takes its place. The certificate \
      tells the greatest shift, the m² that change area at each level, the households on them (as if they lived evenly over \
      their area), and the stored cases that would be assigned to another area.
      """,
      zh: """
        所有层级的边界一起简化，每条边界无论属于多少区域只简化一次：相邻区域的顶点保持一致，下级不超出上级，\
        不会相交，也不会塌缩。不给 FILE 时简化草稿；没有草稿则以启用的版本为底新建草稿。\
        给出 FILE 和 --output 时，将边界文件另存，行与字段不变。

        被去掉的顶点到新边界的距离不超过容差。证书说明最大移动、各层级改变归属的面积、其上的户数（按区域内均匀分布估算），\
        以及归格结果会改变的已存案件数。
        """),
    operands: [BoundaryFileOptions.operand],
    options: [
      Option(
        "tolerance", "M", kind: .number(0.000_001...100_000),
        Text("how far borders may move, in metres", zh: "边界最多移动多少米"), required: true),
      BoundaryFileOptions.output,
      Option("certificate", "FILE", kind: .file, Text("write the certificate there, as JSON", zh: "证书文件（JSON）")),
      SharedOption.scheme,
    ] + BoundaryFileOptions.options + [SharedOption.threads, SharedOption.force],
    formats: [.text, .json],
    examples: [
      Example(
        "onegrid simplify --tolerance 2 --certificate certificate.json",
        Text("All levels of the city, as a draft.", zh: "简化全市所有层级，结果为草稿。")),
      Example(
        "onegrid simplify geodata/grid.geojson --tolerance 5 -o light.geojson",
        Text("A file, for a map on the web.", zh: "简化文件，供网页地图使用。")),
    ], action: run)

  private static func run(_ arguments: Arguments, _ console: Console) throws(Fault) -> ExitStatus {
    let tolerance = arguments.number("tolerance") ?? 0
    var areas = try RedrawnAreas(arguments, listener: console.listener)
    var result = try CoverageSimplification.run(
      areas.subject, tolerance: tolerance, households: try areas.households(), listener: console.listener)
    if let city = areas.city {
      try CoverageSimplification.countCases(&result, of: areas.subject, threads: arguments.threads()) {
        (body) throws(Fault) in try city.forEachCasePlace(body)
      }
    }
    try areas.write(result.geometries, by: "simplify")
    let certificate = SimplifyCertificate(result, of: areas.subject, console.settings.language)
    if let path = arguments.value("certificate") { try certificate.write(to: path, force: arguments.flag("force")) }
    try console.show(certificate.json) { certificate.text }
    return .done
  }
}

import Diagnostics
import SpatialPrimitives
import XMLReading

/// What is found out about a whole CityGML file before its objects are read: where its coordinates are, and what objects
/// refer to in others. Only names are held in memory, and what is shared by several objects.
struct CityGMLSurvey {
  var version: String
  var name: String?
  /// What the first `srsName` says, that of the envelope before all.
  var systemName: String?
  /// All that say where a geometry is.
  var systemNames: Set<String> = []
  /// How many numbers a place has where nothing nearer says so.
  var dimension = 3
  /// Two places of the file as they are written, for finding out the order of the axes.
  var samples: [Point] = []
  /// Kinds of things that are known and not kept, in the order of their names.
  var leftOut: Set<String> = []
  var references = CityGMLReferences()
  /// Of the file.
  static let opened: Set<String> = ["featureMembers", "cityObjectMembers"]

  /// - Throws: `not-citygml`, `unsupported-version`, and what reading XML throws (65).
  init(_ path: String, listener: Listener) throws(Fault) {
    let stream = try XMLElementStream(path, opening: Self.opened)
    version = try Self.version(of: try stream.root(), path)
    var wanted: Set<String> = []
    var count = 0
    while let tree = try stream.next() {
      count += 1
      if count.isMultiple(of: 64) {
        listener.progress(
          ProgressReport(
            stage: Text("looking the file through", zh: "通读文件"), done: stream.position, total: stream.size,
            unit: "bytes"))
      }
      switch tree.root.local {
      case "boundedBy": readEnvelope(tree)
      case "name" where CityGMLNames.isGML(tree.root.space): name = name ?? tree.root.text
      default: survey(tree, &wanted)
      }
    }
    guard !wanted.isEmpty else { return }
    let again = try XMLElementStream(path, opening: Self.opened)
    while let tree = try again.next() { references.keep(wanted, in: tree) }
    references.storeys.settle()
  }

  private static func version(of root: XMLElement, _ path: String) throws(Fault) -> String {
    guard root.local == "CityModel", let version = CityGMLNames.version(root.space) else {
      throw Fault(
        .data, code: "not-citygml",
        Text("“\(path)” is no CityGML: it begins with \(root.local)", zh: "“\(path)”不是 CityGML：根元素为 \(root.local)"),
        at: Place(path), hint: Text("CityGML begins with CityModel", zh: "CityGML 的根元素是 CityModel"))
    }
    guard ["1.0", "2.0", "3.0"].contains(version) else {
      throw Fault(
        .data, code: "unsupported-version",
        Text("CityGML of version “\(version)” is not known", zh: "不支持版本为“\(version)”的 CityGML"), at: Place(path),
        hint: Text("1.0, 2.0 and 3.0 are", zh: "支持 1.0、2.0、3.0"))
    }
    return version
  }

  private mutating func readEnvelope(_ tree: XMLTree) {
    guard let envelope = tree.root.child("Envelope") else { return }
    if let text = envelope.attribute("srsName") { systemName = text }
    if let count = envelope.attribute("srsDimension").flatMap({ Int($0) }), count == 2 { dimension = 2 }
    samples = envelope.children.compactMap(Self.sample)
  }

  private static func sample(_ element: XMLElement) -> Point? {
    guard let numbers = unsafe element.withText({ bytes in unsafe GMLCoordinates.numbers(bytes) }), numbers.count >= 2
    else { return nil }
    return Point(numbers[0], numbers[1])
  }

  private mutating func survey(_ tree: XMLTree, _ wanted: inout Set<String>) {
    var ids: Set<String> = []
    var links: [String] = []
    for element in tree.elements {
      if let id = CityGMLNames.id(of: element) { ids.insert(id) }
      if let text = element.attribute("srsName") {
        systemNames.insert(text)
        systemName = systemName ?? text
      }
      if samples.isEmpty, element.local == "posList" || element.local == "pos", let point = Self.sample(element) {
        samples.append(point)
      }
      noteLeftOut(element)
      if element.local == "CityObjectGroup" { references.storeys.add(group: element) }
      guard let href = element.attribute("href", in: CityGMLNames.link), href.hasPrefix("#") else { continue }
      let target = String(href.dropFirst())
      if CityGMLReferences.isComposition(element) {
        if let source = CityGMLReferences.owner(of: element) { references.parents[target, default: []].append(source) }
        links.append(target)
      } else if CityGMLReferences.isShape(element) {
        links.append(target)
      }
    }
    for link in links where !ids.contains(link) { wanted.insert(link) }
  }

  private mutating func noteLeftOut(_ element: XMLElement) {
    if CityGMLNames.isGML(element.space) { return }
    if CityGMLNames.role(of: element) == .leftOut { leftOut.insert(element.local) }
    if element.local.contains("TerrainIntersection") { leftOut.insert("TerrainIntersection") }
  }
}

import Diagnostics
import SpatialFormats
import SystemFiles

/// A CityJSON sequence (CityJSON 2.0, 8): a `CityJSON` object with what holds for all, then one `CityJSONFeature` after
/// the other. It is read block by block, so that memory is bound by the size of a feature, not of the file.
final class CityJSONSequence: CityModelSource {
  let head: ModelHead
  let format = "CityJSONSeq"
  let size: Int
  private(set) var position = 0
  private let threads: Int
  private let path: String
  private let reader: FeatureStreamReader
  private let areLines: Bool
  private var blocks: [EventBlock] = []

  /// - Parameters:
  ///   - text: the parts of the first value.
  ///   - first: where that value is.
  init(_ file: FileMapping, _ text: CityJSONText, _ first: Range<Int>, threads: Int) throws(Fault) {
    head = text.head
    path = file.path
    size = unsafe file.bytes.count
    self.threads = threads
    areLines = unsafe CityJSONSequence.areLines(file.bytes, first)
    reader = try FeatureStreamReader(valuesOf: path, areLines: areLines)
    let width = max(2, threads * 2)
    for _ in 0..<width { blocks.append(EventBlock()) }
  }

  /// Whether the first two values stand on a line each: then a line that is no JSON spoils no other.
  private static func areLines(_ bytes: UnsafeRawBufferPointer, _ first: Range<Int>) -> Bool {
    guard unsafe !bytes[first].contains(0x0A),
      let lineEnd = unsafe bytes[first.upperBound...].firstIndex(of: 0x0A),
      let start = unsafe bytes[lineEnd...].firstIndex(where: { $0 > 0x20 && $0 != 0x1E })
    else { return false }
    let end = unsafe bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
    var members = unsafe JSONMembers(bytes, start..<end, file: "")
    do throws(Fault) {
      while try members.next() != nil {}
      return true
    } catch {
      return false
    }
  }

  func next(_ prepare: @Sendable () throws(Fault) -> ObjectPreparation) throws(Fault) -> [CityFeature]? {
    var count = 0
    while count < blocks.count, try reader.next(into: blocks[count]) { count += 1 }
    guard count > 0 else { return nil }
    position = blocks[count - 1].streamPosition
    nonisolated(unsafe) let blocks = blocks
    let (head, path, areLines) = (head, path, areLines)
    let results = Workers.map(count, threads: threads) { index in
      Result { () throws(Fault) in
        try CityJSONSequence.read(unsafe blocks[index], areLines: areLines, head, path, prepare())
      }
    }
    var features: [CityFeature] = []
    for result in results { features += try result.get() }
    return features
  }

  private static func read(
    _ block: EventBlock, areLines: Bool, _ head: ModelHead, _ path: String, _ prepare: ObjectPreparation
  ) throws(Fault) -> [CityFeature] {
    let document = try JSONDocument()
    var features: [CityFeature] = []
    for (row, bounds) in block.values(areLines: areLines) {
      // Bytes behind the value can be read: the block has room there.
      let text = unsafe UnsafeRawBufferPointer(rebasing: block.bytes[bounds])
      let node: JSONNode
      do throws(JSONDocument.Failure) { node = try unsafe document.parse(padded: text) } catch {
        features.append(CityFeature(rejects: [unsafe reject(row, "bad-json: \(error.words)", text)]))
        continue
      }
      if node.member("type")?.isString("CityJSON") == true { try check(node, row, head, path) }
      let walk = unsafe JSONWalk(node, text, document.structurals, at: 0)
      features.append(unsafe feature(walk, text, row, head, prepare))
    }
    return features
  }

  /// Sequences may be joined to one file where they agree about what their numbers mean.
  private static func check(_ node: JSONNode, _ row: Int, _ head: ModelHead, _ path: String) throws(Fault) {
    let transform = node.member("transform")
    let numbers = (transform?.member("scale")?.numbers ?? []) + (transform?.member("translate")?.numbers ?? [])
    guard numbers == head.transform?.numbers ?? [] else {
      throw Fault(
        .data, code: "second-head",
        Text("another CityJSON object with another transform begins here", zh: "此处开始另一个 transform 不同的 CityJSON 对象"),
        at: Place(path, row: row), hint: Text("import the sequences one by one", zh: "请逐个导入这些序列"))
    }
  }

  /// Reads a feature, or the objects that stand in the `CityJSON` object itself.
  private static func feature(
    _ walk: JSONWalk, _ text: UnsafeRawBufferPointer, _ row: Int, _ head: ModelHead, _ prepare: ObjectPreparation
  ) -> CityFeature {
    var walk = walk
    var feature = CityFeature()
    var line = CityFeature.Line()
    var type: String?
    var objects: JSONWalk?
    var vertices: JSONNode?
    guard walk.node.kind == .object else {
      return CityFeature(rejects: [unsafe reject(row, "not-an-object", text)])
    }
    walk.forEachMember { key, walk in
      let value = walk.node
      switch key {
      case "type": type = value.string
      case "id": line.id = value.string
      case "CityObjects": objects = walk
      case "vertices": vertices = value
      default:
        let text = unsafe String(decoding: walk.skipText(), as: UTF8.self)
        line.members = (line.members.map { $0 + "," } ?? "") + JSONWalk.member(key, text)
        return
      }
      walk.skipValue()
    }
    guard type == "CityJSON" || type == "CityJSONFeature" else {
      return CityFeature(rejects: [unsafe reject(row, "not-a-feature", text)])
    }
    if type == "CityJSONFeature" { feature.line = line }
    var numbers: [Double] = []
    if let vertices, !NumberTriples.append(vertices, to: &numbers) {
      return CityFeature(rejects: [unsafe reject(row, "bad-vertices", text)])
    }
    // The object that all begins with need not have any.
    if type == "CityJSON", objects == nil { return feature }
    guard var objects, objects.node.kind == .object else {
      return CityFeature(rejects: [unsafe reject(row, "bad-objects", text)])
    }
    objects.forEachMember { id, walk in
      var inner = walk
      let text = unsafe walk.skipText()
      do throws(GeometryText.Problem) {
        let object = try ObjectText(
          id: id, &inner, vertices: numbers, templateCount: head.templates.geometries.count)
        feature.objects.append(try prepare(object, record: row))
      } catch {
        feature.rejects.append(
          RejectedObject(
            record: row, id: id, reason: error.words, text: unsafe String(decoding: text, as: UTF8.self)))
      }
    }
    return feature
  }

  private static func reject(_ row: Int, _ reason: String, _ text: UnsafeRawBufferPointer) -> RejectedObject {
    RejectedObject(record: row, id: nil, reason: reason, text: unsafe String(decoding: text, as: UTF8.self))
  }
}

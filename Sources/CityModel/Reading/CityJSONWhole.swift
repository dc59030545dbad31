import Diagnostics
import JSONWriting
import SpatialFormats
import SystemFiles

/// A `CityJSON` object that is a file of its own. Its objects are found by brackets and parsed each on its own, so that
/// a bad one spoils no other; its vertices are held in memory, since any object may use any of them.
final class CityJSONWhole: CityModelSource {
  let head: ModelHead
  let format = "CityJSON"
  private let file: FileMapping
  private let threads: Int
  private let vertices: [Double]
  private var members: JSONMembers?
  private var isAtEnd = false
  private var recordCount = 0
  var size: Int { unsafe file.bytes.count }
  private(set) var position = 0

  /// About how much text one thread takes at a time, and how many pieces are under way.
  private static let pieceSize = 1 << 18
  private static let window = 32

  init(_ file: FileMapping, _ text: CityJSONText, threads: Int) throws(Fault) {
    self.file = file
    self.threads = threads
    head = text.head
    vertices =
      try text.vertices.map { range throws(Fault) in
        try unsafe NumberTriples.read(file.bytes, range, file: file.path)
      } ?? []
    guard let objects = text.objects else { return }
    guard unsafe file.bytes[objects.lowerBound] == UInt8(ascii: "{") else {
      throw Fault(
        .data, code: "bad-objects", Text("CityObjects is no JSON object", zh: "CityObjects 不是 JSON 对象"),
        at: Place(file.path, field: "CityObjects"))
    }
    members = unsafe JSONMembers(file.bytes, objects, file: file.path)
  }

  private struct Piece: Sendable {
    var first: Int
    var members: [JSONMembers.Member] = []
  }

  func next(_ prepare: @Sendable () throws(Fault) -> ObjectPreparation) throws(Fault) -> [CityFeature]? {
    var pieces: [Piece] = []
    while pieces.count < CityJSONWhole.window, let piece = try nextPiece() { pieces.append(piece) }
    guard !pieces.isEmpty else { return nil }
    let (file, vertices, templateCount, work) = (file, vertices, head.templates.geometries.count, pieces)
    let results = Workers.map(work.count, threads: threads) { index in
      Result { () throws(Fault) in
        try CityJSONWhole.read(work[index], of: file, vertices, templateCount, prepare())
      }
    }
    var features: [CityFeature] = []
    for result in results { features.append(try result.get()) }
    return features
  }

  private func nextPiece() throws(Fault) -> Piece? {
    guard !isAtEnd, var members else { return nil }
    self.members = nil
    var piece = Piece(first: recordCount + 1)
    var size = 0
    while size < CityJSONWhole.pieceSize {
      guard let member = try members.next() else {
        isAtEnd = true
        break
      }
      piece.members.append(member)
      size += member.value.count
      position = member.value.upperBound
    }
    self.members = members
    recordCount += piece.members.count
    return piece.members.isEmpty ? nil : piece
  }

  private static func read(
    _ piece: Piece, of file: FileMapping, _ vertices: [Double], _ templateCount: Int, _ prepare: ObjectPreparation
  ) throws(Fault) -> CityFeature {
    let document = try JSONDocument()
    var feature = CityFeature()
    for (position, member) in piece.members.enumerated() {
      let text = unsafe UnsafeRawBufferPointer(rebasing: file.bytes[member.value])
      var id: String?
      do throws(GeometryText.Problem) {
        let name = try unsafe ObjectText.name(Array(file.bytes[member.key]))
        id = name
        let node: JSONNode
        do throws(JSONDocument.Failure) {
          node = try document.parse { unsafe $0.append(contentsOf: text) }
        } catch {
          throw GeometryText.Problem(code: "bad-json", detail: error.words)
        }
        var walk = unsafe JSONWalk(node, text, document.structurals, at: 0)
        let object = try ObjectText(id: name, &walk, vertices: vertices, templateCount: templateCount)
        feature.objects.append(try prepare(object, record: piece.first + position))
      } catch {
        feature.rejects.append(
          RejectedObject(
            record: piece.first + position, id: id, reason: error.words,
            text: unsafe String(decoding: text, as: UTF8.self)))
      }
    }
    return feature
  }
}

extension ObjectText {
  /// The text of a key, which has its quotes.
  static func name(_ quoted: [UInt8]) throws(GeometryText.Problem) -> String {
    if !quoted.contains(UInt8(ascii: "\\")), let text = String(validating: quoted.dropFirst().dropLast(), as: UTF8.self)
    {
      return text
    }
    guard case .string(let text)? = try? JSONValue.parse(quoted) else {
      throw GeometryText.Problem(code: "bad-id")
    }
    return text
  }
}

import Diagnostics
import JSONWriting
import SpatialFormats
import SystemFiles
import XMLReading

/// A CityGML file: read once to find out what objects refer to in one another, then object by object, so that memory is
/// bound by the largest of them and what they share.
final class CityGMLFile: CityModelSource {
  let head: ModelHead
  let format = "CityGML"
  private let stream: XMLElementStream
  private let coordinates: GMLCoordinates
  private let references: CityGMLReferences
  private let systems: Set<Int>
  private let threads: Int
  private var topLevel = 0
  var position: Int { stream.position }
  var size: Int { stream.size }

  /// About how much one thread takes at a time, and how many pieces are under way.
  private static let pieceSize = 1 << 18
  private static let window = 16

  /// - Throws: `not-citygml`, `unsupported-version`, `bad-xml`, `cut-xml`, `xml-doctype`, `xml-too-deep`,
  ///   `xml-too-large` (65).
  init(_ path: String, threads: Int, listener: Listener) throws(Fault) {
    let survey = try CityGMLSurvey(path, listener: listener)
    let location = CityGMLSystem(survey.systemName, samples: survey.samples, file: path)
    location.notices.forEach(listener.notice)
    if !survey.leftOut.isEmpty {
      let names = survey.leftOut.sorted().joined(separator: ", ")
      listener.notice(
        Notice(
          .note, code: "parts-left-out", Text("not kept: \(names)", zh: "未保留：\(names)"), at: Place(path)))
    }
    head = ModelHead(citygml: survey.version, survey.name, location.name)
    stream = try XMLElementStream(path, opening: CityGMLSurvey.opened)
    coordinates = GMLCoordinates(isNorthFirst: location.isNorthFirst, dimension: survey.dimension)
    references = survey.references
    systems = location.equivalents(among: survey.systemNames)
    self.threads = threads
  }

  func next(_ prepare: @Sendable () throws(Fault) -> ObjectPreparation) throws(Fault) -> [CityFeature]? {
    var pieces: [Piece] = []
    while pieces.count < CityGMLFile.window, let piece = try nextPiece() { pieces.append(piece) }
    guard !pieces.isEmpty else { return nil }
    let (work, references, coordinates, systems) = (pieces, references, coordinates, systems)
    let results = Workers.map(work.count, threads: threads) { index in
      Result { () throws(Fault) in
        let preparation = try prepare()
        return work[index].trees.enumerated().map { position, tree in
          var conversion = CityGMLConversion(tree, references, coordinates, systems: systems, preparation)
          for top in CityGMLFile.objects(in: tree) { conversion.run(top, number: work[index].first + position) }
          return conversion.feature
        }
      }
    }
    var features: [CityFeature] = []
    for result in results { features += try result.get() }
    return features
  }

  private struct Piece: Sendable {
    var first: Int
    var trees: [XMLTree] = []
  }

  private func nextPiece() throws(Fault) -> Piece? {
    var piece = Piece(first: topLevel + 1)
    var size = 0
    while size < CityGMLFile.pieceSize, let tree = try stream.next() {
      piece.trees.append(tree)
      size += tree.size
    }
    topLevel += piece.trees.count
    return piece.trees.isEmpty ? nil : piece
  }

  /// What a member holds, or what stands for itself in a list of members.
  private static func objects(in tree: XMLTree) -> [XMLElement] {
    let root = tree.root
    if ["cityObjectMember", "featureMember", "member"].contains(root.local) { return Array(root.children) }
    switch CityGMLNames.role(of: root) {
    case .none, .leftOut: return []
    default: return [root]
    }
  }
}

extension ModelHead {
  /// What a CityGML file says of all its objects together.
  init(citygml version: String, _ name: String?, _ system: ReferenceName?) {
    self.init(version: version)
    referenceSystem = system?.text
    var metadata: [JSONValue.Member] = []
    if let name, !name.isEmpty { metadata.append(.init(key: "title", value: .string(name))) }
    if let code = system?.horizontal {
      metadata.append(
        .init(key: "referenceSystem", value: .string("https://www.opengis.net/def/crs/EPSG/0/\(code)")))
    }
    if !metadata.isEmpty { members = JSONWalk.member("metadata", JSONValue.object(metadata).text) }
  }
}

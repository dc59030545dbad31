package import Diagnostics
import SpatialPrimitives

/// Looks into the features of a block: where each event is, where its parts are in the text, and its properties as the
/// fields of a delimited record, where there are columns. One per thread.
///
/// A whole block is parsed at once by simdjson, whose tape gives the values, and whose list of structural characters
/// says where in the text they are; both are walked side by side. A feature that is no JSON is told by its place.
package final class FeatureDecoder {
  private let form: EventLayout.Form
  private let columns: FeatureColumns?
  private let path: String
  /// Names that no property may have.
  private let reserved: ReservedNames
  private let document: JSONDocument
  /// For features that are parsed alone.
  private let single: JSONDocument

  /// - Parameter reserved: names of properties that are going to be added.
  /// - Throws: `out-of-memory` (70).
  package init(_ layout: EventLayout, reserved: [String]) throws(Fault) {
    form = layout.form
    path = layout.path
    self.reserved = ReservedNames(reserved)
    columns = layout.columns.isEmpty ? nil : FeatureColumns(layout.columns.map(\.name))
    document = try JSONDocument()
    single = try JSONDocument()
  }

  /// Fills `block.features`, `places` and `rows`, and makes its bytes one delimited record for each feature.
  ///
  /// - Throws: `column-clash` (65) for a feature that has a reserved property.
  package func decode(_ block: EventBlock) throws(Fault) {
    clash = nil
    if form == .featureLines { FeatureDecoder.findLines(of: block) }
    block.hasQuotes = columns != nil
    block.isDecoded = true
    guard !block.featureBounds.isEmpty else { return }
    FeatureDecoder.makeArray(of: block)
    let count = block.featureBounds.count / 2
    block.features.reserveCapacity(count)
    block.places.reserveCapacity(count)
    if form == .features {
      for position in 0..<count { block.rows.append(block.firstLine + position) }
    }
    if !decodeTogether(block, count) {
      clash = nil
      block.features.removeAll(keepingCapacity: true)
      block.places.removeAll(keepingCapacity: true)
      block.decoded.removeAll()
      for position in 0..<count { decodeAlone(block, position) }
    }
    block.raw.removeLast(FeatureDecoder.behind)
    guard let clash else { return }
    throw Fault(
      .data, code: "column-clash",
      Text("the events have a property “\(clash.name)” already", zh: "事件中已有属性“\(clash.name)”"),
      at: Place(path, row: block.rows[clash.position], field: clash.name),
      hint: Text("add --prefix P, or leave the property out with --columns", zh: "请加 --prefix P，或用 --columns 去掉该属性"))
  }

  /// The fields that the properties of a block's features make. A feature that is no JSON has none.
  func schema(of block: EventBlock) -> GeoJSONSchema {
    var schema = GeoJSONSchema()
    if form == .featureLines { FeatureDecoder.findLines(of: block) }
    guard !block.featureBounds.isEmpty else { return schema }
    FeatureDecoder.makeArray(of: block)
    let text = unsafe UnsafeRawBufferPointer(rebasing: block.raw.bytes.dropLast(JSONDocument.padding))
    let count = block.featureBounds.count / 2
    if let whole = try? unsafe document.parse(padded: text), whole.kind == .array, whole.count == count {
      var node = whole.first
      while node.kind != .end {
        schema.add(node)
        node = node.next
      }
    } else {
      for position in 0..<count {
        let bounds = FeatureDecoder.bounds(of: position, in: block)
        if let node = try? single.parse({ unsafe $0.append(contentsOf: block.text(bounds)) }) { schema.add(node) }
      }
    }
    return schema
  }

  /// The first feature that has a reserved property.
  private var clash: (position: Int, name: String)?

  /// The closing bracket and the bytes that the parser may read behind it.
  private static let behind = 1 + JSONDocument.padding

  // MARK: bounds

  /// Finds the bounds of features that stand one a line; blank lines are none.
  static func findLines(of block: EventBlock) {
    let bytes = unsafe block.raw.bytes
    var start = 1
    var line = block.firstLine
    while start < bytes.count {
      let lineEnd = unsafe JSONTexts.find(0x0A, in: bytes, start, bytes.count) ?? bytes.count
      var first = start
      var end = lineEnd
      // A record separator of RFC 8142 is part of the line, but not of the feature.
      while first < end, unsafe bytes[first] <= 0x20 { first += 1 }
      while end > first, unsafe bytes[end - 1] <= 0x20 { end -= 1 }
      if first < end {
        block.featureBounds.append(UInt32(first))
        block.featureBounds.append(UInt32(end))
        block.rows.append(line)
      }
      line += 1
      start = lineEnd + 1
    }
  }

  /// Makes the bytes one JSON array of the features, in their place: what stands between two of them is blanks and
  /// separators, and becomes a comma. Where nothing does, the array is none, and the features are parsed alone.
  private static func makeArray(of block: EventBlock) {
    let bounds = block.featureBounds
    var bytes = unsafe block.raw.mutableBytes
    var end = 1
    for position in 0..<bounds.count / 2 {
      let start = Int(bounds[2 * position])
      for index in end..<start { unsafe bytes[index] = 0x20 }
      if position > 0, end < start { unsafe bytes[end] = UInt8(ascii: ",") }
      end = Int(bounds[2 * position + 1])
    }
    for index in end..<bytes.count { unsafe bytes[index] = 0x20 }
    block.raw.append(UInt8(ascii: "]"))
    unsafe bytes = block.raw.room(JSONDocument.padding)
    for index in 0..<JSONDocument.padding { unsafe bytes[index] = 0 }
    block.raw.advance(JSONDocument.padding)
  }

  // MARK: features

  private func decodeTogether(_ block: EventBlock, _ count: Int) -> Bool {
    let bytes = unsafe block.raw.bytes
    let text = unsafe UnsafeRawBufferPointer(rebasing: bytes.dropLast(JSONDocument.padding))
    guard let first = try? unsafe document.parse(padded: text) else { return false }
    guard first.kind == .array, first.count == count || count > 0xFF_FFFF else { return false }
    // Behind the bracket of the array.
    var walk = unsafe JSONWalk(first.first, bytes, document.structurals, at: 1)
    for position in 0..<count {
      guard walk.node.kind != .end else { return false }
      decode(&walk, FeatureDecoder.bounds(of: position, in: block), offset: 0, into: block)
      walk.skipSeparator()
    }
    return true
  }

  private static func bounds(of position: Int, in block: EventBlock) -> Range<UInt32> {
    block.featureBounds[2 * position]..<block.featureBounds[2 * position + 1]
  }

  private func decodeAlone(_ block: EventBlock, _ position: Int) {
    let bounds = FeatureDecoder.bounds(of: position, in: block)
    let text = unsafe block.text(bounds)
    do throws(JSONDocument.Failure) {
      let node = try single.parse { unsafe $0.append(contentsOf: text) }
      var walk = unsafe JSONWalk(node, text, single.structurals, at: 0)
      decode(&walk, bounds, offset: bounds.lowerBound, into: block)
    } catch {
      block.features.append(FeatureText(bounds))
      block.places.append(error.isEncoding ? .brokenText : .badJSON)
      columns?.appendBlank(to: block.decoded)
      block.decoded.append(CSVDialect.comma.terminator)
    }
  }

  /// Takes one feature apart, and goes behind it.
  /// - Parameter offset: of the walk's text in the block.
  private func decode(_ walk: inout JSONWalk, _ bounds: Range<UInt32>, offset: UInt32, into block: EventBlock) {
    var feature = FeatureText(bounds)
    let whole = walk.node
    var type: JSONNode?
    var geometry: JSONNode?
    columns?.begin()
    if walk.node.kind == .object {
      walk.enter()
      while walk.node.kind == .string {
        let key = walk.node
        walk.skipKey()
        let value = walk.node
        let start = walk.position
        if key.isString("properties"), value.kind == .object {
          feature.hasProperties = value.count > 0
          if let columns { columns.read(&walk) } else { checkNames(&walk, position: block.features.count) }
          feature.properties = start + offset..<walk.end + offset
        } else {
          if key.isString("id"), value.kind != .null { columns?.readIdentifier(walk) }
          walk.skipValue()
          if key.isString("type") {
            type = value
          } else if key.isString("geometry") {
            geometry = value
            feature.geometry = start + offset..<walk.end + offset
          } else if key.isString("properties") {
            feature.properties = start + offset..<walk.end + offset
            feature.isNullProperties = true
          }
        }
        walk.skipSeparator()
      }
      walk.leave()
    } else {
      walk.skipValue()
    }
    block.places.append(FeatureDecoder.place(whole, type, geometry, &feature))
    block.features.append(feature)
    columns?.append(to: block.decoded)
    block.decoded.append(CSVDialect.comma.terminator)
  }

  /// Goes behind the properties that stand here.
  private func checkNames(_ walk: inout JSONWalk, position: Int) {
    walk.enter()
    while walk.node.kind == .string {
      if unsafe reserved.holds(walk.node.utf8), clash == nil { clash = (position, walk.node.string ?? "") }
      walk.skipKey()
      walk.skipValue()
      walk.skipSeparator()
    }
    walk.leave()
  }

  private static func place(
    _ whole: JSONNode, _ type: JSONNode?, _ geometry: JSONNode?, _ feature: inout FeatureText
  ) -> EventPlace {
    guard let type else { return .notAFeature }
    if type.isString("Feature") {
      guard let geometry, geometry.kind != .null else { return .none }
      return place(geometry)
    }
    guard let kind = type.string, GeoJSONGeometry.kinds.contains(kind) else { return .notAFeature }
    feature.isBare = true
    feature.geometry = feature.whole
    feature.properties = 0..<0
    return place(whole)
  }

  private static func place(_ geometry: JSONNode) -> EventPlace {
    guard let type = geometry.member("type") else { return .notAPoint }
    if type.isString("GeometryCollection") {
      return geometry.member("geometries")?.first.kind == .end ? .none : .notAPoint
    }
    guard let coordinates = geometry.member("coordinates"), coordinates.kind == .array else { return .notAPoint }
    if coordinates.first.kind == .end { return .none }
    if type.isString("Point") { return coordinates.point.map(EventPlace.at) ?? .notAPoint }
    guard type.isString("MultiPoint"), coordinates.count == 1 else { return .notAPoint }
    return coordinates.first.point.map(EventPlace.at) ?? .notAPoint
  }
}

/// A few names, asked for among millions.
struct ReservedNames {
  private let names: [[UInt8]]
  /// By length, longer ones together: whether any name is so long.
  private let lengths: UInt64

  init(_ names: [String]) {
    self.names = names.map { Array($0.utf8) }
    lengths = self.names.reduce(0) { $0 | 1 << UInt64(min($1.count, 63)) }
  }

  @inline(__always) func holds(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard lengths >> UInt64(min(name.count, 63)) & 1 != 0 else { return false }
    return names.contains { unsafe $0.count == name.count && name.elementsEqual($0) }
  }
}

package import Diagnostics
import SpatialPrimitives

/// Gives the features of a layer as delimited records: what JSON, a spreadsheet or a GeoPackage holds then goes the
/// same way as CSV. A text that is empty is written `""`, a missing value as nothing.
package final class FeatureEventReader: EventReader {
  package let layout: EventLayout
  package var size: Int? { nil }

  private let source: any FeatureSource
  private let blockSize: Int
  private var sequence = 0

  package init(_ source: any FeatureSource, path: String, blockSize: Int = 1 << 18) {
    self.source = source
    self.blockSize = blockSize
    let layer = source.layer
    let header = ByteBuffer()
    for (position, field) in layer.fields.enumerated() {
      if position > 0 { header.append(CSVDialect.comma.delimiter) }
      CSVField.append(field.name, to: header, dialect: .comma)
    }
    layout = EventLayout(
      path: path, columns: layer.fields, header: unsafe [UInt8](header.bytes), dialect: .comma,
      hasPlaces: layer.geometryKind != nil, crs: layer.crs)
  }

  package func next(into block: EventBlock) throws(Fault) -> Bool {
    block.clear()
    while block.raw.count < blockSize, let feature = try source.next() {
      for (position, value) in feature.values.enumerated() {
        if position > 0 { block.raw.append(CSVDialect.comma.delimiter) }
        if let text = value.text { CSVField.append(text, to: block.raw, dialect: .comma, isText: true) }
      }
      block.raw.append(CSVDialect.comma.terminator)
      block.rows.append(feature.row)
      if layout.hasPlaces { block.places.append(FeatureEventReader.place(of: feature)) }
    }
    guard block.raw.count > 0 else { return false }
    block.hasQuotes = true
    block.sequence = sequence
    sequence += 1
    return true
  }

  private static func place(of feature: Feature) -> EventPlace {
    if feature.geometryProblem != nil { return .notAPoint }
    switch feature.geometry {
    case nil: return .none
    case .point(let point): return .at(point)
    case .multiPoint(let points) where points.count == 1: return .at(points[0])
    case .multiPoint(let points) where points.isEmpty: return .none
    case .collection(let parts) where parts.isEmpty: return .none
    default: return .notAPoint
    }
  }
}

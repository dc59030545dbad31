package import Diagnostics
import JSONWriting
package import SpatialPrimitives

/// The value of one field. Dates are ISO 8601 text.
package enum Value: Sendable, Hashable {
  case null
  case text(String)
  case integer(Int64)
  case real(Double)
  case boolean(Bool)

  /// As text; a whole number has no decimal point. `nil` for null.
  package var text: String? {
    switch self {
    case .null: nil
    case .text(let value): value
    case .integer(let value): String(value)
    case .real(let value): JSONValue.numberText(value)
    case .boolean(let value): value ? "true" : "false"
    }
  }
}

/// One row of a layer.
package struct Feature: Sendable {
  /// Counts from 1: the record of a table, the feature of a GeoJSON, the first line of a CSV record.
  package var row: Int
  /// `nil` where the row has none, or a bad one (then `geometryProblem` says what is wrong).
  package var geometry: Geometry?
  /// In the order of the layer's fields.
  package var values: [Value]
  package var geometryProblem: Fault?

  package init(row: Int, geometry: Geometry?, values: [Value], geometryProblem: Fault? = nil) {
    self.row = row
    self.geometry = geometry
    self.values = values
    self.geometryProblem = geometryProblem
  }
}

/// Gives the features of one layer, one after the other. Not to be shared between threads.
package protocol FeatureSource: AnyObject {
  var layer: LayerDescription { get }
  /// - Returns: `nil` after the last.
  func next() throws(Fault) -> Feature?
}

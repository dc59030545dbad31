package import Diagnostics

/// Gives the blocks of one event stream in order. Not to be used by two threads at once.
package protocol EventReader: AnyObject {
  var layout: EventLayout { get }
  /// Bytes of the stream, where that is known.
  var size: Int? { get }
  /// Fills `block` with the next records.
  /// - Returns: `false` after the last.
  func next(into block: EventBlock) throws(Fault) -> Bool
}

/// What an event stream looks like.
package struct EventLayout: Sendable {
  package var path: String
  /// The columns in the order of the records; names may occur twice.
  package var columns: [FieldDescription]
  /// The first record, as it was, in UTF-8 and without its line end.
  package var header: [UInt8]
  package var dialect: CSVDialect
  /// Whether events carry geometries of their own, rather than columns with coordinates.
  package var hasPlaces: Bool
  /// What the file says of its coordinates.
  package var crs: DeclaredCRS?
  package var form = Form.records

  /// What the records of a stream are.
  package enum Form: Sendable {
    /// Delimited fields.
    case records
    /// The features of GeoJSON collections, or a sequence of features that take several lines each.
    case features
    /// GeoJSON features, one a line.
    case featureLines
  }
}

import Diagnostics

/// A file of city objects, read piece by piece.
protocol CityModelSource: AnyObject {
  var head: ModelHead { get }
  /// `CityJSON`, `CityJSONSeq`.
  var format: String { get }
  /// Bytes read so far, and in all.
  var position: Int { get }
  var size: Int { get }

  /// Some more of the objects, in their order; `nil` at the end.
  /// - Parameter prepare: makes a preparation for a thread.
  func next(_ prepare: @Sendable () throws(Fault) -> ObjectPreparation) throws(Fault) -> [CityFeature]?
}

/// Why an event was not assigned. The raw value is what stands in the rejects file, and is stable.
public enum RejectReason: String, Error, Sendable, CaseIterable {
  /// A coordinate is missing.
  case empty
  case notANumber = "not-a-number"
  /// NaN or an infinity.
  case notFinite = "not-finite"
  /// No place on Earth, or none in the reference system of the events.
  case outOfRange = "out-of-range"
  /// Longitude and latitude stand in each other's place: swapped, the event would lie in or near the city.
  case swapped = "lon-lat-swapped"
  /// Both coordinates are 0, which devices write when they know no place.
  case zeroZero = "zero-zero"
  /// The record has more or fewer fields than the header.
  case wrongColumnCount = "wrong-column-count"
  /// Bytes of the record mean nothing in the file's encoding.
  case brokenText = "broken-text"
  /// A GeoJSON feature that is no JSON.
  case badJSON = "bad-json"
  /// JSON that is no GeoJSON feature.
  case notAFeature = "not-a-feature"
  /// The event's geometry is no single point.
  case notAPoint = "not-a-point"
  /// The time that chooses the edition is missing or cannot be read.
  case badTime = "bad-time"
  /// A case with this id is stored already, or came earlier in the same file.
  case duplicateID = "duplicate-id"
}

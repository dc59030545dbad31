import SpatialFormats
import SpatialPrimitives

/// What came of one block of events. Used again and again.
final class BlockResult {
  var sequence = 0
  /// Where the stream stands behind the block, in bytes; 0 where that is not known.
  var streamPosition = 0
  /// Records of the output.
  let output = ByteBuffer(capacity: 1 << 19)
  /// Records of the rejects file.
  let rejects = ByteBuffer(capacity: 16)
  var summary = AssignmentSummary()
  /// The events as cases, in the order of `output`; empty where nothing is stored.
  var cases: [CaseDraft] = []
  /// The bytes that `cases` point into.
  let texts = ByteBuffer(capacity: 16)

  func clear() {
    output.removeAll()
    rejects.removeAll()
    summary = AssignmentSummary()
    cases.removeAll(keepingCapacity: true)
    texts.removeAll()
  }
}

/// One event about to be stored.
struct CaseDraft {
  /// The event's first physical line, or its number.
  var line: Int
  /// Where its output ends in the block's `output`.
  var outputEnd: Int
  /// The record as it was, the id and the attributes, in the block's `texts`.
  var record: Range<Int>
  var id: Range<Int>
  var attributes: Range<Int>
  var status: Range<Int>
  var category: Range<Int>
  /// Milliseconds since 1970.
  var reportedAt: Int64?
  var place: Point
  /// Longitude and latitude.
  var base: Point
  var finding: Finding
}

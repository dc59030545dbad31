package import SpatialPrimitives

/// A piece of an event stream: whole records, one after the other. Made once per thread and filled again and again.
@safe package final class EventBlock {
  /// Counts from 0 in the order of the stream.
  package internal(set) var sequence = 0
  /// The physical line of the file on which the block begins; counts from 1.
  package internal(set) var firstLine = 1
  /// Where the stream stands behind this block, in bytes; 0 where that is not known.
  package internal(set) var streamPosition = 0
  /// How the bytes are encoded; `nil` as long as the stream is plain ASCII.
  var encoding: TextEncoding?
  var hasQuotes = false
  /// Whether the bytes as they were read are plain ASCII for certain.
  var isASCII = false
  /// How many terminators there are, those within quotes, too; `nil` where nobody has counted.
  var terminators: Int?
  /// The bytes as they were read.
  let raw = ByteBuffer(capacity: 1 << 18)
  /// The same in UTF-8, where that is not what was read.
  let decoded = ByteBuffer(capacity: 16)
  var isDecoded = false

  /// Of each record, where the stream has geometries: its place, or what stands in its way.
  package internal(set) var places: [EventPlace] = []
  /// Of each record, where the reader numbers them itself.
  package internal(set) var rows: [Int] = []
  /// Of each record of a stream of GeoJSON features: where its parts are in `raw`. Filled by `FeatureDecoder`.
  package internal(set) var features: [FeatureText] = []
  /// Where the features of such a stream begin and end in `raw`, one after the other; of a stream with one a line they
  /// are not looked for before the block is decoded.
  var featureBounds: [UInt32] = []
  /// Where in `bytes` something undecodable was replaced, in ascending order. Filled by `BlockDecoder`.
  package internal(set) var damage: [Int] = []

  package init() {}

  /// The records in UTF-8, each with its line end. Valid until the block is filled again.
  package var bytes: UnsafeRawBufferPointer { unsafe text.bytes }
  var text: ByteBuffer { isDecoded ? decoded : raw }

  func clear() {
    raw.removeAll()
    decoded.removeAll()
    isDecoded = false
    isASCII = false
    terminators = nil
    places.removeAll(keepingCapacity: true)
    features.removeAll(keepingCapacity: true)
    featureBounds.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
    damage.removeAll(keepingCapacity: true)
  }
}

/// Where an event of a stream with geometries is.
package enum EventPlace: Sendable, Hashable {
  case at(Point)
  /// No geometry, or an empty one.
  case none
  /// A geometry that is no single point, or no geometry at all.
  case notAPoint
  /// JSON, but no feature.
  case notAFeature
  /// No JSON.
  case badJSON
  /// Bytes that are no UTF-8.
  case brokenText
}

/// Where the parts of a GeoJSON feature are among the bytes it came in; an empty range for what is not there.
package struct FeatureText: Sendable, Hashable {
  package var whole: Range<UInt32>
  package var geometry: Range<UInt32> = 0..<0
  /// With their braces.
  package var properties: Range<UInt32> = 0..<0
  /// Whether the properties are an object with members.
  package var hasProperties = false
  package var isNullProperties = false
  /// Whether it is a geometry without a feature around it.
  package var isBare = false

  init(_ whole: Range<UInt32>) { self.whole = whole }
}

extension EventBlock {
  /// The values of a block that `FeatureStreamReader.init(valuesOf:areLines:)` gave, in `bytes`, and the line or the
  /// number of each.
  package func values(areLines: Bool) -> [(row: Int, bounds: Range<Int>)] {
    if areLines { FeatureDecoder.findLines(of: self) }
    return (0..<featureBounds.count / 2).map { position in
      (
        areLines ? rows[position] : firstLine + position,
        Int(featureBounds[2 * position])..<Int(featureBounds[2 * position + 1])
      )
    }
  }

  /// A part of a feature.
  package func text(_ range: Range<UInt32>) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(rebasing: raw.bytes[Int(range.lowerBound)..<Int(range.upperBound)])
  }

  /// How many physical lines end in a part of `bytes`.
  package func lines(in range: Range<Int>, _ dialect: CSVDialect) -> Int {
    unsafe ByteCounting.count(dialect.terminator, in: bytes, range)
  }
}

import CivilTime
import Glibc
import SpatialFormats

/// Finds the catalog in force at the time that each event tells. One per thread.
///
/// Events mostly come in the order of their times, so that the answer to the text before is kept.
@safe final class EventTimes {
  private let editions: EditionsInForce
  private let offset: UTCOffset
  private let scratch = ByteBuffer(capacity: 64)
  /// The text read last, and what it led to.
  private let last: UnsafeMutableRawPointer
  private var lastCount = -1
  private var lastCatalog: Int32?

  /// Longer texts are not kept.
  private static let longest = 64

  init(_ editions: EditionsInForce, offset: UTCOffset) {
    self.editions = editions
    self.offset = offset
    unsafe last = .allocate(byteCount: EventTimes.longest, alignment: 8)
  }

  deinit { unsafe last.deallocate() }

  /// - Parameter field: as it stands in the record.
  /// - Returns: −1 where no edition was in force, `nil` where there is no time that can be read.
  func catalog(at field: UnsafeRawBufferPointer) -> Int32? {
    if field.count == lastCount, let start = field.baseAddress, unsafe memcmp(start, last, lastCount) == 0 {
      return lastCatalog
    }
    let time = unsafe CSVField.withValue(field, scratch: scratch) { unsafe Instant.parse($0, assuming: offset) }
    let catalog = time.map { editions.catalog(at: $0).map(Int32.init) ?? -1 }
    lastCount = -1
    if let start = field.baseAddress, field.count <= EventTimes.longest {
      unsafe last.copyMemory(from: start, byteCount: field.count)
      lastCount = field.count
      lastCatalog = catalog
    }
    return catalog
  }
}

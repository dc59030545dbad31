import SpatialFormats
import SpatialPrimitives

/// Reads the two columns of coordinates of a whole block.
struct CoordinateColumns: Sendable {
  let lon: Int
  let lat: Int
  /// How many columns a record has.
  let columns: Int

  /// Reads every record that is as most are: whole, two plain numbers, perhaps in quotes, within `bounds`. The others
  /// are listed as odd.
  ///
  /// - Parameter bounds: within them no question is left; nothing outside is read for good.
  func read(_ records: EventRecords, within bounds: Box, into batch: EventBatch) {
    let (bytes, ends, firsts) = unsafe (records.bytes, records.ends, records.firsts)
    let (x, y, odd) = unsafe (batch.x, batch.y, batch.odd)
    let (lon, lat, expected) = (self.lon, self.lat, UInt32(columns))
    let (lonIsLast, latIsLast) = (lon == columns - 1, lat == columns - 1)
    let areRead = unsafe records.readNumbers(lon, lat, x, y)
    var oddCount = 0
    for record in unsafe 0..<records.count {
      let first = unsafe firsts[record]
      unsafe odd[oddCount] = UInt32(truncatingIfNeeded: record)
      guard unsafe firsts[record &+ 1] &- first == expected else {
        oddCount &+= 1
        continue
      }
      if areRead, unsafe Self.isClear(x[record], y[record], bounds) { continue }
      // Not read yet, or in a form that takes longer.
      unsafe x[record] = Self.number(bytes, ends + (Int(first) &+ lon), isLast: lonIsLast)
      unsafe y[record] = Self.number(bytes, ends + (Int(first) &+ lat), isLast: latIsLast)
      unsafe oddCount &+= Self.isClear(x[record], y[record], bounds) ? 0 : 1
    }
    batch.oddCount = oddCount
  }

  /// NaN is within no bounds; that both are 0 must be asked of its own.
  @inline(__always)
  private static func isClear(_ x: Double, _ y: Double, _ bounds: Box) -> Bool {
    bounds.contains(Point(x, y)) && !(x == 0 && y == 0)
  }

  /// The number in a field; NaN where it is not plain.
  /// - Parameter field: where the field ends; the word before says where it begins.
  @inline(__always)
  private static func number(_ bytes: UnsafeRawPointer, _ field: UnsafePointer<UInt32>, isLast: Bool) -> Double {
    let start = unsafe Int(field[-1] &+ 1)
    var text = unsafe bytes + start
    var count = unsafe Int(field[0]) &- start
    // A carriage return may belong to the line end.
    if isLast, count > 0, unsafe text.load(fromByteOffset: count &- 1, as: UInt8.self) == 0x0D { count &-= 1 }
    if unsafe text.load(as: UInt8.self) == UInt8(ascii: "\"") {
      guard count > 2, unsafe text.load(fromByteOffset: count &- 1, as: UInt8.self) == UInt8(ascii: "\"") else {
        return .nan
      }
      unsafe text += 1
      count &-= 2
    }
    return unsafe DecimalParser.coordinate(text, count)
  }
}

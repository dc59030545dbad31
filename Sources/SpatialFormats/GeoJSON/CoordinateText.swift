import SpatialPrimitives

/// Reads the coordinates of a GeoJSON geometry from its text (RFC 7946, 3.1.1), several times faster than through a
/// parsed document: nearly all of a boundary file is coordinates.
///
/// A number is read as `DecimalParser` reads it, correctly rounded. What is no list of positions gives `nil`.
@safe struct CoordinateText {
  private let bytes: UnsafeRawBufferPointer
  private var at: Int
  private let limit: Int

  /// - Parameter range: of a list, brackets included.
  init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    unsafe self.bytes = bytes
    at = range.lowerBound
    limit = range.upperBound
  }

  /// Whether there is nothing between the brackets.
  var isEmptyList: Bool {
    var text = self
    return text.opens() && text.closes()
  }

  /// Runs `read` over the whole text.
  mutating func whole<Result>(_ read: (inout CoordinateText) -> Result?) -> Result? {
    guard let result = read(&self) else { return nil }
    skipBlanks()
    return at == limit ? result : nil
  }

  mutating func point() -> Point? {
    guard opens(), let x = number(), separates(), let y = number() else { return nil }
    // Heights, and whatever else stands behind them.
    while separates() {
      guard number() != nil else { return nil }
    }
    return closes() ? Point(x, y) : nil
  }

  /// - Parameter scratch: room to gather points in; empty before and after.
  mutating func points(_ scratch: inout [Point]) -> [Point]? {
    defer { scratch.removeAll(keepingCapacity: true) }
    let isRead = elements { text in
      guard let point = text.point() else { return false }
      scratch.append(point)
      return true
    }
    return isRead ? Array(scratch) : nil
  }

  mutating func lists(_ scratch: inout [Point]) -> [[Point]]? {
    var lists: [[Point]] = []
    let isRead = elements { text in
      guard let list = text.points(&scratch) else { return false }
      lists.append(list)
      return true
    }
    return isRead ? lists : nil
  }

  mutating func listsOfLists(_ scratch: inout [Point]) -> [[[Point]]]? {
    var lists: [[[Point]]] = []
    let isRead = elements { text in
      guard let list = text.lists(&scratch) else { return false }
      lists.append(list)
      return true
    }
    return isRead ? lists : nil
  }

  // MARK: tokens

  /// Reads a list, each of its elements by `element`, which says whether it could.
  @inline(__always)
  private mutating func elements(_ element: (inout CoordinateText) -> Bool) -> Bool {
    guard opens() else { return false }
    if closes() { return true }
    repeat {
      guard element(&self) else { return false }
    } while separates()
    return closes()
  }

  @inline(__always) private mutating func opens() -> Bool { skip(UInt8(ascii: "[")) }
  @inline(__always) private mutating func closes() -> Bool { skip(UInt8(ascii: "]")) }
  @inline(__always) private mutating func separates() -> Bool { skip(UInt8(ascii: ",")) }

  /// Goes behind `byte` and blanks before it, where it stands here.
  @inline(__always) private mutating func skip(_ byte: UInt8) -> Bool {
    if at < limit, unsafe bytes[at] <= 0x20 { skipBlanks() }
    guard at < limit, unsafe bytes[at] == byte else { return false }
    at &+= 1
    return true
  }

  private mutating func skipBlanks() {
    while at < limit {
      switch unsafe bytes[at] {
      case 0x20, 0x0A, 0x0D, 0x09: at += 1
      default: return
      }
    }
  }

  @inline(__always) private mutating func number() -> Double? {
    if at < limit, unsafe bytes[at] <= 0x20 { skipBlanks() }
    guard at < limit else { return nil }
    // JSON has no plus sign, and a digit before the point.
    let first = unsafe bytes[at]
    let digit = first == UInt8(ascii: "-") && at + 1 < limit ? unsafe bytes[at + 1] : first
    guard digit &- UInt8(ascii: "0") <= 9, let found = unsafe DecimalParser.scan(bytes, from: at), found.end <= limit
    else { return nil }
    at = found.end
    return found.value
  }
}

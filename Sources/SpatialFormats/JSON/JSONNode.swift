import Glibc
internal import SpatialPrimitives

/// A value in a parsed JSON text: a place on simdjson's tape ("The tape", simdjson documentation). Not to outlive the
/// parse it came from.
@safe package struct JSONNode {
  private let tape: UnsafePointer<UInt64>
  private let strings: UnsafePointer<UInt8>
  let index: Int

  init(tape: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>, index: Int) {
    unsafe self.tape = tape
    unsafe self.strings = strings
    self.index = index
  }

  package enum Kind {
    case array, object, string, integer, unsigned, double, yes, no, null, end

    /// What a word of the tape begins with; the closing of an array or object is an end.
    @inline(__always) init(tag: UInt8) {
      switch tag {
      case 0x5B: self = .array
      case 0x7B: self = .object
      case 0x22: self = .string
      case 0x6C: self = .integer
      case 0x75: self = .unsigned
      case 0x64: self = .double
      case 0x74: self = .yes
      case 0x66: self = .no
      case 0x6E: self = .null
      default: self = .end
      }
    }
  }

  @inline(__always) private var word: UInt64 { unsafe tape[index] }

  /// `.end` for the closing of an array or object.
  @inline(__always) package var kind: Kind { Kind(tag: UInt8(truncatingIfNeeded: word >> 56)) }

  private func at(_ index: Int) -> JSONNode { unsafe JSONNode(tape: tape, strings: strings, index: index) }

  /// What stands behind this value in its array or object.
  package var next: JSONNode {
    switch kind {
    case .array, .object: at(Int(word & 0xFFFF_FFFF))
    case .integer, .unsigned, .double: at(index + 2)
    default: at(index + 1)
    }
  }

  /// What stands behind the array or object at whose end this is.
  var behindEnd: JSONNode { at(index + 1) }

  /// The first element of an array, or the first key of an object; `.end` where it is empty.
  package var first: JSONNode { at(index + 1) }

  /// How many elements or members there are, at most 16,777,215.
  package var count: Int { Int(word >> 32 & 0xFF_FFFF) }

  /// The bytes of a string, as UTF-8.
  var utf8: UnsafeBufferPointer<UInt8> {
    let start = unsafe strings + Int(word & 0x00FF_FFFF_FFFF_FFFF)
    let count = unsafe UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
    return unsafe UnsafeBufferPointer(start: start + 4, count: Int(count))
  }

  package var string: String? { kind == .string ? unsafe String(decoding: utf8, as: UTF8.self) : nil }

  package var integer: Int64 { unsafe Int64(bitPattern: tape[index + 1]) }
  var unsigned: UInt64 { unsafe tape[index + 1] }

  /// Any number as a double.
  package var number: Double? {
    switch kind {
    case .double: unsafe Double(bitPattern: tape[index + 1])
    case .integer: Double(integer)
    case .unsigned: Double(unsigned)
    default: nil
    }
  }

  package func isString(_ text: StaticString) -> Bool {
    guard kind == .string else { return false }
    let bytes = unsafe utf8
    return unsafe bytes.count == text.utf8CodeUnitCount && memcmp(bytes.baseAddress!, text.utf8Start, bytes.count) == 0
  }

  /// The value of an object's member; the first of that name.
  package func member(_ key: StaticString) -> JSONNode? {
    guard kind == .object else { return nil }
    var node = first
    while node.kind == .string {
      if node.isString(key) { return node.next }
      node = node.next.next
    }
    return nil
  }

  /// An array of at least two numbers: their first two.
  var point: Point? {
    guard kind == .array else { return nil }
    let east = first
    guard let x = east.number else { return nil }
    let north = east.next
    guard let y = north.number else { return nil }
    return Point(x, y)
  }

  /// An array of points; `nil` where an element is none.
  var points: [Point]? {
    guard kind == .array else { return nil }
    var points: [Point] = []
    points.reserveCapacity(count)
    var node = first
    while node.kind != .end {
      guard let point = node.point else { return nil }
      points.append(point)
      node = node.next
    }
    return points
  }
}

/// Walks through a parsed JSON text by its tape and by its structural characters at once, so that each value is known
/// together with its place in the text.
@safe package struct JSONWalk {
  package private(set) var node: JSONNode
  private let bytes: UnsafeRawBufferPointer
  private let structurals: UnsafePointer<UInt32>
  private var index: Int
  /// Behind the value that was skipped last, blanks left out.
  private(set) var end: UInt32 = 0

  /// - Parameters:
  ///   - node: where the walk begins.
  ///   - bytes: the text that was parsed.
  ///   - index: which of the structural characters the node begins with.
  package init(_ node: JSONNode, _ bytes: UnsafeRawBufferPointer, _ structurals: UnsafePointer<UInt32>, at index: Int) {
    self.node = node
    unsafe self.bytes = bytes
    unsafe self.structurals = structurals
    self.index = index
  }

  /// Where the value that stands here begins.
  @inline(__always) var position: UInt32 { unsafe structurals[index] }
  @inline(__always) private var byte: UInt8 { unsafe bytes[Int(structurals[index])] }

  /// Goes to the first key of the object that stands here.
  @inline(__always) package mutating func enter() {
    node = node.first
    index += 1
  }

  /// Goes behind the object at whose end this is.
  @inline(__always) package mutating func leave() {
    end = position + 1
    node = node.behindEnd
    index += 1
  }

  /// Goes from a key to its value.
  @inline(__always) package mutating func skipKey() {
    node = node.next
    index += 2
  }

  @inline(__always) package mutating func skipSeparator() {
    if byte == UInt8(ascii: ",") { index += 1 }
  }

  /// Goes behind the value that stands here.
  /// - Returns: its text.
  package mutating func skipText() -> UnsafeRawBufferPointer {
    let start = position
    skipValue()
    return unsafe UnsafeRawBufferPointer(rebasing: bytes[Int(start)..<Int(end)])
  }

  /// Goes behind the value that stands here.
  package mutating func skipValue() {
    switch node.kind {
    case .object, .array:
      var depth = 0
      repeat {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
        index += 1
      } while depth > 0
      end = unsafe structurals[index - 1] + 1
    default:
      index += 1
      end = position
      while end > 0, unsafe bytes[Int(end) - 1] <= 0x20 { end -= 1 }
    }
    node = node.next
  }
}

package import Diagnostics
package import JSONWriting

extension JSONValue {
  /// Reads one JSON text (RFC 8259). Integers beyond 64 bits and numbers beyond `Double` are refused.
  ///
  /// - Throws: `bad-json` (65); the caller adds the place.
  package static func parse(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> JSONValue {
    let mark = unsafe TextEncoding.byteOrderMark(bytes)
    let text = unsafe UnsafeRawBufferPointer(rebasing: bytes.dropFirst(mark?.encoding == .utf8 ? 3 : 0))
    let document = try JSONDocument()
    do throws(JSONDocument.Failure) {
      return JSONValue(try document.parse { unsafe $0.append(contentsOf: text) })
    } catch {
      throw Fault(.data, code: "bad-json", Text("this is no JSON: \(error.words)", zh: "不是有效的 JSON：\(error.words)"))
    }
  }

  package static func parse(_ bytes: [UInt8]) throws(Fault) -> JSONValue {
    let result = unsafe bytes.withUnsafeBytes { bytes in Result { () throws(Fault) in try unsafe parse(bytes) } }
    return try result.get()
  }

  init(_ node: JSONNode) {
    switch node.kind {
    case .null, .end: self = .null
    case .yes: self = .bool(true)
    case .no: self = .bool(false)
    case .integer: self = .integer(node.integer)
    case .unsigned: self = .raw(String(node.unsigned))
    case .double: self = .number(node.number ?? 0)
    case .string: self = .string(node.string ?? "")
    case .array:
      var elements: [JSONValue] = []
      var element = node.first
      while element.kind != .end {
        elements.append(JSONValue(element))
        element = element.next
      }
      self = .array(elements)
    case .object:
      var members: [Member] = []
      var key = node.first
      while key.kind == .string {
        members.append(Member(key: key.string ?? "", value: JSONValue(key.next)))
        key = key.next.next
      }
      self = .object(members)
    }
  }
}

internal import CSimdJSON
package import Diagnostics

/// Parses JSON texts, one after the other, by simdjson (Langdale & Lemire 2019). One per thread.
@safe package final class JSONDocument {
  private let handle: OpaquePointer
  /// The text with the readable bytes behind it that simdjson asks for.
  private var text: [UInt8] = []

  package init() throws(Fault) {
    guard let made = unsafe onegrid_json_new() else {
      throw Fault(.software, code: "out-of-memory", Text("no memory for a JSON parser", zh: "内存不足，无法解析 JSON"))
    }
    unsafe handle = made
  }

  deinit { unsafe onegrid_json_free(handle) }

  /// Why a text could not be parsed.
  package struct Failure: Error {
    package var words: String
    /// Whether the bytes are no UTF-8.
    package var isEncoding: Bool
  }

  /// simdjson's number for bytes that are no UTF-8.
  private static let notUTF8: Int32 = 10

  /// Parses the text that `compose` writes.
  /// - Returns: its one value; valid until the next call.
  package func parse(_ compose: (inout [UInt8]) -> Void) throws(Failure) -> JSONNode {
    text.removeAll(keepingCapacity: true)
    compose(&text)
    return try parseText()
  }

  private func parseText() throws(Failure) -> JSONNode {
    let length = text.count
    text.append(contentsOf: repeatElement(0, count: JSONDocument.padding))
    return try check(unsafe text.withUnsafeBufferPointer { unsafe onegrid_json_parse(handle, $0.baseAddress, length) })
  }

  /// How many readable bytes must follow a text that is parsed where it is.
  package static let padding = onegrid_json_padding()

  /// Parses a text where it is; `padding` bytes behind it can be read.
  package func parse(padded text: UnsafeRawBufferPointer) throws(Failure) -> JSONNode {
    let start = unsafe text.baseAddress?.assumingMemoryBound(to: UInt8.self)
    return try check(unsafe onegrid_json_parse(handle, start, text.count))
  }

  /// Of the text parsed last: where its brackets, colons, commas and the beginnings of its other values are.
  package var structurals: UnsafePointer<UInt32> { unsafe onegrid_json_structurals(handle) }

  private func check(_ code: Int32) throws(Failure) -> JSONNode {
    guard code == 0 else {
      throw Failure(words: unsafe String(cString: onegrid_json_words(code)), isEncoding: code == JSONDocument.notUTF8)
    }
    return unsafe JSONNode(tape: onegrid_json_tape(handle), strings: onegrid_json_strings(handle), index: 1)
  }
}

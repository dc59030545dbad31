internal import CGEOS
package import Diagnostics

/// One GEOS context: every operation of this module is a method of it. One for each thread.
///
/// GEOS's messages are recorded, never printed; whoever made the failing call reads them and throws.
@safe package final class GEOSContext {
  let handle: GEOSContextHandle_t
  private let log = MessageLog()

  package init() throws(Fault) {
    guard let handle = unsafe GEOS_init_r() else {
      throw Fault(.software, code: "out-of-memory", Text("GEOS could not be started", zh: "无法启动 GEOS"))
    }
    unsafe self.handle = handle
    let data = unsafe Unmanaged.passUnretained(log).toOpaque()
    unsafe GEOSContext_setErrorMessageHandler_r(handle, record, data)
    unsafe GEOSContext_setNoticeMessageHandler_r(handle, record, data)
  }

  deinit { unsafe GEOS_finish_r(handle) }

  /// GEOS's version, e.g. `3.11.1`.
  package static var version: String {
    unsafe String(cString: GEOSversion()).split(separator: "-").first.map(String.init) ?? ""
  }

  /// Takes over the geometry that a call made.
  /// - Throws: `geometry-failure` (data) with GEOS's own words where it made none.
  func own(_ pointer: OpaquePointer?, _ operation: StaticString) throws(Fault) -> GEOSObject {
    guard let pointer = unsafe pointer else { throw failure(operation) }
    return unsafe GEOSObject(pointer, in: self)
  }

  /// What a predicate says: 1 is yes, 0 is no, 2 is an exception.
  func answer(_ code: CChar, _ operation: StaticString) throws(Fault) -> Bool {
    guard code == 0 || code == 1 else { throw failure(operation) }
    return code == 1
  }

  func failure(_ operation: StaticString) -> Fault {
    let words = log.last.isEmpty ? "no reason given" : log.last
    log.last = ""
    return Fault(
      .data, code: "geometry-failure",
      Text("\(operation) failed: \(words)", zh: "几何运算 \(operation) 失败：\(words)"),
      hint: Text("repair the geometry first", zh: "请先修复几何图形"))
  }
}

private final class MessageLog {
  var last = ""
}

private let record: GEOSMessageHandler_r = { message, data in
  guard let message = unsafe message, let data = unsafe data else { return }
  let text = unsafe String(cString: message)
  unsafe Unmanaged<MessageLog>.fromOpaque(data).takeUnretainedValue().last =
    String(text.reversed().drop { $0.isWhitespace }.reversed())
}

/// A geometry of GEOS's, destroyed with its last holder and always before its context.
@safe final class GEOSObject {
  let context: GEOSContext
  private let pointer: OpaquePointer

  fileprivate init(_ pointer: OpaquePointer, in context: GEOSContext) {
    unsafe self.pointer = unsafe pointer
    self.context = context
  }

  deinit { unsafe GEOSGeom_destroy_r(context.handle, pointer) }

  /// The context and the pointer for the length of a call: read as a property, the pointer could outlive its
  /// object.
  func with<Result>(_ body: (GEOSContextHandle_t, OpaquePointer) -> Result) -> Result {
    unsafe body(context.handle, pointer)
  }

  /// The same for this geometry and another.
  func with<Result>(
    _ other: GEOSObject, _ body: (GEOSContextHandle_t, OpaquePointer, OpaquePointer) -> Result
  ) -> Result {
    unsafe other.with { _, theirs in unsafe body(context.handle, pointer, theirs) }
  }

  /// Area in squared units of the coordinates.
  func area() throws(Fault) -> Double {
    var area = 0.0
    guard unsafe GEOSArea_r(context.handle, pointer, &area) == 1 else { throw context.failure("area") }
    return area
  }
}

internal import CPROJ
internal import Diagnostics

/// One PROJ context with the network off. PROJ's messages are recorded, never printed; whoever made the
/// failing call reads them here and throws.
@safe final class ProjectionContext {
  let handle: OpaquePointer
  private let log = MessageLog()

  init() throws(Fault) {
    guard let context = unsafe proj_context_create() else {
      throw Fault(.software, code: "out-of-memory", Text("PROJ could not be started", zh: "无法启动 PROJ"))
    }
    unsafe handle = context
    unsafe proj_context_set_enable_network(context, 0)
    unsafe proj_log_level(context, PJ_LOG_ERROR)
    unsafe proj_log_func(context, Unmanaged.passUnretained(log).toOpaque()) { data, _, message in
      guard let data = unsafe data, let message = unsafe message else { return }
      unsafe Unmanaged<MessageLog>.fromOpaque(data).takeUnretainedValue().last = unsafe String(cString: message)
    }
  }

  deinit { unsafe proj_context_destroy(handle) }

  /// What PROJ said last, without the name of its own function before it.
  var message: String {
    guard log.last.hasPrefix("proj_") || log.last.hasPrefix("pj_"),
      let colon = log.last.firstIndex(of: ":")
    else { return log.last }
    return String(log.last[log.last.index(after: colon)...].drop { $0 == " " })
  }

  /// Takes over what a PROJ call returned; `nil` where it returned nothing.
  func own(_ pointer: OpaquePointer?) -> ProjectionObject? {
    guard let pointer = unsafe pointer else { return nil }
    return unsafe ProjectionObject(pointer, in: self)
  }
}

private final class MessageLog {
  var last = ""
}

/// An object of PROJ's, destroyed with its last holder and always before its context.
@safe final class ProjectionObject {
  let context: ProjectionContext
  private let pointer: OpaquePointer

  fileprivate init(_ pointer: OpaquePointer, in context: ProjectionContext) {
    unsafe self.pointer = unsafe pointer
    self.context = context
  }

  deinit { unsafe proj_destroy(pointer) }

  /// The pointer for the length of a call: read as a property, it could outlive its object.
  func withPointer<Result>(_ body: (OpaquePointer) -> Result) -> Result { unsafe body(pointer) }

  /// What a call makes of this object, taken over.
  func derived(_ call: (OpaquePointer?, OpaquePointer?) -> OpaquePointer?) -> ProjectionObject? {
    unsafe context.own(call(context.handle, pointer))
  }

  var type: PJ_TYPE { unsafe proj_get_type(pointer) }
  var name: String { unsafe proj_get_name(pointer).map { unsafe String(cString: $0) } ?? "" }
  var isReferenceSystem: Bool { unsafe proj_is_crs(pointer) != 0 }
  var isDeprecated: Bool { unsafe proj_is_deprecated(pointer) != 0 }

  /// The code under which its authority has it.
  var code: String? { unsafe proj_get_id_code(pointer, 0).map { unsafe String(cString: $0) } }

  /// The horizontal part of a reference system in two dimensions; `nil` where there is none.
  func horizontal() -> ProjectionObject? {
    switch type {
    case PJ_TYPE_GEOGRAPHIC_2D_CRS, PJ_TYPE_BOUND_CRS: self
    case PJ_TYPE_PROJECTED_CRS, PJ_TYPE_GEOGRAPHIC_3D_CRS: unsafe derived { unsafe proj_crs_demote_to_2D($0, nil, $1) }
    case PJ_TYPE_COMPOUND_CRS: unsafe derived { unsafe proj_crs_get_sub_crs($0, $1, 0) }?.horizontal()
    default: nil
    }
  }

  /// Without the shift to a hub datum that old files carry beside their reference system.
  func unbound() -> ProjectionObject {
    type == PJ_TYPE_BOUND_CRS ? unsafe derived { unsafe proj_get_source_crs($0, $1) } ?? self : self
  }

  /// The same reference system, or operation, with east before north.
  func eastFirst() -> ProjectionObject? {
    unsafe derived { unsafe proj_normalize_for_visualization($0, $1) }
  }

  func isEquivalent(to other: ProjectionObject) -> Bool {
    unsafe (eastFirst() ?? self).withPointer { mine in
      unsafe (other.eastFirst() ?? other).withPointer { theirs in
        unsafe proj_is_equivalent_to_with_ctx(
          context.handle, mine, theirs, PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS) != 0
      }
    }
  }

  func wellKnownText(_ form: PJ_WKT_TYPE) -> String? {
    guard let text = unsafe proj_as_wkt(context.handle, pointer, form, nil) else { return nil }
    return unsafe String(cString: text).split(separator: "\n").map { String($0).trimmed }.joined()
  }

  func projString(_ form: PJ_PROJ_STRING_TYPE) -> String? {
    unsafe proj_as_proj_string(context.handle, pointer, form, nil).map { unsafe String(cString: $0) }
  }
}

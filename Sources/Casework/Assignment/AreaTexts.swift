import AreaIndex
import CityStore
import JSONWriting
import SpatialFormats

/// Code and name of each area of a catalog, written out once in the form of the output, so that a row costs a copy.
@safe final class AreaTexts: Sendable {
  nonisolated(unsafe) private let bytes: UnsafeMutableRawBufferPointer
  /// The text of ordinal `i` is `bytes[starts[i]..<starts[i + 1]]`; behind the areas follow, by level, the texts that
  /// stand where there is no area.
  private let starts: [UInt32]
  private let areaCount: Int
  /// The longest text.
  let longest: Int

  init(_ catalog: AreaCatalog, _ plan: OutputPlan) {
    let buffer = ByteBuffer(capacity: catalog.areas.count * 32)
    var starts: [UInt32] = [0]
    for area in catalog.areas {
      AreaTexts.append(code: area.code, name: area.name, level: area.level, to: buffer, plan)
      starts.append(UInt32(buffer.count))
    }
    for level in Level.allCases {
      AreaTexts.append(code: nil, name: nil, level: level, to: buffer, plan)
      starts.append(UInt32(buffer.count))
    }
    self.starts = starts
    areaCount = catalog.areas.count
    longest = zip(starts, starts.dropFirst()).map { Int($1 - $0) }.max() ?? 0
    unsafe bytes = .allocate(byteCount: buffer.count, alignment: 16)
    unsafe bytes.copyMemory(from: buffer.bytes)
  }

  deinit { unsafe bytes.deallocate() }

  private static func append(
    code: String?, name: String?, level: Level, to buffer: ByteBuffer, _ plan: OutputPlan
  ) {
    switch plan.form {
    case .csv:
      buffer.append(plan.layout.dialect.delimiter)
      if let code { CSVField.append(code, to: buffer, dialect: plan.layout.dialect) }
      guard plan.hasNames else { return }
      buffer.append(plan.layout.dialect.delimiter)
      if let name { CSVField.append(name, to: buffer, dialect: plan.layout.dialect) }
    case .geoJSON, .geoJSONSequence:
      buffer.append(",\(JSONValue.quoted("\(plan.prefix)\(level)_code")):\(JSONValue(code).text)")
      guard plan.hasNames else { return }
      buffer.append(",\(JSONValue.quoted("\(plan.prefix)\(level)_name")):\(JSONValue(name).text)")
    }
  }

  /// The text of an area, with the separator before it. Valid for as long as this object lives.
  /// - Parameter ordinal: −1 for none.
  @inline(__always) func text(of ordinal: Int32, at level: Level) -> UnsafeRawBufferPointer {
    let index = ordinal < 0 ? areaCount + Int(level.rawValue) : Int(ordinal)
    return unsafe UnsafeRawBufferPointer(rebasing: bytes[Int(starts[index])..<Int(starts[index + 1])])
  }
}

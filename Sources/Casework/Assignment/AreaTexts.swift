import AreaIndex
import CityStore
import JSONWriting
import SpatialFormats

/// Code and name of each area of a catalog, written out once in the form of the output, so that a row costs a copy.
struct AreaTexts: Sendable {
  private var bytes: [UInt8] = []
  /// The text of ordinal `i` is `bytes[starts[i]..<starts[i + 1]]`.
  private var starts: [Int] = [0]
  /// By level: what stands where there is no area.
  private var blanks: [Range<Int>] = []
  /// The longest text.
  private(set) var longest = 0

  init(_ catalog: AreaCatalog, _ plan: OutputPlan) {
    let buffer = ByteBuffer(capacity: catalog.areas.count * 32)
    for area in catalog.areas {
      AreaTexts.append(code: area.code, name: area.name, level: area.level, to: buffer, plan)
      starts.append(buffer.count)
    }
    for level in Level.allCases {
      let start = buffer.count
      AreaTexts.append(code: nil, name: nil, level: level, to: buffer, plan)
      blanks.append(start..<buffer.count)
    }
    unsafe bytes = [UInt8](buffer.bytes)
    longest = zip(starts, starts.dropFirst()).map { $1 - $0 }.max() ?? 0
    longest = max(longest, blanks.map(\.count).max() ?? 0)
  }

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

  /// Lends all texts, and tells where that of an area lies in them.
  func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
    unsafe bytes.withUnsafeBytes(body)
  }

  /// - Parameter ordinal: −1 for none.
  @inline(__always) func range(of ordinal: Int32, at level: Level) -> Range<Int> {
    if ordinal < 0 { return blanks[Int(level.rawValue)] }
    return starts[Int(ordinal)]..<starts[Int(ordinal) + 1]
  }
}

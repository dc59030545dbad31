internal import CPROJ
internal import Diagnostics

/// The steps from one reference system to another.
struct Route {
  private(set) var steps: [Transformation.Step] = []
  private(set) var note: Text?

  init(from source: CoordinateSystem, to target: CoordinateSystem) throws(Fault) {
    if source.isEquivalent(to: target) { return }
    switch (source.definition, target.definition) {
    case (.offset(let a), .offset(let b)):
      // Two rules for the outside of China meet only in plain coordinates.
      let meeting = a.bounds == b.bounds ? min(a.frame, b.frame) : .plain
      undo(a, downTo: meeting)
      apply(b, from: meeting)
      note = Self.offsetNote
    case (.offset(let a), .proj):
      undo(a, downTo: .plain)
      try addProjection(from: CoordinateSystem("EPSG:4326"), to: target)
      note = Self.offsetNote
    case (.proj, .offset(let b)):
      try addProjection(from: source, to: CoordinateSystem("EPSG:4326"))
      apply(b, from: .plain)
      note = Self.offsetNote
    case (.proj, .proj):
      try addProjection(from: source, to: target)
    }
  }

  private mutating func undo(_ offset: ChineseOffset, downTo frame: ChineseOffset.Frame) {
    var current = offset.frame.rawValue
    while current > frame.rawValue, let step = ChineseOffset.Frame(rawValue: current) {
      steps.append(.undo(step, offset.bounds))
      current -= 1
    }
  }

  private mutating func apply(_ offset: ChineseOffset, from frame: ChineseOffset.Frame) {
    var current = frame.rawValue + 1
    while current <= offset.frame.rawValue, let step = ChineseOffset.Frame(rawValue: current) {
      steps.append(.apply(step, offset.bounds))
      current += 1
    }
  }

  /// CGCS2000 and WGS 84 are joined through their longitudes and latitudes, unmoved, whatever this PROJ's
  /// database says of them; all else is PROJ's choice.
  private mutating func addProjection(from source: CoordinateSystem, to target: CoordinateSystem) throws(Fault) {
    let sourceBase = try source.geographicBase
    let targetBase = try target.geographicBase
    if sourceBase != targetBase, try source.isGlobalGeocentric, try target.isGlobalGeocentric {
      note = Self.globalNote
      if source != sourceBase { try append(from: source, to: sourceBase) }
      if target != targetBase { try append(from: targetBase, to: target) }
    } else {
      try append(from: source, to: target)
    }
  }

  private mutating func append(from source: CoordinateSystem, to target: CoordinateSystem) throws(Fault) {
    if source.isEquivalent(to: target) { return }
    let context = try ProjectionContext()
    guard let from = source.opened(in: context), let to = target.opened(in: context),
      let operation = from.operation(to: to)?.eastFirst()
    else {
      throw Fault(
        .data, code: "no-transformation",
        Text(
          "no transformation from \(source.name) to \(target.name) (\(context.message))",
          zh: "无法从 \(source.name) 转换到 \(target.name)（\(context.message)）"))
    }
    if operation.isNothing { return }
    if note == nil { note = operation.accuracyNote(from: source, to: target) }
    steps.append(.proj(operation))
  }

  private static let offsetNote = Text(
    "GCJ-02 and BD-09 by the published formulas, their inverse exact to a millimetre; the official shift may differ",
    zh: "GCJ-02、BD-09 按公开公式换算，逆变换精确到毫米；与官方偏移可能略有差别")

  private static let globalNote = Text(
    "CGCS2000 and WGS 84 are taken as one (they differ by less than a metre); nothing was moved between them",
    zh: "CGCS2000 与 WGS 84 视为一致（相差不到一米），二者之间未作移动")
}

extension ProjectionObject {
  fileprivate func operation(to target: ProjectionObject) -> ProjectionObject? {
    unsafe target.withPointer { target in
      unsafe derived { unsafe proj_create_crs_to_crs_from_pj($0, $1, target, nil, nil) }
    }
  }

  /// Whether the operation leaves every point as it is.
  fileprivate var isNothing: Bool { projString(PJ_PROJ_5) == "+proj=noop" }

  fileprivate func accuracyNote(from source: CoordinateSystem, to target: CoordinateSystem) -> Text? {
    let isBallpark = unsafe withPointer {
      unsafe proj_coordoperation_has_ballpark_transformation(context.handle, $0) != 0
    }
    if isBallpark {
      return Text(
        "no known datum shift from \(source.name) to \(target.name): places may be off by metres to hundreds of metres",
        zh: "\(source.name) 与 \(target.name) 之间没有已知的基准转换参数，位置可能相差数米至数百米")
    }
    let metres = unsafe withPointer { unsafe proj_coordoperation_get_accuracy(context.handle, $0) }
    guard metres >= 1 else { return nil }
    return Text(
      "from \(source.name) to \(target.name) accurate to about \(metres) m",
      zh: "\(source.name) 到 \(target.name) 的转换精度约 \(metres) 米")
  }
}

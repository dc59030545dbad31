internal import CPROJ
package import Diagnostics
package import SpatialPrimitives

/// Takes points from one reference system to another, east before north on both sides.
///
/// Holds a PROJ context of its own: one for each thread.
package final class Transformation {
  package let source: CoordinateSystem
  package let target: CoordinateSystem
  /// What is to be known about how exact it is; `nil` where there is nothing to say.
  package let accuracyNote: Text?
  let steps: [Step]
  let cells: CurvatureCells

  enum Step {
    case proj(ProjectionObject)
    case apply(ChineseOffset.Frame, OffsetBounds)
    case undo(ChineseOffset.Frame, OffsetBounds)
  }

  /// Whether points pass with their bits unchanged.
  package var isIdentity: Bool { steps.isEmpty }

  /// - Throws: `no-transformation` (data) where PROJ knows no way from one to the other.
  package init(from source: CoordinateSystem, to target: CoordinateSystem) throws(Fault) {
    self.source = source
    self.target = target
    let route = try Route(from: source, to: target)
    steps = route.steps
    accuracyNote = route.note
    cells = CurvatureCells(side: 2000 / source.metresPerUnit)
  }

  /// The point in the target system; `nil` where it has no image there or is not finite.
  package func transform(_ point: Point) -> Point? {
    var result = point
    unsafe withUnsafeMutablePointer(to: &result) { unsafe run(UnsafeMutableBufferPointer(start: $0, count: 1)) }
    return result.isFinite ? result : nil
  }

  /// Each point in the target system, in place. A point without an image there becomes one that is not finite.
  package func transformEach(_ points: inout [Point]) {
    unsafe points.withUnsafeMutableBufferPointer { unsafe run($0) }
  }

  /// Each point in the target system, in place.
  /// - Throws: `outside-crs` (data), naming the first point that has no image there.
  package func transform(_ points: inout [Point]) throws(Fault) {
    let before = points
    transformEach(&points)
    if let bad = points.firstIndex(where: { !$0.isFinite }) { throw outside(before[bad]) }
  }

  func outside(_ point: Point) -> Fault {
    Fault(
      .data, code: "outside-crs",
      Text(
        "\(point.x) \(point.y) in \(source.name) has no place in \(target.name)",
        zh: "\(source.name) 中的 \(point.x) \(point.y) 无法换算到 \(target.name)"),
      hint: Text("check --crs: is it the system of the file?", zh: "请检查 --crs 是否为该文件的坐标系"))
  }

  private func run(_ points: UnsafeMutableBufferPointer<Point>) {
    for step in steps {
      switch step {
      case .proj(let operation): unsafe operation.transform(points)
      case .apply(let frame, let bounds):
        for index in points.indices { unsafe points[index] = frame.apply(points[index], bounds) }
      case .undo(let frame, let bounds):
        for index in points.indices { unsafe points[index] = frame.undo(points[index], bounds) }
      }
    }
  }
}

extension ProjectionObject {
  /// `Point` is two doubles, x first: PROJ walks the buffer with a stride.
  fileprivate func transform(_ points: UnsafeMutableBufferPointer<Point>) {
    guard let base = UnsafeMutableRawPointer(points.baseAddress) else { return }
    let x = unsafe base.assumingMemoryBound(to: Double.self)
    let stride = MemoryLayout<Point>.stride
    let done = unsafe withPointer { operation in
      unsafe proj_errno_reset(operation)
      return unsafe proj_trans_generic(
        operation, PJ_FWD, x, stride, points.count, x + 1, stride, points.count, nil, 0, 0, nil, 0, 0)
    }
    // PROJ gives every point back, failed ones as infinities; a short count is a failure of the whole.
    for index in done..<max(done, points.count) { unsafe points[index] = Point(.infinity, .infinity) }
  }
}

extension ChineseOffset.Frame {
  fileprivate func apply(_ point: Point, _ bounds: OffsetBounds) -> Point {
    switch self {
    case .plain: point
    case .mars: MarsOffset.apply(point, bounds: bounds)
    case .baidu: BaiduOffset.apply(point)
    case .baiduMercator: BaiduMercator.apply(point)
    }
  }

  fileprivate func undo(_ point: Point, _ bounds: OffsetBounds) -> Point {
    switch self {
    case .plain: point
    case .mars: MarsOffset.undo(point, bounds: bounds)
    case .baidu: BaiduOffset.undo(point)
    case .baiduMercator: BaiduMercator.undo(point)
    }
  }
}

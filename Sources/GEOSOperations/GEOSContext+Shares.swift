internal import CGEOS
package import Diagnostics
package import SpatialPrimitives

/// What part of a child's area lies in a parent.
package struct OverlapShare: Sendable, Hashable {
  /// The parent's place in the array handed in.
  package var parent: Int
  /// More than 0, at most 1.
  package var share: Double

  package init(parent: Int, share: Double) {
    self.parent = parent
    self.share = share
  }
}

extension GEOSContext {
  /// For each child, the parents that it lies in with the share of its area, the largest share first, equal ones
  /// in the order of the parents. Where parents hold a child whole, only these are named.
  ///
  /// - Throws: `geometry-failure` (data) for a geometry that cannot be made valid.
  /// - Complexity: one prepared test for each pair whose boxes meet, one overlay for each pair that crosses.
  package func shares(
    of children: [MultiPolygon], in parents: [MultiPolygon]
  ) throws(Fault) -> [[OverlapShare]] {
    let boxes = try BoxTree(parents.map(\.box), in: self)
    var prepared: [PreparedArea?] = Array(repeating: nil, count: parents.count)
    var result: [[OverlapShare]] = []
    result.reserveCapacity(children.count)
    for child in children {
      var near: [(ordinal: Int, parent: PreparedArea)] = []
      for ordinal in try boxes.items(meeting: child.box) {
        if prepared[ordinal] == nil, let object = try sound(parents[ordinal]) {
          prepared[ordinal] = try PreparedArea(object)
        }
        if let parent = prepared[ordinal] { near.append((ordinal, parent)) }
      }
      result.append(near.isEmpty ? [] : try shares(of: child, among: near))
    }
    return result
  }

  private func shares(
    of child: MultiPolygon, among parents: [(ordinal: Int, parent: PreparedArea)]
  ) throws(Fault) -> [OverlapShare] {
    guard let object = try sound(child), case let area = try object.area(), area > 0 else { return [] }
    let inside = try unsafe own(unsafe object.with { unsafe GEOSPointOnSurface_r($0, $1) }, "interior point")
    // Most children lie in one parent, which then holds any point of theirs: that one is tried first.
    var shares: [OverlapShare] = []
    var others: [(ordinal: Int, parent: PreparedArea)] = []
    for (ordinal, parent) in parents {
      if try parent.intersects(inside) {
        let share = try intersectionArea(parent.object, object) / area
        shares.append(OverlapShare(parent: ordinal, share: share > Self.whole ? 1 : share))
      } else {
        others.append((ordinal, parent))
      }
    }
    if shares.contains(where: { $0.share == 1 }) { return shares.filter { $0.share == 1 } }
    for (ordinal, parent) in others where try parent.intersects(object) {
      let share = try intersectionArea(parent.object, object) / area
      if share > 0 { shares.append(OverlapShare(parent: ordinal, share: share)) }
    }
    return shares.sorted { ($1.share, $0.parent) < ($0.share, $1.parent) }
  }

  /// A share above this is the whole: an overlay rounds.
  private static let whole = 1 - 1e-9

  /// The geometry, made valid first where it must be; `nil` where nothing of it has an area.
  private func sound(_ geometry: MultiPolygon) throws(Fault) -> GEOSObject? {
    if try flaw(in: geometry) == nil { return geometry.isEmpty ? nil : try object(geometry) }
    let valid = try makeValid(geometry).geometry
    return valid.isEmpty ? nil : try object(valid)
  }
}

/// An R-tree over boxes (GEOS's STRtree).
@safe private final class BoxTree {
  private let context: GEOSContext
  private let tree: OpaquePointer
  /// The numbers of a query, as the callback hands them over.
  private var found: [Int] = []

  init(_ boxes: [Box], in context: GEOSContext) throws(Fault) {
    guard let tree = unsafe GEOSSTRtree_create_r(context.handle, 10) else { throw context.failure("index") }
    self.context = context
    unsafe self.tree = unsafe tree
    for (ordinal, box) in boxes.enumerated() where !box.isEmpty {
      let rectangle = try context.rectangle(box)
      // No item may be the null pointer: numbers start at one.
      let item = unsafe UnsafeMutableRawPointer(bitPattern: ordinal + 1)
      unsafe rectangle.with { unsafe GEOSSTRtree_insert_r($0, tree, $1, item) }
    }
  }

  deinit { unsafe GEOSSTRtree_destroy_r(context.handle, tree) }

  /// The numbers of the boxes that meet `box`, ascending.
  func items(meeting box: Box) throws(Fault) -> [Int] {
    if box.isEmpty { return [] }
    found.removeAll(keepingCapacity: true)
    let rectangle = try context.rectangle(box)
    unsafe rectangle.with {
      unsafe GEOSSTRtree_query_r(
        $0, tree, $1,
        { item, data in
          guard let data = unsafe data else { return }
          let tree = unsafe Unmanaged<BoxTree>.fromOpaque(data).takeUnretainedValue()
          tree.found.append(Int(bitPattern: item) - 1)
        }, Unmanaged.passUnretained(self).toOpaque())
    }
    return found.sorted()
  }
}

extension GEOSContext {
  fileprivate func rectangle(_ box: Box) throws(Fault) -> GEOSObject {
    try unsafe own(GEOSGeom_createRectangle_r(handle, box.minX, box.minY, box.maxX, box.maxY), "index")
  }
}

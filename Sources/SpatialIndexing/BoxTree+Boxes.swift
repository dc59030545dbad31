import CBoxScan
public import SpatialPrimitives
import SystemFiles

extension BoxTree {
  /// The items whose boxes meet `box`, borders included, ascending. A box that is empty or not a number meets none.
  public func items(meeting box: Box3) -> [Int] {
    var found: [UInt32] = []
    search(box, into: &found)
    return found.map(Int.init).sorted()
  }

  /// The items whose boxes hold `point`, borders included, ascending.
  public func items(holding point: Point3) -> [Int] { items(meeting: Box3(point)) }

  /// As `items(meeting:)`, for many questions: the items in the order of the tree replace what `found` held, and nothing is
  /// allocated once that has room.
  public func search(_ box: Box3, into found: inout [UInt32]) {
    found.removeAll(keepingCapacity: true)
    guard count > 0, !box.isEmpty else { return }
    let query = frame.small(box)
    unsafe query.span.withUnsafeBufferPointer { query in
      unsafe descend(query.baseAddress!, box, &found)
    }
  }

  private func descend(_ query: UnsafePointer<Float>, _ box: Box3, _ found: inout [UInt32]) {
    let fan = TreeTiers.fan
    let room = fan * TreeTiers.mostTiers
    let leaves = tiers.leafCount
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: room + fan) { space in
      let stack = space.baseAddress!
      let hits = unsafe stack + room
      unsafe stack[0] = UInt32(truncatingIfNeeded: tiers.root)
      var depth = 1
      while depth > 0 {
        depth &-= 1
        let current = unsafe Int(stack[depth])
        let (first, count) = tiers.children(of: current)
        let present = UInt32(0xFFFF) >> UInt32(truncatingIfNeeded: fan - count)
        if current < leaves {
          let masks = unsafe boxscan_meeting(node(current), query)
          var mask = masks & present
          let sure = masks >> 16
          var size = 0
          while mask != 0 {
            let slot = mask.trailingZeroBitCount
            mask &= mask &- 1
            let place = first &+ slot
            unsafe hits[size] = number(place)
            // Where rounded coordinates are equal the exact ones decide.
            if sure >> UInt32(slot) & 1 != 0 || (unsafe items.base[place].intersects(box)) { size &+= 1 }
          }
          if size > 0 { unsafe found.append(contentsOf: UnsafeBufferPointer(start: hits, count: size)) }
        } else {
          var mask = unsafe boxscan_overlapping(node(current), query) & present
          while mask != 0 {
            let child = first &+ mask.trailingZeroBitCount
            mask &= mask &- 1
            unsafe boxscan_prefetch(node(child))
            if child < leaves { unsafe boxscan_prefetch_numbers(numbers.base + child &* fan) }
            unsafe stack[depth] = UInt32(truncatingIfNeeded: child)
            depth &+= 1
          }
        }
      }
    }
  }
}

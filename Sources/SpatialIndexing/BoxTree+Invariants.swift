import CBoxScan
import SpatialPrimitives
import SystemFiles

extension BoxTree {
  /// What is wrong with the tree, as sentences for its maker; nothing for one that was built. Each box of a node must be the
  /// boxes of the items below it together, in steps of the node; each number must occur once, and the extent must be that of
  /// all boxes.
  /// O(n); for tests and for a file in doubt.
  public func checkInvariants() -> [String] {
    guard count > 0 else { return extent.isEmpty ? [] : ["an extent of nothing"] }
    var faults: [String] = []
    var seen = [Bool](repeating: false, count: count)
    for place in 0..<count {
      let number = Int(number(place))
      if seen[number] { faults.append("place \(place): number \(number)") }
      seen[number] = true
    }
    let whole = check(tiers.root, BoxFrame.whole, &faults)
    if whole != extent { faults.append("the extent is not that of the boxes") }
    return faults
  }

  /// - Parameter above: the frame of its parent.
  /// - Returns: the box around all items below a node.
  private func check(_ node: Int, _ above: boxscan_frame, _ faults: inout [String]) -> Box3 {
    let (first, size) = tiers.children(of: node)
    let isLeaf = node < tiers.leafCount
    let frame = isLeaf ? above : frame(of: node)
    let boxes = (first..<(first + size)).map { isLeaf ? items[$0] : check($0, frame, &faults) }
    let around = boxes.reduce(into: Box3.empty) { $0.formUnion($1) }
    if !isLeaf {
      let isAboveLeaves = first < tiers.leafCount
      let expected = isAboveLeaves ? boxscan_frame(around: self.frame.steps(around)) : BoxFrame.whole
      if frame.place != expected.place || frame.shift != expected.shift { faults.append("node \(node): frame") }
    }
    for slot in 0..<TreeTiers.fan {
      // Where there is no child, nothing is met.
      let expected = slot < size ? frame.narrowed(self.frame.steps(boxes[slot])) : BoxSteps.nothing
      for axis in 0..<3 {
        let sides = unsafe self.node(node) + slot
        if unsafe sides[TreeTiers.fan * axis] != expected.low[axis]
          || sides[TreeTiers.fan * (3 + axis)] != expected.high[axis]
        {
          faults.append("node \(node): child \(slot), axis \(axis)")
        }
      }
    }
    return around
  }
}

import CBoxScan
import Diagnostics
import SpatialPrimitives
import SystemFiles

/// Which nodes of a tree that lies in a file have been verified, a bit each: a question looks at checksums only where it is the
/// first to come. With a leaf go its items.
@safe final class NodeTrust: @unchecked Sendable {
  private let tiers: TreeTiers
  private let nodes: Section<Int16>
  private let items: Section<Box3>
  private let known: KnownBits
  private let path: String

  init(_ tiers: TreeTiers, nodes: Section<Int16>, items: Section<Box3>, path: String) {
    self.tiers = tiers
    self.nodes = nodes
    self.items = items
    self.path = path
    known = KnownBits(count: tiers.nodeCount)
  }

  /// - Throws: `index-damaged` (66).
  @inline(__always) func confirm(_ node: Int) throws(Fault) {
    if !known[node] { try verify(node) }
  }

  @inline(never) private func verify(_ node: Int) throws(Fault) {
    try nodes.confirm((node * TreeTiers.nodeWords)..<((node + 1) * TreeTiers.nodeWords))
    let (first, count) = tiers.children(of: node)
    if node < tiers.leafCount {
      try items.confirm(first..<(first + count))
    }
    // What nobody may meet leads out of the file.
    for slot in count..<TreeTiers.fan {
      let sides = unsafe nodes.base + (node * TreeTiers.nodeWords + slot)
      for axis in 0..<3 where unsafe sides[TreeTiers.fan * axis] != .max { throw damage }
    }
    known.set(node)
  }

  /// What the kernel met.
  var damage: Fault { SectionFault.damaged(path) }

  /// As the kernel takes it; it keeps nothing alive.
  var plain: boxscan_trust {
    unsafe boxscan_trust(
      known: known.plain, owner: Unmanaged.passUnretained(self).toOpaque(),
      verify: { owner, node in
        let trust = unsafe Unmanaged<NodeTrust>.fromOpaque(owner).takeUnretainedValue()
        return (try? trust.verify(Int(node))) == nil ? 0 : 1
      })
  }
}

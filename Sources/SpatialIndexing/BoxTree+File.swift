public import Diagnostics
import SpatialPrimitives
package import SystemFiles

extension BoxTree {
  /// Changes whenever the sections change their meaning.
  package static let formatVersion: UInt32 = 4

  /// The sections of an index file, numbered from `first`. They are the tree's own memory: valid for as long as it lives.
  ///
  /// | place | content |
  /// |---|---|
  /// | 0 | number of boxes, then the sides of the extent |
  /// | 1 | nodes of 256 bytes, leaves first, the root last: sixteen times minX, then minY, minZ, maxX, maxY, maxZ in steps; |
  /// |   | then the numbers of a leaf's boxes, or the frame of another node |
  /// | 2 | boxes in the order of the leaves |
  package func withSections<Result>(
    from first: UInt32 = 1, _ body: ([(id: UInt32, bytes: UnsafeRawBufferPointer)]) throws(Fault) -> Result
  ) throws(Fault) -> Result {
    let header = Section(
      [UInt64(count)]
        + [extent.minX, extent.minY, extent.minZ, extent.maxX, extent.maxY, extent.maxZ].map(\.bitPattern))
    let all = unsafe [header.bytes, nodes.bytes, items.bytes]
    return try unsafe body(Array(zip(first..., all)))
  }

  /// A tree that lies in a file, which it keeps mapped: nothing is read but what answers need, and that is verified before it is
  /// believed.
  ///
  /// - Throws: `index-damaged` (66) where sections are missing or of the wrong size. Whatever else the file says, even one whose
  ///   checksums were made to fit, no question reads outside of it, and every item that is named is less than `count`.
  package convenience init(_ file: SectionFile, from first: UInt32 = 1) throws(Fault) {
    let header: Section<UInt64> = try Section(first, of: file)
    try header.confirm(0..<header.count)
    let nodes: Section<Int16> = try Section(first + 1, of: file)
    let items: Section<Box3> = try Section(first + 2, of: file)
    let count = Int(truncatingIfNeeded: header[0])
    let corners = (1...6).map { Double(bitPattern: header[$0]) }
    guard header.count == 7, 0..<Int(Int32.max) ~= count,
      nodes.count == TreeTiers.nodeWords * max(1, TreeTiers(count: count).nodeCount), items.count == max(1, count)
    else { throw SectionFault.damaged(file.path) }
    self.init(
      count: count,
      extent: Box3(
        minX: corners[0], minY: corners[1], minZ: corners[2], maxX: corners[3], maxY: corners[4], maxZ: corners[5]),
      nodes: nodes, items: items, confirmedAt: count > 0 ? file.path : nil)
  }

  /// Keeps the tree in a file of its own, in place of one of that name.
  /// - Throws: `no-folder`, `unwritable`, `disk-full`, `cannot-write` (73).
  public func write(to path: String) throws(Fault) {
    try unsafe withSections { sections throws(Fault) in
      try unsafe SectionFile.write(
        path, kind: Self.fileKind, version: Self.formatVersion, key: Self.fileKey, sections: sections, blockSums: true)
    }
  }

  /// Opens a tree that was kept by `write`: maps it, and reads nothing but its first page and checksums. What is damaged behind
  /// that is found by the first question that needs it.
  /// - Throws: `index-damaged`, `index-foreign`, `index-outdated`; `missing-file`, `unreadable-file` (66).
  public convenience init(path: String) throws(Fault) {
    try self.init(
      SectionFile(
        path: path, kind: Self.fileKind, version: Self.formatVersion, key: Self.fileKey, verifying: .touched))
  }

  private static let fileKind = "BoxTree "
  private static let fileKey = [UInt8](repeating: 0, count: 32)
}

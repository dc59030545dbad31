package import Diagnostics
import SpatialPrimitives
package import SystemFiles

extension AreaIndex {
  /// Changes whenever the sections change their meaning.
  package static let formatVersion: UInt32 = 3

  /// The sections of an index file, in which it can be opened again without being built. They are the index's own
  /// memory: valid for as long as it lives.
  ///
  /// | id | content |
  /// |---|---|
  /// | 1 | header: the grid's frame, where the ranks of each level end, the extent |
  /// | 2…5 | grid: directory, splits, blocks, answers |
  /// | 6…8 | borders: vertices, stretches, first stretch by rank |
  /// | 9, 10 | trees over the stretches of each area: boxes, trees |
  /// | 11…13 | trees over the areas of each level: ranks, boxes, trees |
  /// | 14, 15 | roster: members by rank, ranks by ordinal |
  package func withSections<Result>(
    _ body: ([(id: UInt32, bytes: UnsafeRawBufferPointer)]) throws(Fault) -> Result
  ) throws(Fault) -> Result {
    let header = Section(Header(self).words)
    let all = unsafe [
      header.bytes, grid.directory.bytes, grid.splits.bytes, grid.blocks.bytes, grid.answers.bytes,
      outlines.vertices.bytes, outlines.stretches.bytes, outlines.starts.bytes, outlines.borders.boxes.bytes,
      outlines.borders.trees.bytes, outlines.ranks.bytes, outlines.areas.boxes.bytes, outlines.areas.trees.bytes,
      roster.members.bytes, roster.ranks.bytes,
    ]
    return try unsafe body(Array(zip(1..., all)))
  }

  /// An index that lies in a file, which it keeps mapped. It may be asked at once: nothing is read but what answers need.
  /// Where the file is verified as it is touched, `confirm` comes before each question.
  ///
  /// - Throws: `index-damaged` (66) where the sections contradict each other. Beyond that no look-up believes the file: it
  ///   reads nothing outside of it, whatever it says.
  package init(_ file: SectionFile) throws(Fault) {
    let header = try Header(words: Array(Section(confirmed: 1, of: file)), file)
    let frame = header.frame
    let directory: Section<UInt32> = try Section(2, of: file)
    guard directory.count == frame.columns * frame.rows else { throw SectionFault.damaged(file.path) }
    grid = try Grid(
      frame, directory: directory, splits: Section(3, of: file), blocks: Section(4, of: file),
      answers: Section(confirmed: 5, of: file))
    outlines = try Outlines(
      vertices: Section(6, of: file), stretches: Section(7, of: file), starts: Section(confirmed: 8, of: file),
      borders: BoxForest(boxes: Section(9, of: file), trees: Section(confirmed: 10, of: file)),
      ranks: Section(confirmed: 11, of: file),
      areas: BoxForest(boxes: Section(12, of: file), trees: Section(confirmed: 13, of: file)))
    roster = try Roster(
      members: Section(confirmed: 14, of: file), ranks: Section(confirmed: 15, of: file), ranges: header.ranges)
    extent = header.extent
    levels = Level.allCases.filter { !header.ranges[Int($0.rawValue)].isEmpty }
    guard isConsistent else { throw SectionFault.damaged(file.path) }
  }

  /// Whether what is used to find something else points to what there is.
  private var isConsistent: Bool {
    let count = Int32(count)
    let hasAnswers = (0..<grid.answers.count).allSatisfy { number in
      let areas = grid.answers[number].areas
      return areas.indices.allSatisfy { areas[$0] >= -1 && areas[$0] < count }
    }
    let hasMembers = (0..<Int(count)).allSatisfy { rank in
      let member = roster.members[rank]
      return 0..<count ~= member.ordinal && -1..<count ~= member.parent && member.level < 6 && member.parentLevel < 6
    }
    return hasAnswers && hasMembers && roster.members.count >= count && roster.ranks.count >= count
      && outlines.isConsistent(areas: Int(count), ranges: roster.ranges)
  }
}

extension Outlines {
  fileprivate func isConsistent(areas count: Int, ranges: [Range<Int>]) -> Bool {
    guard starts.count > count, borders.trees.count >= count, areas.trees.count >= Level.allCases.count else {
      return false
    }
    let hasStretches = (0..<count).allSatisfy { starts[$0] <= starts[$0 + 1] } && starts[count] <= stretches.count
    let hasAreas = zip(0..., ranges).allSatisfy { Int(areas.trees[$0].y) <= $1.count }
    return hasStretches && hasAreas && borders.isConsistent(trees: count) && areas.isConsistent(trees: ranges.count)
  }
}

extension BoxForest {
  /// Whether all boxes of the trees are there.
  fileprivate func isConsistent(trees count: Int) -> Bool {
    (0..<count).allSatisfy { nodes(of: $0).upperBound <= boxes.count }
  }
}

/// The numbers that an index consists of beside its sections.
private struct Header {
  let frame: GridFrame
  let ranges: [Range<Int>]
  let extent: Box

  init(_ index: AreaIndex) {
    frame = index.grid.frame
    ranges = index.roster.ranges
    extent = index.extent
  }

  var words: [Int64] {
    let numbers =
      [frame.columns, frame.rows, frame.exponent, frame.firstColumn, frame.firstRow] + ranges.map(\.upperBound)
    let corners = [extent.minX, extent.minY, extent.maxX, extent.maxY]
    return numbers.map(Int64.init) + corners.map { Int64(bitPattern: $0.bitPattern) }
  }

  init(words: [Int64], _ file: SectionFile) throws(Fault) {
    let numbers = words.map { Int(truncatingIfNeeded: $0) }
    let levels = Level.allCases.count
    guard words.count == 9 + levels,
      GridFrame.isPossible(
        columns: numbers[0], rows: numbers[1], exponent: numbers[2], firstColumn: numbers[3], firstRow: numbers[4])
    else { throw SectionFault.damaged(file.path) }
    frame = GridFrame(
      columns: numbers[0], rows: numbers[1], exponent: numbers[2], firstColumn: numbers[3], firstRow: numbers[4])
    var ranges: [Range<Int>] = []
    for end in numbers[5..<5 + levels] {
      let start = ranges.last?.upperBound ?? 0
      guard start <= end, end <= Int32.max else { throw SectionFault.damaged(file.path) }
      ranges.append(start..<end)
    }
    self.ranges = ranges
    let corners = words[(5 + levels)...].map { Double(bitPattern: UInt64(bitPattern: $0)) }
    extent = Box(minX: corners[0], minY: corners[1], maxX: corners[2], maxY: corners[3])
  }
}

extension Array where Element: BitwiseCopyable {
  fileprivate init(_ section: Section<Element>) { self = (0..<section.count).map { section[$0] } }
}

import SpatialPrimitives

/// Which area of the edition after is the same as one of the edition before: by code, then by shape.
struct AreaMatching {
  /// For each area before the one after, and the other way round; `nil` where there is none.
  private(set) var successors: [Int?]
  private(set) var predecessors: [Int?]

  init(_ before: [ComparedArea], _ after: [ComparedArea]) {
    successors = Array(repeating: nil, count: before.count)
    predecessors = Array(repeating: nil, count: after.count)
    let codesBefore = Dictionary(grouping: before.indices) { before[$0].code }
    let codesAfter = Dictionary(grouping: after.indices) { after[$0].code }
    for (code, old) in codesBefore where !code.isEmpty && old.count == 1 {
      if let new = codesAfter[code], new.count == 1 { join(old[0], new[0]) }
    }
    matchShapes(before, after)
  }

  /// Says that two areas are the same.
  mutating func join(_ old: Int, _ new: Int) {
    successors[old] = new
    predecessors[new] = old
  }

  /// Of several areas of one shape those with one code go together first.
  private mutating func matchShapes(_ before: [ComparedArea], _ after: [ComparedArea]) {
    var shapes: [MultiPolygon: [Int]] = [:]
    for new in after.indices where predecessors[new] == nil && !after[new].geometry.isEmpty {
      shapes[after[new].geometry, default: []].append(new)
    }
    guard !shapes.isEmpty else { return }
    for needsCode in [true, false] {
      for old in before.indices where successors[old] == nil {
        let fitting = shapes[before[old].geometry]?.first { new in
          predecessors[new] == nil && (!needsCode || after[new].code == before[old].code)
        }
        if let fitting { join(old, fitting) }
      }
    }
  }
}

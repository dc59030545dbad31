/// Gives each sliver to a face beside it in its community, so that lines that were drawn twice do not make elements.
///
/// Of the faces beside it, those come first that lie in the same grid of the scheme of the highest priority, then of the
/// next scheme, and so on; among these the one with the longest border in common; then the first. A sliver beside
/// slivers only waits until one of them has found its place. One with nothing beside it in its community stays.
struct SliverAbsorption {
  /// For each face the face whose element it is a part of; itself for those that stay, −1 outside the communities.
  private(set) var homes: [Int32]
  /// The slivers that nothing could take.
  private(set) var left: [Int] = []

  /// O(borders × rounds); there are as many rounds as slivers lie behind one another.
  init(_ faces: ElementFaces) {
    homes = (0..<faces.count).map { face in
      faces.communities[face] < 0 ? -1 : faces.isSliver[face] ? Int32.max : Int32(face)
    }
    var beside: [Int: [(face: Int, metres: Double)]] = [:]
    for border in faces.borders {
      let (first, second) = (Int(border.first), Int(border.second))
      guard faces.communities[first] == faces.communities[second], faces.communities[first] >= 0 else { continue }
      if faces.isSliver[first] { beside[first, default: []].append((second, border.metres)) }
      if faces.isSliver[second] { beside[second, default: []].append((first, border.metres)) }
    }
    var waiting = faces.isSliver.indices.filter { homes[$0] == Int32.max }
    while !waiting.isEmpty {
      var found: [(sliver: Int, home: Int32)] = []
      var rest: [Int] = []
      for sliver in waiting {
        // What borders in several stretches, through other slivers too, counts with all of them.
        var metres: [Int32: Double] = [:]
        for (face, length) in beside[sliver] ?? [] where homes[face] != Int32.max {
          metres[homes[face], default: 0] += length
        }
        guard let home = metres.keys.max(by: { SliverAbsorption.isBehind($0, $1, sliver, metres, faces) }) else {
          rest.append(sliver)
          continue
        }
        found.append((sliver, home))
      }
      if found.isEmpty {
        left = rest
        for sliver in rest { homes[sliver] = Int32(sliver) }
        return
      }
      for (sliver, home) in found { homes[sliver] = home }
      waiting = rest
    }
  }

  private static func isBehind(
    _ a: Int32, _ b: Int32, _ sliver: Int, _ metres: [Int32: Double], _ faces: ElementFaces
  ) -> Bool {
    for scheme in 0..<faces.schemeCount {
      let own = faces.label(sliver, scheme)
      let (first, second) = (faces.label(Int(a), scheme) == own, faces.label(Int(b), scheme) == own)
      if first != second { return second }
    }
    let (first, second) = (metres[a] ?? 0, metres[b] ?? 0)
    return first != second ? first < second : a > b
  }
}

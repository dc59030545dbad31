import AreaIndex
import CityStore
import Diagnostics

/// What one change makes of areas of a draft: which part of each went where.
struct LineageSteps {
  struct Step {
    var from: String
    var to: String
    var areaShare: Double
    var householdShare: Double?
    var caseShare: Double?
  }

  var level: Level
  /// All that became of each area changed; the shares of one sum to 1.
  var steps: [Step] = []

  /// The lineage of a draft's level to the edition before, carried on by these steps: an area split in a draft and one
  /// part of it merged later has come to two areas, not to one that is not there any more.
  ///
  /// - Parameters:
  ///   - edges: what was said before of the level.
  ///   - base: the codes of the level in the edition before.
  func applied(to edges: [LineageEdge], base: Set<String>) -> [LineageEdge] {
    let changed = Set(steps.map(\.from))
    var result = edges.filter { $0.to.map { !changed.contains($0) } ?? true }
    var made: [LineageEdge] = []
    for area in changed.sorted() {
      var before = edges.filter { $0.to == area }
      if before.isEmpty {
        let from = base.contains(area) ? area : nil
        let whole = from == nil ? 0.0 : 1
        before = [
          LineageEdge(level: level, from: from, to: area, areaShare: whole, householdShare: whole, caseShare: whole)
        ]
      }
      for edge in before {
        for step in steps where step.from == area {
          made.append(
            LineageEdge(
              level: level, from: edge.from, to: step.to, areaShare: edge.areaShare * step.areaShare,
              householdShare: product(edge.householdShare, step.householdShare),
              caseShare: product(edge.caseShare, step.caseShare)))
        }
      }
    }
    for edge in made {
      if let same = result.firstIndex(where: { $0.from == edge.from && $0.to == edge.to }) {
        result[same].areaShare += edge.areaShare
        result[same].householdShare = sum(result[same].householdShare, edge.householdShare)
        result[same].caseShare = sum(result[same].caseShare, edge.caseShare)
      } else {
        result.append(edge)
      }
    }
    // What is newly founded and also comes from somewhere comes from there.
    let descended = Set(result.compactMap { $0.from == nil ? nil : $0.to })
    result.removeAll { $0.from == nil && $0.to.map(descended.contains) ?? false }
    for index in result.indices { result[index].keepWithinOne() }
    return result
  }

  /// Of nothing, whatever part is nothing: an area that had no share of the households passes none on.
  private func product(_ a: Double?, _ b: Double?) -> Double? {
    a == 0 || b == 0 ? 0 : a.flatMap { a in b.map { a * $0 } }
  }
  private func sum(_ a: Double?, _ b: Double?) -> Double? { a.flatMap { a in b.map { a + $0 } } }
}

extension LineageEdge {
  /// Sums of shares may round to a little more than the whole.
  fileprivate mutating func keepWithinOne() {
    areaShare = min(areaShare, 1)
    householdShare = householdShare.map { min($0, 1) }
    caseShare = caseShare.map { min($0, 1) }
  }
}

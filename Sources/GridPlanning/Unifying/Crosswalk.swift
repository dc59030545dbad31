/// One row of the crosswalk: what one old grid and one element have in common.
///
/// Shares are weights by which figures are carried over. `area`, `households` and `cases` are parts of the old grid: over
/// all rows of one old grid each of them sums to 1. `ofNew` are parts of the unified grid: over all rows of one scheme and
/// one unified grid each of them sums to 1. Where an old (or a new) grid has no households, or no cases, the shares of
/// its area stand in for them, so that nothing is lost.
public struct CrosswalkRow: Sendable, Hashable {
  public struct Shares: Sendable, Hashable {
    public var area: Double
    public var households: Double
    public var cases: Double
  }

  /// In the subject.
  public var scheme: Int
  /// In the scheme; `nil` for what none of its grids holds.
  public var oldGrid: Int?
  /// `nil` for what lies outside the communities.
  public var element: Int?
  public var newGrid: Int?
  public var squareMetres: Double
  public var households: Double
  public var cases: Double
  public var shares: Shares
  public var ofNew: Shares
}

/// Sums up what faces have in common with grids and elements.
///
/// A sliver counts to the element that took it in, with what it is: rows with tiny shares say what slivers moved, and
/// areas add up exactly.
struct CrosswalkBuilder {
  private(set) var rows: [CrosswalkRow] = []

  /// O(faces × schemes × log).
  init(_ faces: ElementFaces, _ counts: FaceCounts, elementOf: [Int32], elements: [Unification.Element]) {
    struct Entry {
      var old: Int32
      var element: Int32
      var face: Int
    }
    for scheme in 0..<faces.schemeCount {
      var entries: [Entry] = []
      for face in 0..<faces.count {
        let entry = Entry(old: faces.label(face, scheme), element: elementOf[face], face: face)
        if entry.old >= 0 || entry.element >= 0 { entries.append(entry) }
      }
      // What is in no grid and what is outside comes last.
      func rank(_ number: Int32) -> Int32 { number < 0 ? .max : number }
      entries.sort { (rank($0.old), rank($0.element), $0.face) < (rank($1.old), rank($1.element), $1.face) }
      let first = rows.count
      for (position, entry) in entries.enumerated() {
        if position == 0 || entries[position - 1].old != entry.old || entries[position - 1].element != entry.element {
          let none = CrosswalkRow.Shares(area: 0, households: 0, cases: 0)
          let element = entry.element < 0 ? nil : Int(entry.element)
          rows.append(
            CrosswalkRow(
              scheme: scheme, oldGrid: entry.old < 0 ? nil : Int(entry.old), element: element,
              newGrid: element.map { elements[$0].grid }, squareMetres: 0, households: 0, cases: 0, shares: none,
              ofNew: none))
        }
        rows[rows.count - 1].squareMetres += faces.squareMetres[entry.face]
        rows[rows.count - 1].households += counts.households[entry.face]
        rows[rows.count - 1].cases += counts.cases[entry.face]
      }
      share(first..<rows.count, by: { $0.oldGrid ?? -1 }, into: \.shares)
      share(first..<rows.count, by: { $0.newGrid ?? -1 }, into: \.ofNew)
    }
  }

  private mutating func share(
    _ range: Range<Int>, by key: (CrosswalkRow) -> Int, into path: WritableKeyPath<CrosswalkRow, CrosswalkRow.Shares>
  ) {
    var totals: [Int: (area: Double, households: Double, cases: Double)] = [:]
    for row in rows[range] {
      let held = totals[key(row)] ?? (0, 0, 0)
      totals[key(row)] = (held.0 + row.squareMetres, held.1 + row.households, held.2 + row.cases)
    }
    var counts: [Int: Int] = [:]
    for row in rows[range] { counts[key(row), default: 0] += 1 }
    for index in range {
      let row = rows[index]
      guard let total = totals[key(row)], let count = counts[key(row)] else { continue }
      let area = total.area > 0 ? row.squareMetres / total.area : 1 / Double(count)
      rows[index][keyPath: path] = CrosswalkRow.Shares(
        area: area, households: total.households > 0 ? row.households / total.households : area,
        cases: total.cases > 0 ? row.cases / total.cases : area)
    }
  }
}

import AreaIndex
import Diagnostics
import SpatialPrimitives

/// The community by whose code grids are numbered: the one that they are drawn in, or the one above their grid.
struct NumberingHome: Hashable {
  var code: String
  var name: String
}

extension GridNumbering {
  /// Gives the grids that carry none on their codes and names, those of one home in one sequence whatever areas they were
  /// drawn in, and puts each area's in the order of their codes.
  ///
  /// - Parameter homes: of each of `drawn`.
  /// - Returns: for the homes whose numbers do not suffice the positions of what was drawn there, left without codes, and
  ///   how many are wanted.
  mutating func number(
    _ drawn: inout [DrawnCommunity], homes: [NumberingHome], level: Level
  ) throws(Fault) -> [(home: NumberingHome, positions: [Int], wanted: Int)] {
    var unnumbered: [(home: NumberingHome, positions: [Int], wanted: Int)] = []
    var order: [NumberingHome] = []
    var members: [NumberingHome: [Int]] = [:]
    for (position, home) in homes.enumerated() {
      if members[home] == nil { order.append(home) }
      members[home, default: []].append(position)
    }
    for home in order {
      let new = (members[home] ?? []).flatMap { position in
        drawn[position].grids.indices.filter { drawn[position].grids[$0].code.isEmpty }.map { (position, $0) }
      }
      guard new.count <= numbersLeft(in: home.code) else {
        unnumbered.append((home, members[home] ?? [], new.count))
        continue
      }
      let codes = try codes(in: home.code, boxes: new.map { drawn[$0].grids[$1].geometry.box })
      for ((position, grid), code) in zip(new, codes) {
        drawn[position].grids[grid].code = code
        if drawn[position].grids[grid].name.isEmpty {
          drawn[position].grids[grid].name = GridNumbering.name(community: home.name, code: code, level: level)
        }
      }
    }
    for position in drawn.indices { drawn[position].grids.sort { $0.code < $1.code } }
    return unnumbered
  }
}

/// Gives every member of a division its code, its name and its households.
struct AreaRegistry {
  static let levels = ["city", "district", "street", "community", "grid"]

  private enum Settlement { case urban, town, village }

  /// Per level, in the order of the division's members.
  private(set) var areas: [[GeneratedArea]] = []
  private(set) var names: PlaceNames
  private var random: RandomSource

  init(names: PlaceNames, random: RandomSource) {
    self.names = names
    self.random = random
  }

  mutating func register(_ division: Division) {
    var above = [(GeneratedArea(code: Numbering.city, name: names.city, parent: nil, households: 0), Settlement.urban)]
    areas = [above.map(\.0)]
    for level in 1...4 {
      var members = [(GeneratedArea, Settlement)?](repeating: nil, count: division.places[level].count)
      for (parent, siblings) in zip(above, division.children(at: level - 1)) {
        var numbers: [Settlement: Int] = [:]
        for child in siblings {
          let settlement = settlement(level: level, under: parent.1, outer: level == 2 && division.isOuter(child))
          let number = numbers[settlement, default: 0] + 1
          numbers[settlement] = number
          members[child] = (area(level, number, settlement, under: parent.0), settlement)
        }
      }
      above = members.compactMap { $0 }
      areas.append(above.map(\.0))
    }
    sumHouseholds(division)
  }

  private mutating func settlement(level: Int, under parent: Settlement, outer: Bool) -> Settlement {
    switch level {
    case 2: outer ? .town : .urban
    case 3: parent == .town && random.unit() < 0.7 ? .village : parent
    default: parent
    }
  }

  private mutating func area(
    _ level: Int, _ number: Int, _ settlement: Settlement, under parent: GeneratedArea
  ) -> GeneratedArea {
    var area = GeneratedArea(code: "", name: "", parent: parent.code, households: 0)
    switch level {
    case 1:
      // 441001 would be the "municipal districts" placeholder; districts start at 441002.
      area.code = Numbering.district(number + 1)
      area.name = names.district(number - 1)
    case 2:
      area.code = Numbering.street(parent.code, number, isTown: settlement == .town)
      area.name = names.street(isTown: settlement == .town)
    case 3:
      area.code = Numbering.community(parent.code, number, isVillage: settlement == .village)
      area.name = names.community(isVillage: settlement == .village)
    default:
      let usual = settlement == .village ? 150.0 : settlement == .town ? 240 : 320
      area.code = Numbering.grid(parent.code, number)
      area.name = "\(parent.name)第\(number)网格"
      area.households = Int(usual * max(0.3, 1 + 0.22 * random.bell()))
    }
    return area
  }

  private mutating func sumHouseholds(_ division: Division) {
    for level in stride(from: 4, to: 0, by: -1) {
      for (child, parent) in division.parents[level].enumerated() {
        areas[level - 1][Int(parent)].households! += areas[level][child].households!
      }
    }
  }
}

import JSONWriting
import SpatialFormats
import SpatialPrimitives

/// The storeys of one building with the numbers that people give them: what their names or attributes say, else what follows from
/// their order.
///
/// Where names give no other count, the storey at the ground is 1 and the one below it -1, as in China. Where one is called 0, or
/// the one over the ground floor is called 1, the ground floor is 0. A storey without a number gets the next one over, or under,
/// its nearest neighbour that has one; if there is none at all, the count begins at the storey that is called ground floor, else
/// at the one whose elevation is that of the ground, else at the lowest.
struct StoreyOrder {
  struct Floor {
    var storey: StoredCityObject
    /// `nil` where neither its name nor its place among the others says one.
    var number: Int?
    var evidence: BuildingStorey.Evidence?
    /// Whether its name says that it is the one at the ground.
    var isCalledGround = false
    var isGround: Bool { step == 0 }
    /// Of its floor, in metres above anything that is the same for all.
    fileprivate var height: Double?
    /// Above the building's zero, where the model says that.
    fileprivate var elevation: Double?
    /// 0 for the storey at the ground, 1 for the one above, -1 for the one below.
    fileprivate var step: Int?
  }

  /// The lowest first; those whose heights are not known last.
  private(set) var floors: [Floor]

  init(_ storeys: [StoredCityObject]) {
    floors = storeys.map(Floor.init)
    floors.sort { ($0.height ?? .infinity, $0.storey.serial) < ($1.height ?? .infinity, $1.storey.serial) }
    let ranks = ranks()
    let hasZero = hasZero(ranks)
    for place in floors.indices {
      guard let number = floors[place].number else { continue }
      floors[place].step = hasZero || number < 0 ? number : number - 1
    }
    if let ground = ground(ranks) { floors[ground].step = floors[ground].step ?? 0 }
    count(ranks, hasZero: hasZero)
  }

  /// How high a storey's floor is, where the model says it.
  static func saidHeight(of storey: CityObject) -> Double? { saidHeight(attributes(of: storey)) }

  fileprivate static func saidHeight(_ attributes: JSONValue) -> Double? {
    attributes["floor_height"]?.double ?? attributes["elevation"]?.double
  }

  fileprivate static func attributes(of storey: CityObject) -> JSONValue {
    storey.attributes.flatMap { try? JSONValue.parse(Array($0.utf8)) } ?? .null
  }

  /// Equal for storeys at one height, and one more for each that is higher; `nil` where that is not known.
  private func ranks() -> [Int?] {
    var (rank, last) = (-1, -Double.infinity)
    return floors.map { floor in
      guard let height = floor.height else { return nil }
      if height > last + 0.01 { (rank, last) = (rank + 1, height) }
      return rank
    }
  }

  private func hasZero(_ ranks: [Int?]) -> Bool {
    if floors.contains(where: { $0.number == 0 }) { return true }
    guard let ground = floors.firstIndex(where: { $0.isCalledGround && $0.number == nil }), let base = ranks[ground]
    else {
      return false
    }
    return zip(floors, ranks).contains { floor, rank in
      guard let number = floor.number, let rank, rank > base else { return false }
      return number == rank - base
    }
  }

  /// The storey at the ground, where a name says so or none says any number.
  private func ground(_ ranks: [Int?]) -> Int? {
    if let called = floors.firstIndex(where: \.isCalledGround) { return called }
    guard floors.allSatisfy({ $0.step == nil }), let lowest = ranks.firstIndex(where: { $0 != nil }) else { return nil }
    let atZero = floors.lastIndex { ($0.elevation ?? .infinity) <= 0.5 && ($0.elevation ?? -.infinity) > -1.5 }
    return atZero ?? lowest
  }

  /// Numbers for the storeys that have none, from their neighbours. One that another storey has is none.
  private mutating func count(_ ranks: [Int?], hasZero: Bool) {
    var known: [(step: Int, rank: Int)] = []
    for (floor, rank) in zip(floors, ranks) {
      if let step = floor.step, let rank { known.append((step, rank)) }
    }
    var taken = Set(floors.compactMap(\.number))
    for place in floors.indices where floors[place].number == nil {
      guard let rank = ranks[place],
        let near = known.min(by: { ($0.rank - rank).magnitude < ($1.rank - rank).magnitude })
      else { continue }
      let own = near.step + rank - near.rank
      let number = hasZero || own < 0 ? own : own + 1
      guard taken.insert(number).inserted else { continue }
      floors[place].step = own
      floors[place].number = number
      floors[place].evidence = .order
    }
  }
}

extension StoreyOrder.Floor {
  /// What the storey says itself.
  fileprivate init(_ storey: StoredCityObject) {
    self.storey = storey
    let attributes = StoreyOrder.attributes(of: storey.object)
    elevation = attributes["elevation"]?.double
    height = StoreyOrder.saidHeight(attributes) ?? (storey.box.isEmpty ? nil : storey.box.minZ)
    for name in [storey.object.name, attributes["long_name"]?.string].compactMap(\.self) where self.number == nil {
      self.number = StoreyNumber.of(name)
      isCalledGround = isCalledGround || StoreyNumber.isGround(name)
      evidence = self.number == nil ? nil : .name
    }
    for key in ["floor", "storey", "storeyNumber", "level", "number", "楼层"] where self.number == nil {
      switch attributes[key] {
      case .integer(let value)?: self.number = Int(exactly: value)
      case .string(let text)?: self.number = StoreyNumber.of(text)
      default: break
      }
      evidence = self.number == nil ? nil : .attribute
    }
  }
}

/// Official codes, cut to each level's own length as their standards write them: city and district 6 digits
/// (GB/T 2260), street and town 9 (GB/T 10114: 001–099 street, 100–199 town), community 12 (001–199 residents'
/// committee, 200–399 village committee), grid and unit grid 15 (the community and three digits of sequence).
enum Numbering {
  /// A form that is lawful and assigned to no city: province 44, prefecture 10.
  static let city = "441000"

  static func district(_ number: Int) -> String { "4410" + padded(number, 2) }

  static func street(_ district: String, _ number: Int, isTown: Bool) -> String {
    district + padded(isTown ? 99 + number : number, 3)
  }

  static func community(_ street: String, _ number: Int, isVillage: Bool) -> String {
    street + padded(isVillage ? 199 + number : number, 3)
  }

  static func grid(_ community: String, _ number: Int) -> String { community + padded(number, 3) }

  static func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// Numbers siblings from west to east and from north to south: in bands as high as an average sibling, the
  /// northern band first, in each band the western one first.
  static func order(_ places: [Position]) -> [Int] {
    guard let north = places.map(\.latitude).max(), let south = places.map(\.latitude).min() else { return [] }
    let bands = Double(places.count).squareRoot().rounded(.up)
    let height = max((north - south) / bands, 1e-9)
    func band(_ place: Position) -> Int { Int((north - place.latitude) / height) }
    return places.indices.sorted {
      (band(places[$0]), places[$0].longitude) < (band(places[$1]), places[$1].longitude)
    }
  }
}

import CityStore
import Diagnostics
import SpatialPrimitives
import TestSupport
import Testing

@testable import CityModel

struct AddressSearchTests {
  private static func tower() throws -> (folder: ModelFolder, finder: CityObjectFinder) {
    let folder = try ModelFolder()
    try folder.importModel(SharedData.geodata("tower.city.json"))
    return (folder, try CityObjectFinder(folder.city(), crs: "EPSG:4547"))
  }

  private static func named(_ place: CityPlace) -> [String] {
    place.containing.filter { $0.method == .address }.map(\.stored.object.id)
  }

  @Test(arguments: [
    ("2", "storey-F2"), ("2层", "storey-F2"), ("二层", "storey-F2"), ("F2", "storey-F2"), ("2F", "storey-F2"),
    ("storey-F2", "storey-F2"), ("-1", "storey-B1"), ("B1", "storey-B1"), ("地下1层", "storey-B1"), ("负一层", "storey-B1"),
  ])
  func storeys(floor: String, expected: String) throws {
    let (_folder, finder) = try Self.tower()
    for building in ["tower", "听澜大厦"] {
      let place = try finder.at(IndoorAddress(building: building, floor: floor))
      #expect(Self.named(place) == ["tower", expected])
    }
    _ = _folder
  }

  @Test func aRoomWithWhatIsOverAndUnderIt() throws {
    let (folder, finder) = try Self.tower()
    for room in ["201", "room-201"] {
      let place = try finder.at(IndoorAddress(building: "tower", floor: "2", room: room))
      #expect(Self.named(place) == ["tower", "storey-F2", "room-201"])
      #expect(place.above.contains { $0.stored.object.id == "room-301" })
      #expect(place.below.contains { $0.stored.object.id == "room-101" })
    }
    let garage = try finder.at(IndoorAddress(building: "听澜大厦", room: "车库"))
    #expect(garage.containing.map(\.stored.object.id) == ["tower", "storey-B1", "room-B101"])
    #expect(garage.containing.map(\.method) == [.address, .part, .address])
    _ = folder
  }

  @Test func whatIsNotThereAndWhatIsTwofold() throws {
    let folder = try ModelFolder()
    func fault(_ address: IndoorAddress, _ finder: CityObjectFinder) -> Fault? {
      do throws(Fault) {
        _ = try finder.at(address)
        return nil
      } catch { return error }
    }
    try folder.importModel(SharedData.geodata("tower.city.json"))
    let finder = try CityObjectFinder(folder.city())
    let unknown = fault(IndoorAddress(building: "no such"), finder)
    #expect(unknown?.code == "unknown-building" && unknown?.hint?.english.contains("听澜大厦") == true)
    let storey = fault(IndoorAddress(building: "tower", floor: "9"), finder)
    #expect(storey?.code == "unknown-storey" && storey?.hint?.english.contains("storey-B1 (地下1层)") == true)
    #expect(fault(IndoorAddress(building: "tower", floor: "1", room: "201"), finder)?.code == "unknown-room")
    try folder.importModel(SharedData.geodata("tower.city.json"), name: "twin")
    let both = try CityObjectFinder(folder.city())
    let twofold = fault(IndoorAddress(building: "听澜大厦"), both)
    #expect(twofold?.code == "ambiguous-building" && twofold?.kind == .usage)
    let one = try CityObjectFinder(folder.city(), matching: CityObjectFilter(model: "twin"))
    #expect(try one.at(IndoorAddress(building: "听澜大厦", floor: "3")).containing.count == 2)
  }

  /// An address is found by its words, whatever their order; a part that bears its whole's address is no other building.
  @Test(arguments: ["12 Main Street", "Main Street 12, Springfield", "科学大道12号", "郑州市 科学大道", "Main Street 12"])
  func addresses(text: String) throws {
    let folder = try ModelFolder()
    let english = """
      "address":[{"CountryName":"X","LocalityName":"Springfield","ThoroughfareName":"Main Street","ThoroughfareNumber":"12"}]
      """
    let chinese = "\"attributes\":{\"地址\":\"郑州市科学大道12号\"}"
    let cube = SampleModels.cube(id: "other").replacing(
      "\"type\":\"Building\"", with: "\"type\":\"Building\",\(english.replacing("12", with: "13"))")
    let objects = """
      "a":{"type":"Building",\(english),\(chinese),"children":["b"],"geometry":[]},
      "b":{"type":"BuildingPart","parents":["a"],\(english),"geometry":[]},\(cube)
      """
    try folder.importModel(try folder.file("a.city.json", SampleModels.whole(objects, head: SampleModels.metadata)))
    let place = try CityObjectFinder(folder.city()).at(IndoorAddress(building: text))
    #expect(Self.named(place) == ["a"])
  }

  @Test(arguments: [
    ("3层", 3), ("F3", 3), ("3F", 3), ("Level 03", 3), ("第十二层", 12), ("二十三楼", 23), ("十层", 10), ("B1", -1), ("b2层", -2),
    ("-1", -1), ("地下1层", -1), ("负二层", -2), ("Basement 2", -2), ("1st floor", 1), ("0", 0), ("Building 2", 2),
    ("Storey-2", 2), ("Level -1", -1), ("-1 kelder", -1), ("F-1", -1), ("1. UG", -1), ("2. Untergeschoss", -2),
    ("U2", -2),
    ("Keller", -1), ("Basement", -1), ("地下室", -1), ("地下一层", -1), ("2. Obergeschoss", 2), ("00 begane grond", 0),
    ("0. Ground Floor", 0), ("First floor", 1), ("Third Storey", 3), ("1階", 1), ("首层1F", 1), ("3层(标高9.000)", 3),
    ("一层", 1), ("R+2", 2), ("R-1", -1), ("Lower ground floor", -1), ("B1F", -1), ("B2夹层", -2),
    ("T.O. level 1 floor", 1),
  ])
  func numbers(name: String, number: Int) { #expect(StoreyNumber.of(name) == number) }

  @Test(arguments: ["", "Ground floor", "3 of 4", "1-2层", "十十层", "99999999999999999999", "屋顶"])
  func noNumber(name: String) { #expect(StoreyNumber.of(name) == nil) }

  @Test(arguments: [
    "首层", "Ground floor", "GF", "G", "EG", "Erdgeschoss", "Rez-de-chaussée", "底层", "0. Ground Floor", "Ground Level",
  ])
  func ground(name: String) { #expect(StoreyNumber.isGround(name)) }

  @Test(arguments: ["Lower Ground Floor", "Upper ground floor", "UG", "OG", "2F", "屋顶", "Playground", "Segment"])
  func noGround(name: String) { #expect(!StoreyNumber.isGround(name)) }
}

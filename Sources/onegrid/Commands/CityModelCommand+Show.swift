import CityModel
import CityQueries
import CityStore
import CommandLineKit
import Diagnostics
import JSONWriting
import Projections

/// `onegrid cim show`
extension CityModelCommand {
  static let show = Command(
    "show", Text("one city object with everything that is known of it", zh: "查看一个城市对象的全部内容"),
    operands: [Operand("ID", Text("the id of an object", zh: "对象编号"))], options: [model], formats: [.text, .json],
    examples: [
      Example("onegrid cim show room-201", Text("For a person.", zh: "供人阅读。")),
      Example("onegrid cim show room-201 --json", Text("With its attributes, for a script.", zh: "含属性，供脚本读取。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    let stored = try city.cityObject(id: arguments.required("ID"), model: arguments.value("model"))
    let document = try CityObjectOutput.document(
      stored, links: try city.links(of: stored), areas: try areas(of: stored, in: city), in: city)
    try console.show(document) {
      guard case .object(let members) = document else { return "" }
      return TextColumns.lines(
        members.filter { $0.value != .null && $0.value != .array([]) }.map { [$0.key, Table.plain($0.value)] })
    }
    return .done
  }

  /// The areas that the middle of an object belongs to; none where no edition is in force.
  private static func areas(of stored: StoredCityObject, in city: CityDatabase) throws(Fault) -> [LocatedPlace.Area] {
    guard let place = stored.place, try city.editions().contains(where: { $0.state == .active }) else { return [] }
    return try PlaceLocator(city, crs: city.coordinateSystem.identifier).locate(place).areas
  }
}

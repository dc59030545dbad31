import CityModel
import CityStore
import CivilTime
import CommandLineKit
import Diagnostics
import JSONWriting

/// `onegrid cim info`
extension CityModelCommand {
  static let info = Command(
    "info", Text("what city models the database holds", zh: "数据库中的城市模型"), options: [model],
    formats: [.text, .json],
    examples: [
      Example("onegrid cim info", Text("Models, and how many objects of each type.", zh: "模型及各类对象的数量。")),
      Example("onegrid cim info --json", Text("The same with extents, for a script.", zh: "含范围，供脚本读取。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    let models =
      if let name = arguments.value("model") { [try city.cityModel(named: name)] } else { try city.cityModels() }
    var entries: [JSONValue] = []
    for model in models {
      entries.append([
        "name": .string(model.name), "format": .string(model.format), "version": .string(model.version),
        "crs": JSONValue(model.crs), "reference_system": JSONValue(model.referenceSystem),
        "objects": JSONValue(model.objects), "rejected": JSONValue(model.rejected),
        "bbox": CityObjectOutput.json(try city.extent(ofModel: model.id)), "file": .string(model.file),
        "sha256": .string(model.sha256),
        "imported_at": .string(model.importedAt.iso8601(offset: city.settings.utcOffset)),
        "types": CityObjectOutput.counts(try city.cityObjectTypes(ofModel: model.id)),
      ])
    }
    guard console.format == .text else {
      try console.show([
        "model_crs": JSONValue(city.settings.modelCRS), "total": JSONValue(models.reduce(0) { $0 + $1.objects }),
        "models": .array(entries),
      ])
      return .done
    }
    try console.show(CityObjectOutput.models(models))
    for model in models where models.count == 1 {
      try console.write("\n")
      try console.show(CityObjectOutput.types(try city.cityObjectTypes(ofModel: model.id)))
    }
    return .done
  }
}

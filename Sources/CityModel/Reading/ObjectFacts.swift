import CivilTime
import JSONWriting
import SpatialFormats

/// What the attributes of an object say that every model has a use for.
struct ObjectFacts: Sendable {
  var name: String?
  var cimLevel: Int?
  var lifeStage = LifeStage.inUse
  var validFrom: Instant?
  var validTo: Instant?

  /// - Parameters:
  ///   - attributes: a JSON object.
  ///   - lod: the highest level of detail among its geometries.
  ///   - offset: what times without an offset are in.
  init(type: String, attributes: JSONNode?, lod: String?, assuming offset: UTCOffset) {
    cimLevel = CityObjectTypes.level(of: type, lod: lod)
    guard let attributes, attributes.kind == .object else { return }
    name = attributes.member("name")?.string ?? attributes.member("名称")?.string
    if let level = attributes.member("cim_level") ?? attributes.member("cimLevel"), level.kind == .integer,
      (1...7).contains(level.integer)
    {
      cimLevel = Int(level.integer)
    }
    func time(_ node: JSONNode?) -> Instant? { node?.string.flatMap { Instant.parse($0, assuming: offset) } }
    validFrom = time(attributes.member("validFrom")) ?? time(attributes.member("creationDate"))
    validTo = time(attributes.member("validTo")) ?? time(attributes.member("terminationDate"))
    let stage = attributes.member("life_stage") ?? attributes.member("conditionOfConstruction")
    if let known = stage?.string.flatMap({ ObjectFacts.stages[$0] }) {
      lifeStage = known
    } else if attributes.member("dateOfDemolition")?.string ?? attributes.member("yearOfDemolition")?.string != nil {
      lifeStage = .demolished
    }
  }

  /// Our own words, and those of CityGML 3.0 (`ConditionOfConstructionValue`).
  private static let stages: [String: LifeStage] = [
    "planned": .planned, "under-construction": .underConstruction, "in-use": .inUse, "demolished": .demolished,
    "declined": .planned, "projected": .planned, "underConstruction": .underConstruction, "functional": .inUse,
    "ruin": .demolished,
  ]
}

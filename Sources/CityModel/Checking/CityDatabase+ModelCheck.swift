public import CityStore
public import Diagnostics
import SpatialDatabase
import SpatialPrimitives

extension CityDatabase {
  /// What is wrong with the city models: shapes, and how objects stand to each other. Everything is decided in the models' own
  /// coordinates.
  ///
  /// An index of the objects that is damaged is removed, and the next question makes it anew.
  ///
  /// - Parameters:
  ///   - model: only the model of this name.
  ///   - listener: is told of a damaged index.
  /// - Returns: in the order of the objects.
  /// - Throws: `no-model`, `unknown-model` (64).
  public func checkModels(
    _ model: String? = nil, tolerances: ModelTolerances = ModelTolerances(), listener: Listener = .silent
  ) throws(Fault) -> [ModelFinding] {
    if let path = try CityObjectIndex.removeDamaged(of: self) {
      listener.notice(
        Notice(
          .warning, code: "index-damaged",
          Text("the index of the city objects was damaged, and is removed", zh: "城市对象索引已损坏，现已删除"), at: Place(path)))
    }
    var models = try cityModels()
    if model != nil || models.isEmpty { models = [try cityModel(named: model)] }
    let names = Dictionary(uniqueKeysWithValues: models.map { ($0.id, $0.name) })
    var findings: [ModelFinding] = []
    var hierarchy = HierarchyCheck(tolerances)
    try CityObjectReader(self, frame: .own).forEach { stored throws(Fault) in
      guard let name = names[stored.modelID] else { return }
      hierarchy.add(stored)
      for geometry in stored.object.geometries {
        ShapeCheck(geometry: geometry, tolerances: tolerances).run { kind, place, message in
          findings.append(
            ModelFinding(
              kind: kind, model: name, id: stored.object.id, type: stored.object.type, lod: geometry.lod, place: place,
              message: message))
        }
      }
    }
    return findings + hierarchy.findings(names)
  }
}

/// How objects stand to those that they are parts of.
struct HierarchyCheck {
  private struct Entry {
    var id: String
    var type: String
    var name: String?
    var model: Int64
    var parent: Int64?
    var parents: [String]
    var box: Box3
    /// Of a storey's floor, where the model says it.
    var floor: Double?
  }

  private let tolerances: ModelTolerances
  private var entries: [Int64: Entry] = [:]
  private var order: [Int64] = []
  private var ids: [Int64: Set<String>] = [:]

  init(_ tolerances: ModelTolerances) { self.tolerances = tolerances }

  mutating func add(_ stored: StoredCityObject) {
    let object = stored.object
    entries[stored.serial] = Entry(
      id: object.id, type: object.type, name: object.name, model: stored.modelID, parent: stored.parent,
      parents: object.parents, box: stored.box,
      floor: object.type == "BuildingStorey" ? StoreyOrder.saidHeight(of: object) : nil)
    order.append(stored.serial)
    ids[stored.modelID, default: []].insert(object.id)
  }

  func findings(_ names: [Int64: String]) -> [ModelFinding] {
    var findings: [ModelFinding] = []
    var storeys: [Int64: [Entry]] = [:]
    func report(_ kind: ModelFinding.Kind, _ entry: Entry, _ message: Text) {
      findings.append(
        ModelFinding(
          kind: kind, model: names[entry.model] ?? "", id: entry.id, type: entry.type, lod: nil,
          place: entry.box.isEmpty ? nil : entry.box.center, message: message))
    }
    for serial in order {
      guard let entry = entries[serial] else { continue }
      for parent in entry.parents where ids[entry.model]?.contains(parent) != true {
        report(
          .missingParent, entry, Text("its parent “\(parent)” is not in the model", zh: "上级“\(parent)”不在模型中"))
      }
      if entry.parents.isEmpty, Self.needParents.contains(entry.type) {
        report(.missingParent, entry, Text("a \(entry.type) is a part of something", zh: "\(entry.type) 应有上级对象"))
      }
      guard let building = building(of: entry) else { continue }
      if entry.type == "BuildingStorey", let parent = entry.parent { storeys[parent, default: []].append(entry) }
      if Self.inside.contains(entry.type), !entry.box.isEmpty, !building.box.isEmpty,
        !building.box.expanded(by: tolerances.overhang).contains(entry.box)
      {
        report(
          .outsideBuilding, entry,
          Text("it reaches out of its building “\(building.id)”", zh: "超出其所在建筑“\(building.id)”的范围"))
      }
    }
    for parent in order {
      guard let group = storeys[parent] else { continue }
      for (entry, message) in Self.disorder(group) { report(.storeyOrder, entry, message) }
    }
    return findings
  }

  private static let needParents: Set<String> = [
    "BuildingPart", "BuildingStorey", "BuildingUnit", "BuildingRoom", "BuildingFurniture", "BuildingInstallation",
    "BuildingConstructiveElement", "BridgePart", "BridgeRoom", "BridgeFurniture", "TunnelPart", "TunnelHollowSpace",
    "TunnelFurniture",
  ]

  /// What may not stick out, as a balcony may.
  private static let inside: Set<String> = ["BuildingStorey", "BuildingUnit", "BuildingRoom", "BuildingFurniture"]

  private func building(of entry: Entry) -> Entry? {
    var next = entry.parent
    var steps = 0
    while let serial = next, let parent = entries[serial], steps < 64 {
      if parent.type == "Building" { return parent }
      next = parent.parent
      steps += 1
    }
    return nil
  }

  /// Storeys that lie in one another by more than half of the lower one's height, and such whose numbers go down where they
  /// themselves go up. Where all say how high their floors are, that tells them apart: walls and roofs reach on.
  private static func disorder(_ storeys: [Entry]) -> [(Entry, Text)] {
    var found: [(Entry, Text)] = []
    let isSaid = storeys.allSatisfy { $0.floor != nil }
    func base(_ storey: Entry) -> Double { isSaid ? storey.floor ?? 0 : storey.box.minZ }
    let sorted = storeys.filter { !$0.box.isEmpty }.sorted { (base($0), $0.id) < (base($1), $1.id) }
    for (lower, upper) in zip(sorted, sorted.dropFirst()) {
      let common = min(lower.box.maxZ, upper.box.maxZ) - max(lower.box.minZ, upper.box.minZ)
      let height = min(lower.box.maxZ - lower.box.minZ, upper.box.maxZ - upper.box.minZ)
      if height > 0, common > height / 2, !isSaid || base(upper) - base(lower) <= 0.01 {
        found.append((upper, Text("it lies in the storey “\(lower.id)”", zh: "与楼层“\(lower.id)”重叠")))
      }
      if let a = lower.name.flatMap(StoreyNumber.of), let b = upper.name.flatMap(StoreyNumber.of), a > b {
        found.append(
          (upper, Text("it is above the storey “\(lower.id)” and numbered below it", zh: "位于楼层“\(lower.id)”之上而编号更小")))
      }
    }
    return found
  }
}

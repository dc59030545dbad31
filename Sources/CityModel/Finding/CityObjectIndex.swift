import CityStore
import CivilTime
import Diagnostics
import Glibc
import Projections
import SpatialDatabase
import SpatialIndexing
import SpatialPrimitives
import SystemFiles

/// The boxes of all city objects that have shapes, in the metric system that the database keeps for models, and the rows that
/// they belong to. It is kept in a file beside the database, `city.db.index/objects.boxes`, and current where its key is made
/// of the models that are there: what they were imported from, and when.
///
/// A question opens it in a millisecond, however many objects there are, because what it needs is verified when it is first
/// needed. `cim check` verifies all of it, and removes one that is damaged.
struct CityObjectIndex {
  let tree: BoxTree
  /// The key of the row of each item.
  private let serials: Section<Int64>

  private static let kind = "Objects "
  private static let firstOfTree: UInt32 = 2
  private static var version: UInt32 { BoxTree.formatVersion << 8 | 1 }

  /// The index of a database: from its file where that is current, else built and kept for the runs to come.
  static func of(_ city: CityDatabase, listener: Listener) throws(Fault) -> CityObjectIndex {
    let key = try key(city)
    let path = Self.path(city)
    if let current = try? CityObjectIndex(path, key, verifying: .touched) { return current }
    let built = try CityObjectIndex(reading: city)
    func note(_ code: String, _ text: Text) { listener.notice(Notice(.note, code: code, text)) }
    do throws(Fault) {
      try built.write(to: path, in: city.indexFolder, key: key)
      note(
        "index-built",
        Text("the city objects were indexed; the next run finds them in “\(path)”", zh: "已建立城市对象索引，下次运行直接使用“\(path)”"))
    } catch {
      note(
        "index-not-kept",
        Text(
          "the index of the city objects could not be kept, and the next run builds it again: \(error.what.english)",
          zh: "城市对象索引未能保存，下次运行会重新建立：\(error.what.chinese)"))
    }
    return built
  }

  /// Removes the index of a database where it is damaged, so that the next question makes it anew.
  ///
  /// - Returns: its path, where it was removed.
  static func removeDamaged(of city: CityDatabase) throws(Fault) -> String? {
    let path = Self.path(city)
    do throws(Fault) {
      _ = try CityObjectIndex(path, try key(city), verifying: .whole)
    } catch {
      guard error.code == "index-damaged", unsafe unlink(path) == 0 else { return nil }
      return path
    }
    return nil
  }

  /// The row of an item.
  /// - Throws: `index-damaged` (66).
  func serial(of item: Int) throws(Fault) -> Int64 {
    try serials.confirm(item..<(item + 1))
    return serials[item]
  }

  private static func path(_ city: CityDatabase) -> String { city.indexFolder + "/objects.boxes" }

  /// - Throws: `missing-file`, `index-damaged`, `index-foreign`, `index-outdated` (66).
  private init(_ path: String, _ key: [UInt8], verifying: SectionFile.Verification) throws(Fault) {
    let file = try SectionFile(
      path: path, kind: Self.kind, version: Self.version, key: key, verifying: verifying)
    tree = try BoxTree(file, from: Self.firstOfTree)
    serials = try Section(1, of: file)
    guard serials.count >= tree.count else { throw SectionFault.damaged(path) }
  }

  /// Reads every object. Those whose place nobody knows, and shapes that are beyond all measure, are left out.
  private init(reading city: CityDatabase) throws(Fault) {
    var boxes: [Box3] = []
    var rows: [Int64] = []
    try CityObjectReader(city, frame: .shared).forEach { stored throws(Fault) in
      let box = stored.object.geometries.reduce(into: Box3.empty) { $0.formUnion($1.box) }
      guard !box.isEmpty, box.isFinite, max(-box.minX, box.maxX, -box.minY, box.maxY, -box.minZ, box.maxZ) < 1e15 else {
        return
      }
      boxes.append(box)
      rows.append(stored.serial)
    }
    tree = try BoxTree(boxes, threads: Processors.usable)
    serials = Section(rows)
  }

  private func write(to path: String, in folder: String, key: [UInt8]) throws(Fault) {
    if FileFacts.kind(of: folder) == .missing, unsafe mkdir(folder, 0o777) != 0, errno != EEXIST {
      throw SystemFault.writing(folder)
    }
    try unsafe tree.withSections(from: Self.firstOfTree) { sections throws(Fault) in
      try unsafe SectionFile.write(
        path, kind: Self.kind, version: Self.version, key: key, sections: [(id: 1, bytes: serials.bytes)] + sections,
        blockSums: true)
    }
  }

  private static func key(_ city: CityDatabase) throws(Fault) -> [UInt8] {
    var facts = try city.modelSystem()?.identifier ?? ""
    for model in try city.cityModels() {
      facts += "\n\(model.id) \(model.importedAt.milliseconds) \(model.sha256) \(model.objects) \(model.crs ?? "")"
    }
    return SHA256.digest(of: Array(facts.utf8))
  }
}

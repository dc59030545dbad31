import AreaIndex
import Diagnostics
import Glibc
import SpatialDatabase
import SystemFiles

/// The index file of the areas that are in force together, in a folder beside the database: `city.db.index/3.areas` for
/// edition 3, `city.db.index/7+3.areas` where edition 3 gives edition 7 the levels above.
///
/// A file is current where its key is that of the areas as they are: a digest of the levels, their editions and the stamps
/// of those (see `AreaStamp`), and of nothing else, so that cases may come and go. Whatever is not current is made anew.
struct IndexCache {
  let folder: String
  let path: String
  let key: [UInt8]

  private static let kind = "Areas   "
  private static let ending = ".areas"
  /// Of the form of `AreaTable` in the file, counted beside that of `AreaIndex`.
  private static let tableVersion: UInt32 = 1
  private static var version: UInt32 { AreaIndex.fileVersion << 8 | tableVersion }

  /// - Returns: `nil` where the database cannot tell whether its areas have changed, and where there are no areas.
  init?(_ city: CityDatabase, _ editions: [(level: Level, edition: Edition)]) throws(Fault) {
    guard let own = editions.last?.edition, try AreaStamp.isKept(in: city.connection) else { return nil }
    var made: [UInt8] = []
    for (level, edition) in editions {
      guard let stamp = try AreaStamp.stamp(of: edition, in: city.connection) else { return nil }
      made.append(level.rawValue)
      made += stride(from: 0, to: 64, by: 8).map { UInt8(truncatingIfNeeded: edition.id >> $0) }
      made += stamp
    }
    // The edition that was asked for has the lowest level.
    let upper = editions.first { $0.edition.id != own.id }?.edition
    folder = IndexCache.folder(beside: city.path)
    path = folder + "/" + "\(own.id)" + (upper.map { "+\($0.id)" } ?? "") + IndexCache.ending
    key = SHA256.digest(of: made)
  }

  static func folder(beside database: String) -> String { database + ".index" }

  /// The cache whose file bears `name`; `nil` where its editions are not there or it is no such name.
  init?(named name: String, in city: CityDatabase) throws(Fault) {
    guard name.hasSuffix(IndexCache.ending) else { return nil }
    let ids = name.dropLast(IndexCache.ending.count).split(separator: "+").map { Int64($0) }
    guard let id = ids.first ?? nil, let own = try city.firstEdition("id = ?", [.integer(id)]) else { return nil }
    let upper = try ids.count < 2 ? nil : city.firstEdition("id = ?", [SQLValue(ids[1])])
    try self.init(city, city.editionsByLevel(of: own, above: upper).map { ($0.0, $0.1) })
    guard path == folder + "/" + name else { return nil }
  }

  /// Opens the file, if it is whole and current.
  ///
  /// - Throws: `missing-file`, `index-damaged`, `index-foreign`, `index-outdated` (66).
  func open(as edition: Edition) throws(Fault) -> AreaCatalog {
    let file = try SectionFile(path: path, kind: IndexCache.kind, version: IndexCache.version, key: key)
    let areas = try AreaTable(.file(file))
    let index = try AreaIndex(file)
    guard index.count == areas.count else { throw file.damage }
    return AreaCatalog(edition: edition, areas: areas, index: index)
  }

  /// Writes the file. Where that fails, the catalog serves as it is.
  func keep(_ catalog: AreaCatalog, in city: CityDatabase, because refusal: Fault, _ listener: Listener) {
    if refusal.code != "missing-file" {
      listener.notice(
        Notice(
          .note, code: refusal.code,
          Text("\(refusal.what.english); it was made again", zh: "\(refusal.what.chinese)；已重新生成")))
    }
    do throws(Fault) {
      if FileFacts.kind(of: folder) == .missing, unsafe mkdir(folder, 0o777) != 0, errno != EEXIST {
        throw SystemFault.writing(folder)
      }
      try unsafe SectionFile.write(
        path, kind: IndexCache.kind, version: IndexCache.version, key: key,
        sections: catalog.index.sections() + catalog.areas.sections)
      listener.notice(
        Notice(
          .note, code: "index-built",
          Text("the areas were indexed; the next run finds them in “\(path)”", zh: "已建立区域索引，下次运行直接使用“\(path)”")))
      removeOutdated(in: city)
    } catch {
      listener.notice(
        Notice(
          .note, code: "index-not-kept",
          Text(
            "the index of the areas could not be kept, and the next run builds it again: \(error.what.english)",
            zh: "区域索引未能保存，下次运行会重新建立：\(error.what.chinese)")))
    }
  }

  /// Removes the files that no edition needs any more, and what a kill left half written.
  private func removeOutdated(in city: CityDatabase) {
    for name in (try? FileFacts.entries(of: folder)) ?? [] {
      let file = folder + "/" + name
      if name.hasSuffix(".part") {
        // A younger one may still be written to.
        if name.contains(IndexCache.ending + "."), FileFacts.age(of: file) ?? 0 > 3600 { unsafe unlink(file) }
      } else if name.hasSuffix(IndexCache.ending) {
        let key = (try? IndexCache(named: name, in: city))?.key
        if key == nil || (try? SectionFile.header(of: file))?.key != key { unsafe unlink(file) }
      }
    }
  }

  static func unstamped(_ path: String) -> Notice {
    Notice(
      .note, code: "index-not-kept",
      Text(
        "the database does not tell when its areas change, so that their index is built anew each time",
        zh: "数据库无法反映区域是否改变，因此每次都重新建立索引"), at: Place(path))
  }
}

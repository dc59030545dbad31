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
  private static var version: UInt32 { AreaIndex.formatVersion << 8 | tableVersion }

  /// - Returns: `nil` where the database cannot tell whether its areas have changed, and where there are no areas.
  init?(_ city: CityDatabase, _ editions: [(Level, Edition)]) throws(Fault) {
    guard let own = editions.last?.1, try AreaStamp.isKept(in: city.connection) else { return nil }
    var made: [UInt8] = []
    for (level, edition) in editions {
      guard let stamp = try AreaStamp.stamp(of: edition, in: city.connection) else { return nil }
      made.append(level.rawValue)
      made += stride(from: 0, to: 64, by: 8).map { UInt8(truncatingIfNeeded: edition.id >> $0) }
      made += stamp
    }
    // The edition that was asked for has the lowest level.
    let upper = editions.first { $0.1.id != own.id }?.1
    folder = IndexCache.folder(beside: city.path)
    path = folder + "/" + "\(own.id)" + (upper.map { "+\($0.id)" } ?? "") + IndexCache.ending
    key = SHA256.digest(of: made)
  }

  static func folder(beside database: String) -> String { database + ".index" }

  /// The editions in the name of an index file: `[7, 3]` for `7+3.areas`; `nil` for another name.
  static func editions(named name: String) -> [Int64]? {
    guard name.hasSuffix(ending) else { return nil }
    let ids = name.dropLast(ending.count).split(separator: "+", omittingEmptySubsequences: false).map { Int64($0) }
    return (1...2).contains(ids.count) && !ids.contains(nil) ? ids.compactMap { $0 } : nil
  }

  /// The cache whose file bears `name`; `nil` where its editions are not there any more.
  init?(named name: String, in city: CityDatabase) throws(Fault) {
    guard let ids = IndexCache.editions(named: name),
      let own = try city.firstEdition("id = ?", [.integer(ids[0])])
    else { return nil }
    let upper = try ids.count < 2 ? nil : city.firstEdition("id = ?", [.integer(ids[1])])
    try self.init(city, city.editionsByLevel(of: own, above: upper))
    guard path == folder + "/" + name else { return nil }
  }

  /// Opens the file, if it is whole and current.
  ///
  /// - Parameter forFew: whether what a point needs of the index is verified by `AreaIndex.confirm`, and not the whole at once.
  /// - Throws: `missing-file`, `index-damaged`, `index-foreign`, `index-outdated` (66).
  func open(as edition: Edition?, forFew: Bool = false) throws(Fault) -> AreaCatalog {
    let file = try SectionFile(
      path: path, kind: IndexCache.kind, version: IndexCache.version, key: key,
      verifying: forFew ? .touched : .whole)
    let areas = try AreaTable(.file(file))
    let index = try AreaIndex(file)
    guard index.count == areas.count else { throw SectionFault.damaged(path) }
    return AreaCatalog(edition: edition, areas: areas, index: index)
  }

  /// Writes the file, and removes those that are of no use any more.
  ///
  /// - Throws: what keeps it from being written (73).
  func write(_ catalog: AreaCatalog, in city: CityDatabase) throws(Fault) {
    if FileFacts.kind(of: folder) == .missing, unsafe mkdir(folder, 0o777) != 0, errno != EEXIST {
      throw SystemFault.writing(folder)
    }
    try unsafe catalog.index.withSections { sections throws(Fault) in
      try unsafe SectionFile.write(
        path, kind: IndexCache.kind, version: IndexCache.version, key: key,
        sections: sections + catalog.areas.sections, blockSums: true)
    }
    removeOutdated(in: city)
  }

  /// Writes the file for the runs to come. Where that fails, the catalog serves this one all the same.
  ///
  /// - Parameter refusal: why the file that was there did not serve.
  func keep(_ catalog: AreaCatalog, in city: CityDatabase, because refusal: Fault, _ listener: Listener) {
    func note(_ code: String, _ text: Text) { listener.notice(Notice(.note, code: code, text)) }
    if refusal.code != "missing-file" {
      note(
        refusal.code,
        Text("\(refusal.what.english); it is made anew", zh: "\(refusal.what.chinese)；将重新生成"))
    }
    do throws(Fault) {
      try write(catalog, in: city)
      note(
        "index-built",
        Text("the areas were indexed; the next run finds them in “\(path)”", zh: "已建立区域索引，下次运行直接使用“\(path)”"))
    } catch {
      note(
        "index-not-kept",
        Text(
          "the index of the areas could not be kept, and the next run builds it again: \(error.what.english)",
          zh: "区域索引未能保存，下次运行会重新建立：\(error.what.chinese)"))
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

  /// Why nothing is kept for a database whose triggers are not there.
  static func unstamped(_ path: String) -> Fault {
    Fault(
      .data, code: "unstamped-areas",
      Text(
        "the database does not tell when its areas change, so that no index of them can be kept",
        zh: "数据库无法反映区域是否改变，因此不能保存其索引"), at: Place(path),
      hint: Text(
        "its triggers were dropped, or it is of an older version; any command that writes to it mends that",
        zh: "其触发器已丢失，或数据库版本较旧；任何写入数据库的命令都会修复"))
  }
}

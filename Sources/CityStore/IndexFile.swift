public import AreaIndex
public import Diagnostics
import Glibc
import SpatialDatabase
import SystemFiles

/// An index file beside the database, and whether it can be used.
public struct IndexFile: Sendable {
  public var path: String
  /// Whose areas it is for: the edition asked for, then the one that gives it the levels above, if any.
  public var editions: [Int64]
  public var bytes: Int
  /// What tells its areas apart from all others, in hexadecimal; `nil` where not even that can be read.
  public var key: String?
  /// Why it is not used; `nil` for one that is current.
  public var refusal: Fault?
  /// How many areas there are at each level, from the top; empty where it is not used.
  public var areas: [(level: Level, count: Int)]
  /// The bytes of each part: those of the index by what they are for, and `table`, what is known of areas besides.
  public var parts: [(name: String, bytes: Int)] = []

  public var areaCount: Int { areas.reduce(0) { $0 + $1.count } }
}

extension CityDatabase {
  /// The folder beside the database in which its indexes lie, whether it is there or not.
  public var indexFolder: String { IndexCache.folder(beside: path) }

  /// Every index file of this database, opened and verified.
  public func indexFiles() throws(Fault) -> [IndexFile] {
    guard FileFacts.kind(of: indexFolder) == .directory else { return [] }
    return try connection.snapshot { () throws(Fault) in
      var files: [IndexFile] = []
      for name in try FileFacts.entries(of: indexFolder) {
        guard let editions = IndexCache.editions(named: name) else { continue }
        files.append(try describe(indexFolder + "/" + name, editions, IndexCache(named: name, in: self)))
      }
      return files.sorted { ($0.editions.first ?? 0, $0.editions.count) < ($1.editions.first ?? 0, $1.editions.count) }
    }
  }

  /// Makes the index file of an edition, unless it is there and current.
  ///
  /// - Returns: the file, and whether it was made.
  /// - Throws: `no-areas` (65); `unstamped-areas` (65) where the database does not tell when its areas change;
  ///   what keeps the file from being written (73).
  public func buildIndex(
    of selector: EditionSelector, threads: Int, listener: Listener
  ) throws(Fault) -> (file: IndexFile, isNew: Bool) {
    let edition = try self.edition(selector, listener: listener)
    return try connection.snapshot { () throws(Fault) in
      let editions = try editionsInForce(with: edition, at: selector.moment)
      guard let cache = try IndexCache(self, editions) else { throw IndexCache.unstamped(path) }
      let ids = IndexCache.editions(named: FileFacts.name(of: cache.path)) ?? []
      let present = try describe(cache.path, ids, cache)
      if present.refusal == nil { return (present, false) }
      try cache.write(load(editions, as: edition, threads: threads, listener), in: self)
      return (try describe(cache.path, ids, cache), true)
    }
  }

  /// Removes every index file of this database.
  ///
  /// - Returns: how many there were, and their bytes.
  /// - Throws: `unwritable`, `cannot-write` (73) where one cannot be removed.
  public func dropIndexes() throws(Fault) -> (files: Int, bytes: Int) {
    var dropped = (files: 0, bytes: 0)
    guard FileFacts.kind(of: indexFolder) == .directory else { return dropped }
    for name in try FileFacts.entries(of: indexFolder) where IndexCache.editions(named: name) != nil {
      let file = indexFolder + "/" + name
      let bytes = FileFacts.size(of: file) ?? 0
      guard unsafe unlink(file) == 0 || errno == ENOENT else { throw SystemFault.writing(file) }
      dropped = (dropped.files + 1, dropped.bytes + bytes)
    }
    unsafe rmdir(indexFolder)  // stays where something else lies in it
    return dropped
  }

  /// - Parameter cache: `nil` where its editions are not there any more.
  private func describe(_ file: String, _ editions: [Int64], _ cache: IndexCache?) throws(Fault) -> IndexFile {
    var description = IndexFile(
      path: file, editions: editions, bytes: FileFacts.size(of: file) ?? 0,
      key: (try? SectionFile.header(of: file)).map { SHA256.hexadecimal($0.key) }, areas: [])
    do throws(Fault) {
      guard let cache else {
        throw Fault(
          .input, code: "index-outdated",
          Text("the index “\(file)” is for an edition that is not there", zh: "索引“\(file)”对应的版本不存在"), at: Place(file))
      }
      let catalog = try cache.open(as: nil)
      description.parts =
        catalog.index.sizes.map { ($0.part, $0.bytes) }
        + [("table", unsafe catalog.areas.sections.reduce(0) { unsafe $0 + $1.bytes.count })]
      var start = 0
      for stretch in catalog.areas.stretches {
        description.areas.append((stretch.level, stretch.end - start))
        start = stretch.end
      }
    } catch {
      description.refusal = error
    }
    return description
  }
}

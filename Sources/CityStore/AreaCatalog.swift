public import AreaIndex
public import Diagnostics
import SpatialDatabase
public import SpatialPrimitives

/// The areas in force together, ready to be asked: light records, and the index of their shapes by the same ordinals.
public struct AreaCatalog: Sendable {
  /// One area; its position in `areas` is its ordinal in `index`.
  public struct Entry: Sendable, Hashable {
    public var id: Int64
    public var editionID: Int64
    public var level: Level
    public var code: String
    public var name: String
    /// The ordinal of the area above, −1 where it is not known.
    public var parent: Int32
    public var households: Double?
  }

  /// `nil` where the areas are those of a file.
  public let edition: Edition?
  /// By level from the top, then by id.
  public let areas: AreaTable
  public let index: AreaIndex
  /// The levels that have areas in force, from the top, also where none of them was loaded.
  public var levels: [Level] { areas.stretches.map(\.level) }
}

extension CityDatabase {
  /// The areas of an edition, and those of `unified` at the levels above that it lacks: from the index file beside the
  /// database, which is made where there is none that is current.
  ///
  /// - Parameters:
  ///   - moment: at which the edition of `unified` is taken.
  ///   - threads: how many may build the index.
  ///   - listener: is told when an index is built and why, and where it could not be kept.
  /// - Throws: `no-areas` (65) where the edition is empty; `bad-coordinate` (65).
  public func catalog(
    of edition: Edition, at moment: Moment = .now, threads: Int, listener: Listener = .silent
  ) throws(Fault) -> AreaCatalog {
    try catalog(of: edition, at: moment, forFew: false, threads: threads, listener: listener)
  }

  /// The same.
  ///
  /// - Parameter forFew: whether so few points will be asked, some hundred, that an index file is verified as it is touched:
  ///   `AreaIndex.confirm` then comes before each question.
  package func catalog(
    of edition: Edition, at moment: Moment = .now, forFew: Bool, threads: Int, listener: Listener = .silent
  ) throws(Fault) -> AreaCatalog {
    try connection.snapshot { () throws(Fault) in
      let editions = try editionsInForce(with: edition, at: moment)
      guard let cache = try IndexCache(self, editions) else {
        listener.notice(Notice(.note, code: "index-not-kept", IndexCache.unstamped(path).what, at: Place(path)))
        return try load(editions, as: edition, threads: threads, listener)
      }
      let refusal: Fault
      do throws(Fault) { return try cache.open(as: edition, forFew: forFew) } catch { refusal = error }
      let catalog = try load(editions, as: edition, threads: threads, listener)
      cache.keep(catalog, in: self, because: refusal, listener)
      return catalog
    }
  }

  /// The areas in force from the index file, `nil` where there is none that is current. `AreaIndex.confirm` comes before each
  /// question.
  ///
  /// - Throws: `no-areas` (65) where the edition is empty.
  package func indexedCatalog(of edition: Edition, at moment: Moment = .now) throws(Fault) -> AreaCatalog? {
    try connection.snapshot { () throws(Fault) in
      guard let cache = try IndexCache(self, editionsInForce(with: edition, at: moment)) else { return nil }
      return try? cache.open(as: edition, forFew: true)
    }
  }

  /// The areas whose boxes meet `box`, in the database's reference system, read by the R*Tree: for a place within it the
  /// answer is the same as that of all areas.
  ///
  /// - Throws: as `catalog(of:at:threads:listener:)`.
  public func catalog(of edition: Edition, at moment: Moment = .now, around box: Box) throws(Fault) -> AreaCatalog {
    try connection.snapshot { () throws(Fault) in
      try load(editionsInForce(with: edition, at: moment), as: edition, around: box, threads: 1, .silent)
    }
  }

  func editionsInForce(
    with edition: Edition, at moment: Moment
  ) throws(Fault) -> [(Level, Edition)] {
    let editions = try editionsByLevel(of: edition, at: moment)
    guard !editions.isEmpty else {
      throw Fault(
        .data, code: "no-areas", Text("edition \(edition.id) has no areas", zh: "版本 \(edition.id) 没有任何区域"),
        at: Place(path), hint: Text("import boundaries first", zh: "请先导入边界"))
    }
    return editions
  }

  func load(
    _ editions: [(Level, Edition)], as edition: Edition, around box: Box? = nil, threads: Int,
    _ listener: Listener
  ) throws(Fault) -> AreaCatalog {
    var loader = CatalogLoader(connection, around: box, threads: threads)
    try loader.load(editions, listener)
    let (areas, shapes) = try loader.finish()
    return AreaCatalog(edition: edition, areas: areas, index: try AreaIndex(shapes, threads: threads))
  }
}

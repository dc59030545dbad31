import AreaIndex
import CityStore
import Foundation

/// The join alone, without reading events or writing answers.
@main struct JoinOnly {
  static let usage = """
    usage: join-only (--areas FILE | --database FILE) --points FILE
                     [--threads N] [--passes N] [--answers FILE] [--single N]

    Prints one line of JSON: seconds until the index is ready, seconds of a pass over all points (the median),
    nanoseconds of a single look-up.

    """

  static func main() throws {
    var options: [String: String] = [:]
    var words = Array(CommandLine.arguments.dropFirst())
    while words.count >= 2, words[0].hasPrefix("--") {
      options[String(words[0].dropFirst(2))] = words[1]
      words.removeFirst(2)
    }
    guard words.isEmpty, let path = options["points"], options["areas"] != nil || options["database"] != nil else {
      FileHandle.standardError.write(Data(usage.utf8))
      exit(64)
    }
    let threads = options["threads"].flatMap(Int.init) ?? 1
    let passes = options["passes"].flatMap(Int.init) ?? 3
    let points = try Points(path: path)
    let (index, ready) = try prepared(options, threads)
    let level = index.levels.last ?? .grid

    var join = Join(index, points)
    _ = join.pass(threads: threads, at: level)  // so that no page is touched for the first time
    var figures: [String: Double] = ["ready": ready, "points": Double(points.count)]
    figures["pass"] = (0..<passes).map { _ in join.pass(threads: threads, at: level) }.sorted()[passes / 2]
    if let count = options["single"].flatMap(Int.init) {
      _ = join.single(min(count, points.count), at: level)
      figures["single"] = (0..<3).map { _ in join.single(min(count, points.count), at: level) }.sorted()[1]
    }
    if let file = options["answers"] {
      try join.ordinals(at: level).withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: file)) }
    }
    print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
  }

  /// The index, built from areas in memory or loaded as the database keeps it, and the seconds that this took.
  private static func prepared(_ options: [String: String], _ threads: Int) throws -> (AreaIndex, Double) {
    let clock = ContinuousClock()
    if let areas = options["areas"] {
      let shapes = try AreaTable.read(areas)
      let start = clock.now
      let index = try AreaIndex(shapes, threads: threads)
      return (index, (clock.now - start).seconds)
    }
    let start = clock.now
    let city = try CityDatabase.open(at: options["database"]!, for: .reading)
    let index = try city.catalog(of: try city.edition(EditionSelector()), threads: threads).index
    return (index, (clock.now - start).seconds)
  }
}

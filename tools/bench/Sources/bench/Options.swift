import Foundation

/// What the caller asked for.
struct Options {
  static let usage = """
    usage: tools/bench/run assign --work FOLDER [--quick] [--city FOLDER] [--only SECTION,…] [--page FOLDER]

      --work FOLDER   where the city, the rivals, the databases and the results lie (some 15 GB)
      --quick         half a million events instead of ten million, each run once: to see that everything works
      --city FOLDER   a city made by tools/bench/make-city; else FOLDER/city, made where it is not there
      --only LIST     these sections alone: end-to-end, join, start, steadiness, ladder, stress, exactness,
                      check, cim, page
      --page FOLDER   where the page, the plot and the figures are written; else FOLDER/page of the work folder

    """

  var work: String
  var city: String
  var page: String
  var isQuick = false
  var only: Set<String> = []

  init?(_ words: [String]) {
    guard words.first == "assign" else { return nil }
    var words = Array(words.dropFirst())
    var values: [String: String] = [:]
    while let word = words.first {
      if word == "--quick" {
        isQuick = true
        words.removeFirst()
      } else if ["--work", "--city", "--only", "--page"].contains(word), words.count >= 2 {
        values[word] = words[1]
        words.removeFirst(2)
      } else {
        return nil
      }
    }
    guard let work = values["--work"] else { return nil }
    self.work = Options.absolute(work)
    city = Options.absolute(values["--city"] ?? "\(work)/city")
    page = Options.absolute(values["--page"] ?? "\(work)/page")
    only = Set((values["--only"] ?? "").split(separator: ",").map(String.init))
  }

  func wants(_ section: String) -> Bool { only.isEmpty || only.contains(section) }

  private static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: FileManager.default.currentDirectoryPath))
      .standardizedFileURL.path
  }
}

/// How many events each part of the comparison takes.
struct Sizes {
  /// The backlog; what a slow rival is asked instead; what the difficulties and the near-degenerate points are.
  var whole, part, ladder, near, steady: Int
  /// How many areas of the damaged city have a corner moved.
  var defects: Int

  static let full = Sizes(
    whole: 10_000_000, part: 1_000_000, ladder: 2_000_000, near: 1_000_000, steady: 20,
    defects: 500)
  static let quick = Sizes(
    whole: 500_000, part: 100_000, ladder: 200_000, near: 50_000, steady: 3,
    defects: 50)
}

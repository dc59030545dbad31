import CityModel
import Foundation

/// A model read alone, with nothing kept: how many objects, vertices and surfaces it has.
@main struct ModelsOnly {
  static let usage = """
    usage: models-only FILE [THREADS]

    Reads FILE whole and prints one line of JSON.

    """

  static func main() throws {
    let words = Array(CommandLine.arguments.dropFirst())
    guard (1...2).contains(words.count) else {
      FileHandle.standardError.write(Data(usage.utf8))
      exit(64)
    }
    let survey = try ModelSurvey(of: words[0], threads: words.count > 1 ? Int(words[1]) ?? 1 : 1)
    let figures = [
      "objects": survey.types.values.reduce(0, +), "rejected": survey.rejected, "vertices": survey.vertices,
      "surfaces": survey.surfaces,
    ]
    print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
  }
}

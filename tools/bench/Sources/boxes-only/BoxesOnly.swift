import Foundation
import SpatialIndexing
import SpatialPrimitives

/// The tree of boxes in space alone: built, and asked what `data/boxes.py` made up.
@main struct BoxesOnly {
  static let usage = """
    usage: boxes-only FOLDER [THREADS]

    Prints one line of JSON: seconds of building (the median of three), questions a second and answers a question.

    """

  static func main() throws {
    let words = Array(CommandLine.arguments.dropFirst())
    guard (1...2).contains(words.count) else {
      FileHandle.standardError.write(Data(usage.utf8))
      exit(64)
    }
    let folder = words[0]
    let threads = words.count > 1 ? Int(words[1]) ?? 1 : 1
    let boxes = try Self.boxes("\(folder)/boxes.bin")
    let points = try doubles("\(folder)/points.bin")
    let places = stride(from: 0, to: points.count - 2, by: 3).map {
      Point3(points[$0], points[$0 + 1], points[$0 + 2])
    }
    var figures = ["boxes": Double(boxes.count)]
    // Each before the next, which takes its memory.
    figures["build"] = try median(of: 3) { _ = try BoxTree(boxes, threads: threads) }
    let tree = try BoxTree(boxes, threads: threads)
    for (name, questions) in [
      ("small", try Self.boxes("\(folder)/small.bin")), ("large", try Self.boxes("\(folder)/large.bin")),
      ("point", places.map { Box3($0) }),
    ] {
      var hits = 0
      let seconds = try median(of: 3) { hits = try count(tree, questions) }
      figures[name] = Double(questions.count) / seconds
      figures[name + "_hits"] = Double(hits) / Double(questions.count)
      var answers = BoxAnswers()
      let together = try median(of: 3) { try tree.search(questions, into: &answers) }
      figures[name + "_together"] = Double(questions.count) / together
      precondition(answers.items.count == hits, "one by one and together, the same")
    }
    var found: [UInt32] = []
    let file = "\(folder)/tree"
    try tree.write(to: file)
    figures["open"] = try median(of: 9) {
      try BoxTree(path: file).search(Box3(places[0]), into: &found)
      precondition(!found.isEmpty)
    }
    var neighbors: [Neighbor] = []
    var hits = 0
    let seconds = try median(of: 3) {
      hits = 0
      for place in places {
        try tree.nearest(to: place, most: 10, into: &neighbors)
        hits += neighbors.count
      }
    }
    figures["nearest"] = Double(places.count) / seconds
    figures["nearest_hits"] = Double(hits) / Double(places.count)
    print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
  }

  /// One question after the other.
  private static func count(_ tree: BoxTree, _ questions: [Box3]) throws -> Int {
    var found: [UInt32] = []
    var hits = 0
    for question in questions {
      try tree.search(question, into: &found)
      hits += found.count
    }
    return hits
  }

  private static func median(of rounds: Int, _ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    return try (0..<rounds).map { _ in
      let time = try clock.measure(body)
      return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    }.sorted()[rounds / 2]
  }

  private static func boxes(_ path: String) throws -> [Box3] {
    let sides = try doubles(path)
    return stride(from: 0, to: sides.count - 5, by: 6).map { at in
      Box3(
        minX: sides[at], minY: sides[at + 1], minZ: sides[at + 2], maxX: sides[at + 3], maxY: sides[at + 4],
        maxZ: sides[at + 5])
    }
  }

  private static func doubles(_ path: String) throws -> [Double] {
    try Data(contentsOf: URL(fileURLWithPath: path)).withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
  }
}

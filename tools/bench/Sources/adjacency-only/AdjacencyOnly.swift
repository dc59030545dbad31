import CoverageTopology
import Foundation
import SpatialPrimitives

/// The borders between areas alone: which areas are neighbours, and along how many metres.
@main struct AdjacencyOnly {
  static let usage = """
    usage: adjacency-only AREAS [ROUNDS [THREADS]]

    AREAS is the table of `make-city`: a code first, WKB in hexadecimal last. Prints one line of JSON: the median of the
    seconds, the mean of the processor's, areas, pairs of neighbours, and their borders together, in degrees.

    """

  static func main() throws {
    let words = Array(CommandLine.arguments.dropFirst())
    guard (1...3).contains(words.count), let rounds = Int(words.count > 1 ? words[1] : "5"), rounds > 0,
      let threads = Int(words.count > 2 ? words[2] : "1"), threads > 0
    else {
      FileHandle.standardError.write(Data(usage.utf8))
      exit(64)
    }
    let areas = try read(words[0])
    let clock = ContinuousClock()
    var borders: [AreaAdjacency.Border] = []
    let before = Foundation.clock()
    let seconds = (0..<rounds).map { _ in
      let time = clock.measure {
        borders =
          AreaAdjacency(areas, threads: threads) { p, q in
            let (x, y) = (q.x - p.x, q.y - p.y)
            return (x * x + y * y).squareRoot()
          }.borders
      }
      return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    }
    let spent = Double(Foundation.clock() - before) / 1e6 / Double(rounds)
    let figures = [
      "seconds": seconds.sorted()[rounds / 2], "processor": spent, "areas": Double(areas.count),
      "pairs": Double(borders.count),
      "length": borders.reduce(0) { $0 + $1.length },
    ]
    print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
  }

  private static func read(_ path: String) throws -> [MultiPolygon] {
    let lines = try String(contentsOfFile: path, encoding: .utf8).utf8.split(separator: UInt8(ascii: "\n"))
    return try lines.dropFirst().map { line in
      let digits = Array(line[(line.lastIndex(of: UInt8(ascii: ","))!)...].dropFirst()).filter { $0 > 0x20 }
      func value(_ digit: UInt8) -> UInt8 { digit <= 0x39 ? digit &- 0x30 : (digit | 0x20) &- 0x57 }
      let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { value(digits[$0]) << 4 | value(digits[$0 + 1]) }
      let geometry = try bytes.withUnsafeBytes { wkb in try WKB.decode(wkb) }
      return geometry.asMultiPolygon ?? MultiPolygon([])
    }
  }
}

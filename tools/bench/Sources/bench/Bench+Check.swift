import Foundation

extension Bench {
  /// Boundaries checked: a city that fits, and the same with borders moved, beside what others say of it.
  ///
  /// The overlaps and gaps that OneGrid names in the damaged city are compared with each rival's: pairs of areas where it
  /// names pairs, areas where it only marks edges.
  func check() throws {
    let damaged = "\(output)/grids-damaged-\(sizes.defects).geojson"
    if !FileManager.default.fileExists(atPath: damaged) {
      _ = try launch.output([
        python, "\(root)/tools/bench/data/defects.py", city.grids, "\(sizes.defects)", damaged + ".part",
      ])
      try FileManager.default.moveItem(atPath: damaged + ".part", toPath: damaged)
    }
    let own = scratch("check-own.csv")
    for (name, file) in [("whole", city.grids), ("damaged", damaged)] {
      let section = "check, \(name)"
      for round in 0..<rounds(5) {
        for threads in Set([1, cores]).sorted() {
          ledger.measure(section, "OneGrid, \(threads == 1 ? "one core" : "\(threads) cores")", round: round) {
            let run = try launch.measured(ownCheck(file, own, threads: threads), cores: threads)
            return Ledger.Outcome(try run.figures.merging(Misfits(path: own).counts) { $1 })
          }
        }
        for rival in CheckRival.all where round < rival.rounds {
          ledger.measure(section, rival.name, round: round) {
            let theirs = scratch("check-rival.csv")
            let run = try rival.run(self, file, theirs)
            var figures = try run.figures.merging(Misfits(path: theirs).counts) { $1 }
            _ = try launch.output(ownCheck(file, own, threads: cores))
            figures.merge(try Misfits(path: theirs).compared(with: Misfits(path: own))) { $1 }
            return Ledger.Outcome(figures)
          }
        }
      }
    }
    try allLevels()
  }

  /// The whole check, and of its findings the overlaps and gaps as rows: kind, code, code, m². Findings make exit 1.
  private func ownCheck(_ file: String, _ output: String, threads: Int) -> [String] {
    let arguments = [program, "check", file, "--level", "grid", "--threads", "\(threads)", "--format", "csv", "-q"]
    return ["bash", "\(root)/tools/bench/peers/onegrid_check.sh", output] + arguments
  }

  /// The five levels of the city together, with the nesting of each in those above.
  private func allLevels() throws {
    for round in 0..<rounds(3) {
      ledger.measure("check, five levels", "OneGrid, \(cores) cores", round: round) {
        let command = [program, "--db", "\(databases)/city.db", "check", "--threads", "\(cores)", "--json", "-q"]
        let own = ["bash", "\(root)/tools/bench/peers/onegrid_check.sh", scratch("check-city.json")] + command
        return Ledger.Outcome(try launch.measured(own, cores: cores).figures)
      }
    }
  }
}

/// A program that can tell something of the same.
struct CheckRival {
  var name: String
  /// In `peers/`. Takes the file and where to write, as one `.sh` is told to `begin` before.
  var script: String
  var rounds: Int

  static let all = [
    CheckRival(name: "shapely, coverage_is_valid", script: "shapely_coverage.py", rounds: 5),
    CheckRival(name: "shapely, coverage_invalid_edges", script: "shapely_coverage.py edges", rounds: 5),
    CheckRival(name: "geopandas overlay", script: "geopandas_overlay.py", rounds: 2),
    CheckRival(name: "PostGIS", script: "postgis_check.sh", rounds: 2),
  ]

  func run(_ bench: Bench, _ file: String, _ output: String) throws -> Run {
    let words = script.split(separator: " ").map(String.init)
    let path = "\(bench.root)/tools/bench/peers/\(words[0])"
    let isShell = path.hasSuffix(".sh")
    let command = [isShell ? "bash" : bench.python, path]
    if isShell { _ = try bench.launch.measured(command + ["begin", file], cores: 1) }
    defer { if isShell { _ = try? bench.launch.measured(command + ["end"], cores: 1) } }
    return try bench.launch.measured(command + [file, output] + words.dropFirst(), cores: 1)
  }
}

/// What a program found: rows of kind, codes and square metres; `invalid` rows name one area each.
struct Misfits {
  private var overlaps: Set<[String]> = []
  private var gapAreas: Set<String> = []
  private var invalid: Set<String> = []
  private var gaps = 0
  private let marksEdges: Bool

  /// Smaller ones, in m², are rounding for some of them.
  private static let least = 0.05

  init(path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 3 else { continue }
      let codes = fields[1].split(separator: " ").map(String.init).sorted()
      guard fields[0] == "invalid" || (Double(fields[2]) ?? 0) >= Misfits.least else { continue }
      switch fields[0] {
      case "overlap": overlaps.insert(codes)
      case "gap":
        gaps += 1
        gapAreas.formUnion(codes)
      case "invalid": invalid.formUnion(codes)
      default: break
      }
    }
    marksEdges = text.contains("invalid,") || text.hasPrefix("# edges")
  }

  var counts: [String: Double] {
    marksEdges
      ? ["marked": Double(invalid.count)] : ["overlaps": Double(overlaps.count), "gaps": Double(gaps)]
  }

  /// How far this differs from what OneGrid found.
  func compared(with own: Misfits) throws -> [String: Double] {
    if marksEdges {
      // An area with a wrong edge has a neighbour that overlaps it or leaves a gap, and the other way round.
      let named = Set(own.overlaps.joined()).union(own.gapAreas)
      return ["missing": Double(named.subtracting(invalid).count), "more": 0]
    }
    let other = own.overlaps.symmetricDifference(overlaps)
    return [
      "missing": Double(other.intersection(own.overlaps).count) + Double(max(0, own.gaps - gaps)),
      "more": Double(other.intersection(overlaps).count) + Double(max(0, gaps - own.gaps)),
    ]
  }
}

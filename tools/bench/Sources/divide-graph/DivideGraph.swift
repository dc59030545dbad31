import Foundation
import GraphPartition
import SpatialPrimitives

/// `divide-graph GRAPH PARTS TOLERANCE SEED OUT`: divides a graph as the library does, for the comparison with others.
///
/// GRAPH is text: `nodes edges`, then for each node `weight x y`, then for each edge `a b weight`. OUT gets the part of
/// each node, a line each. What the outcome says of itself goes to standard output.
@main enum DivideGraph {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 6, let parts = Int(arguments[2]), let tolerance = Double(arguments[3]),
      let seed = UInt64(arguments[4])
    else {
      FileHandle.standardError.write(Data("usage: divide-graph GRAPH PARTS TOLERANCE SEED OUT\n".utf8))
      exit(64)
    }
    let lines = try String(contentsOfFile: arguments[1], encoding: .utf8).split(separator: "\n")
    let head = lines[0].split(separator: " ").compactMap { Int($0) }
    var weights: [Double] = []
    var positions: [Point] = []
    for line in lines[1...head[0]] {
      let numbers = line.split(separator: " ").compactMap { Double($0) }
      weights.append(numbers[0])
      positions.append(Point(numbers[1], numbers[2]))
    }
    let edges = lines[(head[0] + 1)...].map { line in
      let fields = line.split(separator: " ")
      return (Int(fields[0])!, Int(fields[1])!, Double(fields[2])!)
    }
    let graph = WeightedGraph(nodeWeights: weights, edges: edges)
    let outcome = partition(
      graph,
      PartitionRequest(
        parts: parts, target: graph.totalWeight / Double(parts), tolerance: tolerance, positions: positions, seed: seed,
        steps: max(400_000_000, 50_000 * weights.count)))
    try (outcome.part.map(String.init).joined(separator: "\n") + "\n").write(
      toFile: arguments[5], atomically: true, encoding: .utf8)
    print(
      "outside \(outcome.score.outside), worst beyond tolerance \(outcome.score.worst), cut \(outcome.cut)"
        + (outcome.isOptimal ? ", proved" : ""))
  }
}

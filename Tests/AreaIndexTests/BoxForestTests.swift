import SpatialPrimitives
import TestSupport
import Testing

@testable import AreaIndex

struct BoxForestTests {
  private static func boxes(_ count: Int, _ random: inout SeededGenerator) -> [Box] {
    (0..<count).map { _ in
      let (x, y) = (Double.random(in: -10...10, using: &random), Double.random(in: -10...10, using: &random))
      return Box(
        minX: x, minY: y, maxX: x + .random(in: 0...3, using: &random), maxY: y + .random(in: 0...3, using: &random))
    }
  }

  @Test func findsWhatBruteForceFinds() {
    var random = SeededGenerator(seed: 31)
    let trees = [0, 1, 7, 8, 9, 64, 65, 700].map { Self.boxes($0, &random) }
    var builder = BoxForest<SmallBox>.Builder()
    for tree in trees { builder.append(tree.lazy.map(SmallBox.init)) }
    let forest = BoxForest(builder)
    for (tree, boxes) in trees.enumerated() {
      for _ in 0..<50 {
        let point = Point(.random(in: -11...14, using: &random), .random(in: -11...14, using: &random))
        let holding = boxes.indices.filter { boxes[$0].contains(point) }
        var found: [Int] = []
        forest.forEach(tree, { $0.box.contains(point) }, { found.append($0) })
        #expect(found.sorted().filter { boxes[$0].contains(point) } == holding)

        var visited: [Double] = []
        let bound = { (box: Box) in Optional(max(box.minX - point.x, 0)) }
        forest.visit(tree, bound) { visited.append(bound(boxes[$0])!) }
        #expect(visited.count == boxes.count)
      }
    }
  }

  @Test func smallBoxesHoldTheirBoxes() {
    var random = SeededGenerator(seed: 33)
    for box in Self.boxes(500, &random) + [Box(minX: -1e300, minY: 1e-300, maxX: 1e300, maxY: 1e300)] {
      let around = SmallBox(box).box
      #expect(around.minX <= box.minX && around.minY <= box.minY && around.maxX >= box.maxX && around.maxY >= box.maxY)
    }
    #expect(SmallBox(.empty).box.isEmpty)
  }
}

import Diagnostics
import GridPlanning
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct GridNumberingTests {
  private func box(_ x: Double, _ y: Double, _ size: Double = 1) -> Box {
    Box(minX: x, minY: y, maxX: x + size, maxY: y + size)
  }

  @Test func gridsAreReadLikeLinesOfWriting() throws {
    // Three rows of four, each cell moved a little: the lattice order comes back, whatever the order of the input.
    var random = SeededGenerator(seed: 7)
    let cells = (0..<12).map { (column: $0 % 4, row: $0 / 4) }.shuffled(using: &random)
    let boxes = cells.map { cell in
      box(
        Double(cell.column) + .random(in: -0.2...0.2, using: &random),
        -Double(cell.row) + .random(in: -0.2...0.2, using: &random))
    }
    let order = GridNumbering.order(boxes).map { cells[$0].row * 4 + cells[$0].column }
    #expect(order == Array(0..<12))
  }

  @Test func twoBesideOneAnotherGoFromTheWestHoweverLittleTheEastIsNorther() throws {
    #expect(GridNumbering.order([box(5, 0.3), box(0, 0)]) == [1, 0])
    #expect(GridNumbering.order([box(5, 0.6), box(0, 0)]) == [0, 1])
    #expect(GridNumbering.order([]) == [])
  }

  @Test func noNumberIsUsedAgain() throws {
    var numbering = GridNumbering(used: ["441002001001002", "441002001001007", "441002001002001", "44100200100100A"])
    #expect(
      try numbering.codes(in: "441002001001", boxes: [box(1, 0), box(0, 0)]) == [
        "441002001001009", "441002001001008",
      ])
    #expect(try numbering.codes(in: "441002001001", boxes: [box(1, 0)]) == ["441002001001010"])
    #expect(try numbering.codes(in: "441002001003", boxes: [box(1, 0)]) == ["441002001003001"])
    var full = GridNumbering(used: ["c998"])
    let fault = #expect(throws: Fault.self) { try full.codes(in: "c", boxes: [box(0, 0), box(1, 0)]) }
    #expect(fault?.code == "numbers-used-up" && fault?.kind == .data)
  }

  @Test func namesFollowTheCommunitys() {
    #expect(GridNumbering.name(community: "凤洲社区", code: "441002001001012") == "凤洲社区第12网格")
    #expect(GridNumbering.name(community: "Allerton", code: "BX0101003") == "Allerton grid 3")
    #expect(GridNumbering.name(community: "凤洲社区", code: "441002001001012", level: .unit) == "凤洲社区12号单元网格")
    #expect(GridNumbering.name(community: "Allerton", code: "BX0101003", level: .unit) == "Allerton unit 3")
  }
}

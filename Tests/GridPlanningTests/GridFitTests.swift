import AreaIndex
import CityStore
import Diagnostics
import Testing

@testable import GridPlanning

/// What is made of the measures of single grids; the measures themselves are tried on the sample city.
@Suite struct GridFitTests {
  private func grid(
    _ code: String, households: Double?, side: Double = 100, pieces: Int = 1, inner: Double = 0, street: Double? = nil
  ) -> GridFit.Grid {
    var grid = GridFit.Grid(
      code: code, name: code, parent: "c", households: households, squareMetres: side * side, perimeter: 4 * side,
      pieces: pieces, isNested: true)
    grid.innerBorder = inner
    grid.streetBorder = street
    return grid
  }

  private func fit(_ grids: [GridFit.Grid], target: Double = 300) -> GridFit {
    GridFit(title: Text(verbatim: "t"), level: .grid, grids: grids, target: target, tolerance: 0.1)
  }

  @Test func inequalityIsGinis() {
    #expect(GridFit.gini([5, 5, 5]) == 0)
    #expect(GridFit.gini([]) == nil && GridFit.gini([0, 0]) == nil)
    // One of four has all: (n − 1) / n.
    #expect(GridFit.gini([0, 8, 0, 0]) == 0.75)
    // The mean difference of all pairs by twice the mean, one by one.
    let values: [Double] = [120, 300, 90, 410, 275, 275, 33]
    var differences = 0.0
    for a in values { for b in values { differences += (a - b).magnitude } }
    let count = Double(values.count)
    let expected = differences / (2 * count * values.reduce(0, +))
    #expect(((GridFit.gini(values) ?? 0) - expected).magnitude < 1e-12)
  }

  @Test func squaresAndOfficers() {
    #expect((grid("a", households: 0).compactness - .pi / 4).magnitude < 1e-12)
    let officers = [0, 299, 300, 301, 600, 601, 5_000].map { grid("a", households: $0).officers }
    #expect(officers == [4, 4, 4, 5, 7, 7, 7])
    #expect(grid("a", households: nil).officers == nil)
  }

  @Test func whatIsWrongIsSaidGridByGrid() {
    let fit = fit([
      grid("a", households: 269), grid("b", households: 330), grid("c", households: 331, pieces: 2),
      grid("d", households: nil),
    ])
    #expect(fit.withinTolerance == 1)
    #expect(fit.reasons.map(\.kind) == [.tooFew, .tooMany, .apart, .unknown])
    #expect(fit.reasons.map(\.code) == ["a", "c", "c", "d"])
    #expect(fit.reasons.first?.message(.english) == "a: 269 households, the least is 270")
    #expect(((fit.worstDeviation ?? 0) - 31.0 / 300).magnitude < 1e-12)
    #expect(!fit.isContiguous && fit.nested == 4)
  }

  @Test func streetsCountByLengthNotByGrid() {
    #expect(fit([grid("a", households: 1)]).streetShare == nil)
    #expect(fit([grid("a", households: 1, inner: 0, street: 0)]).streetShare == nil)
    let share = fit([
      grid("a", households: 1, inner: 300, street: 300), grid("b", households: 1, inner: 100, street: 0),
    ]).streetShare
    #expect(share == 0.75)
  }

  @Test func loads() {
    var first = grid("a", households: 300)
    var second = grid("b", households: 300)
    first.load = GridFit.CaseLoad()
    first.load?.cases = 8
    first.load?.byHour[9] = 5
    second.load = GridFit.CaseLoad()
    second.load?.cases = 12
    second.load?.byHour[9] = 2
    second.load?.byHour[17] = 6
    second.load?.longestWalk = 700
    let fit = fit([first, second])
    #expect(fit.cases == 20 && fit.longestWalk == 700)
    #expect(fit.busiestHour?.hour == 9 && fit.busiestHour?.cases == 7)
    #expect(fit.heaviestLoad?.grid.code == "b" && fit.heaviestLoad?.casesPerOfficer == 3)
    #expect(second.load?.busiestHour == 17)
  }
}

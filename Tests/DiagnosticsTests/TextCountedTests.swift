import Diagnostics
import Testing

@Suite struct TextCountedTests {
  @Test(arguments: [(0, "0 grids"), (1, "1 grid"), (2, "2 grids"), (-1, "-1 grids"), (21, "21 grids")])
  func oneThingIsSingular(_ number: Int, _ text: String) { #expect(Text.counted(number, "grid") == text) }

  @Test func formsThatAreNotMadeWithAnSAreGiven() {
    #expect(Text.counted(1, "row has", "rows have") == "1 row has")
    #expect(Text.counted(3, "community", "communities") == "3 communities")
  }
}

import Diagnostics
import Testing

@Suite struct FaultTests {
  @Test func placesReadLikeCompilerMessages() {
    #expect("\(Place("a.csv"))" == "a.csv")
    #expect("\(Place("a.csv", row: 7))" == "a.csv:7")
    #expect("\(Place("a.csv", row: 7, field: "lon"))" == "a.csv:7:lon")
  }

  @Test func everyTextSpeaksBothLanguages() {
    let text = Text("grid", zh: "网格")
    #expect(text(.english) == "grid")
    #expect(text(.chinese) == "网格")
  }

  /// The numbers of `sysexits.h`, on which scripts rely.
  @Test func kindsAreExitStatuses() {
    #expect(Fault.Kind.allCases.map(\.rawValue) == [64, 65, 66, 70, 73, 75])
  }
}

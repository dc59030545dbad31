import Foundation
import TestSupport
import Testing

/// `onegrid duty`, and what `locate` and `edition diff` say of officers.
@Suite struct DutyCommandTests {
  let city: SampleCity

  init() throws {
    city = try SampleCity()
    #expect(try city.command.run(["duty", "import", "geodata/duties.csv", "-q"]).status == 0)
  }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try city.command.run(arguments + ["--json", "-q"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  private func officers(_ arguments: [String]) throws -> [String] {
    let found = try #require(json(arguments)["officers"] as? [[String: Any]])
    return found.map { "\($0["officer_id"] ?? "") \($0["ground"] ?? "") \($0["level"] ?? "")/\($0["area"] ?? "")" }
  }

  @Test func whoAnswersGoesByPlacePeriodAndHours() throws {
    let grid = "grid/441003002005003"
    // A Monday and a Sunday.
    #expect(try officers(["duty", "who", grid, "--at", "2026-03-02T09:00"]) == ["O001 duty \(grid)"])
    #expect(try officers(["duty", "who", grid, "--at", "2026-03-01T09:00"]) == ["O002 stand-in \(grid)"])
    let place = ["duty", "who", "112.8836", "22.618754", "--at", "2026-03-02T09:00"]
    #expect(try officers(place) == ["O001 duty \(grid)"])
    // Nobody covers this grid; by day the community's head does, by night the street's.
    let other = "grid/441003002005001"
    #expect(
      try officers(["duty", "who", other, "--at", "2026-03-02T09:00"]) == ["O003 parent-head community/441003002005"])
    #expect(try officers(["duty", "who", other, "--at", "2026-03-02T21:00"]) == ["O004 parent-head street/441003002"])
    // One period ends as the next begins.
    let half = ["duty", "who", "grid/441002002002008", "--at"]
    #expect(try officers(half + ["2026-06-30T23:59"]).map { $0.prefix(4) } == ["O005"])
    #expect(try officers(half + ["2026-07-01"]).map { $0.prefix(4) } == ["O006"])
    #expect(try officers(["duty", "who", "441000", "--at", "2026-03-02"]).isEmpty)
    #expect(try city.command.run(["duty", "who", "441000", "-q"]).output == "nobody is on duty\n")
  }

  @Test func locateSaysWhoIsOnDuty() throws {
    let found = try officers(["locate", "112.8836", "22.618754", "--as-of", "2026-03-02T09:00"])
    #expect(found == ["O001 duty grid/441003002005003"])
    #expect(try city.command.run(["duty", "import", "geodata/duties.csv", "--replace", "--json"]).status == 0)
  }

  @Test func diffCountsOfficers() throws {
    let text = try String(contentsOfFile: city.file("geodata/grid.geojson"), encoding: .utf8)
    let file = city.file("fewer.geojson")
    try text.split(separator: "\n").filter { !$0.contains("\"441003002005004\"") }.joined(separator: "\n")
      .write(toFile: file, atomically: true, encoding: .utf8)
    #expect(try city.command.run(["import", file, "--level", "grid", "-q"]).status == 0)
    let diff = try json(["edition", "diff", "--level", "grid"])
    #expect(diff["officers"] as? Int == 1)
    #expect((diff["changes"] as? [[String: Any]])?.map { $0["officers"] as? Int } == [1])
  }

  @Test func badRowsAndPlacesAreRefused() throws {
    let path = city.file("bad.csv")
    try "officer_id,name,role,area,from,to\nX,Y,boss,441000,,\n".write(toFile: path, atomically: true, encoding: .utf8)
    let refused = try city.command.run(["duty", "import", path])
    #expect(refused.status == 65 && refused.errors.contains("bad.csv:2:role"), "\(refused.errors)")
    #expect(try city.command.run(["duty", "who", "here", "and", "there"]).status == 64)
    #expect(try city.command.run(["duty", "who", "NOWHERE"]).status == 64)
  }
}

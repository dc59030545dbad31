import Diagnostics
import Foundation
import Testing

@testable import CommandLineKit

@Suite struct ArgumentParserTests {
  private func parse(_ line: String) throws -> Arguments {
    let words = line.split(separator: " ").map(String.init)
    return try #require(try ArgumentParser(program: sample).parse(words).arguments)
  }

  private func code(_ line: String) -> String? {
    let words = line.split(separator: " ").map { $0 == "''" ? "" : String($0) }
    do throws(Fault) {
      _ = try ArgumentParser(program: sample).parse(words)
      return nil
    } catch {
      #expect(error.kind == .usage)
      return error.code
    }
  }

  @Test func readsEveryForm() throws {
    let forms = [
      "load --level grid --crs EPSG:4490 --force a b t", "load --level=grid -c EPSG:4490 -f a b t",
      "load a b t --crs=EPSG:4490 --level grid -f", "load -fc EPSG:4490 a --level grid b t",
      "load -fcEPSG:4490 a --level grid b -- t", "load -c=EPSG:4490 -f --level grid --level grid a b t",
    ]
    for form in forms {
      let arguments = try parse(form)
      #expect(arguments.value("crs") == "EPSG:4490", "\(form)")
      #expect(arguments.required("level") == "grid")
      #expect(arguments.flag("force"))
      #expect(arguments.values("FILE") == ["a", "b"])
      #expect(arguments.required("TARGET") == "t")
      #expect(arguments.integer("limit") == 10)
      #expect(arguments.number("lon") == nil)
    }
  }

  @Test func listsAndRepetitions() throws {
    let arguments = try parse("load --level city --lock a,b --lock c --scheme x,y --scheme z f t")
    #expect(arguments.values("lock") == ["a", "b", "c"])
    #expect(arguments.values("scheme") == ["x,y", "z"])
  }

  @Test func negativeNumbersAndDashesAreArguments() throws {
    #expect(try parse("box list -73.98 - -1e3").values("REST") == ["-", "-1e3"])
    #expect(try parse("box list -73.98").number("LON") == -73.98)
    #expect(try parse("load --level grid --lon -73.98 - t").number("lon") == -73.98)
    #expect(try parse("load --level grid -- --odd t").values("FILE") == ["--odd"])
  }

  @Test func globalOptionsStandAnywhereAndFallBack() throws {
    #expect(try parse("--db x.db box list").required("db") == "x.db")
    #expect(try parse("box --db x.db list").required("db") == "x.db")
    #expect(try parse("box list").required("db") == "city.db")
    setenv("SAMPLE_TEST_DB", "env.db", 1)
    defer { unsetenv("SAMPLE_TEST_DB") }
    #expect(try parse("box list").required("db") == "env.db")
    #expect(try parse("box list --db x.db").required("db") == "x.db")
  }

  @Test(arguments: [
    ("nothing", "unknown-command"), ("box", "missing-command"), ("box lost", "unknown-command"),
    ("load --level grid", "missing-argument"), ("load --level grid a", "missing-argument"),
    ("load a t", "missing-argument"),
    ("load --level gird a t", "bad-value"), ("load --level", "missing-value"),
    ("load --crs --force a t", "missing-value"),
    ("load --level grid --limit 0 a t", "bad-value"), ("load --level grid --limit 1.5 a t", "bad-value"),
    ("load --level grid --lon nan a t", "bad-value"), ("load --level grid --lon 181 a t", "bad-value"),
    ("load --level grid --force=yes a t", "unexpected-value"),
    ("load --level grid --level city a t", "repeated-option"),
    ("load --level grid --farce a t", "unknown-option"), ("load --level grid -x a t", "unknown-option"),
    ("load --level grid a ''", "bad-value"), ("box list 1 x", nil), ("box list x", "bad-value"),
    ("completion", "unknown-command"),
  ])
  func refuses(_ line: String, _ expected: String?) { #expect(code(line) == expected, "\(line)") }

  @Test func tooManyArguments() {
    let program = Program(
      root: Command(
        "p", Text("p", zh: "p"), examples: [],
        subcommands: [
          Command("one", Text("one", zh: "一"), examples: []) { (_, _) throws(Fault) in .done }
        ]), globalOptions: [], version: "1", libraries: { [] })
    #expect(throws: Fault.self) { try ArgumentParser(program: program).parse(["one", "extra"]) }
  }

  @Test func suggestsWhatWasMeant() throws {
    func hint(_ line: String) -> String? {
      do throws(Fault) {
        _ = try ArgumentParser(program: sample).parse(line.split(separator: " ").map(String.init))
        return nil
      } catch { return error.hint?.english }
    }
    #expect(hint("laod")?.contains("“load”") == true)
    #expect(hint("load --levle x")?.contains("“--level”") == true)
    #expect(hint("load --level gird")?.contains("“grid”") == true)
    #expect(hint("quite-other")?.contains("load, box") == true)
    #expect(hint("load --entirely-other")?.contains("sample load --help") == true)
  }

  @Test(arguments: ["--help", "-h", "load --help", "load --level -h", "help load", "box list --no-such --help", "help"])
  func helpWinsOverErrors(_ line: String) throws {
    let outcome = try ArgumentParser(program: sample).parse(line.split(separator: " ").map(String.init))
    #expect(outcome.arguments == nil)
    #expect(
      outcome.path.joined(separator: " ") == "sample"
        + (line.contains("load") ? " load" : line.contains("list") ? " box list" : ""))
  }

  @Test func richerValues() throws {
    let arguments = try parse("load --level grid --crs 7 a t")
    #expect(try arguments.value("crs", as: Text("n", zh: "n")) { Int($0) } == 7)
    #expect(throws: Fault.self) { try arguments.value("level", as: Text("n", zh: "n")) { Int($0) } }
    #expect(try arguments.value("lon", as: Text("n", zh: "n")) { Int($0) } == nil)
  }
}

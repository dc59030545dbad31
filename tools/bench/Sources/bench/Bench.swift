import Foundation

/// What every section needs: the programs, the files, and where the figures go.
struct Bench {
  let options: Options
  let sizes: Sizes
  let root: String
  let program: String
  let joinOnly: String
  let joinLibraries: String
  let python: String
  let cores: Int
  let ledger: Ledger
  let launch: Launch
  let city: City

  /// Folders for what this build makes; another build, told apart by its bytes, starts anew.
  let databases: String
  let output: String

  init(_ options: Options) throws {
    let environment = ProcessInfo.processInfo.environment
    guard let root = environment["BENCH_ROOT"], let program = environment["BENCH_PROGRAM"],
      let tools = environment["BENCH_TOOLS"]
    else { throw Failure("start it by tools/bench/run") }
    self.options = options
    self.root = root
    self.program = program
    sizes = options.isQuick ? .quick : .full
    cores = ProcessInfo.processInfo.activeProcessorCount
    joinOnly = "\(tools)/join-only"
    joinLibraries = "\(options.work)/join_libraries"
    let own = "\(options.work)/peers/bin/python"
    python = FileManager.default.isExecutableFile(atPath: own) ? own : "python3"

    let digests = try [program, joinOnly].map { try Launch.output(["sha256sum", $0]).prefix(8) }
    let build = digests.joined(separator: "-") + (options.isQuick ? "-quick" : "")
    let files = FileManager.default
    databases = "\(options.work)/databases/\(digests[0])"
    output = "\(options.work)/output"
    let store = "\(options.work)/store"
    for folder in [databases, output, store, "\(options.work)/results", options.page] {
      try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    for other in try files.contentsOfDirectory(atPath: "\(options.work)/databases") where other != digests[0] {
      try files.removeItem(atPath: "\(options.work)/databases/\(other)")
    }
    ledger = Ledger(path: "\(options.work)/results/\(build).jsonl")
    launch = Launch(
      launcher: "\(tools)/launch", environment: ["CITY": options.city, "STORE": store], log: "\(output)/complaints.log")
    city = City(folder: options.city)
  }

  /// The command that assigns, with what every measured run has in common.
  func assign(
    _ events: String, _ output: String, database: String = "city", threads: Int, _ extra: [String] = Bench.least
  ) -> [String] {
    [program, "--db", "\(databases)/\(database).db", "assign", events, "-o", output, "--force", "-q"]
      + ["--threads", "\(threads)"] + extra
  }

  /// The job that every program does: id and grid code, nothing else.
  static let least = ["--levels", "grid", "--columns", "id", "--no-names"]

  /// How often something is measured: once where only everything is to be tried.
  func rounds(_ planned: Int) -> Int { options.isQuick ? min(planned, 1) : planned }

  /// A file for output that is overwritten all the time.
  func scratch(_ name: String = "out.csv") -> String { "\(output)/\(name)" }

  /// This program's own answers to the first `count` events, made once.
  func ownAnswers(_ count: Int) throws -> AnswerTable {
    let path = scratch("own-\(count).csv")
    _ = try launch.output(assign(try city.events(count), path, threads: cores))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try AnswerTable(path: path, count: count)
  }
}

@main struct Main {
  static func main() {
    guard let options = Options(Array(CommandLine.arguments.dropFirst())) else {
      FileHandle.standardError.write(Data(Options.usage.utf8))
      exit(64)
    }
    do {
      let bench = try Bench(options)
      bench.ledger.measure("about", "run") { Ledger.Outcome([:], note: Machine.moment(bench)) }
      let sections: [(String, () throws -> Void)] = [
        ("join", bench.join), ("start", bench.start), ("ladder", bench.ladder), ("steadiness", bench.steadiness),
        ("stress", bench.stress), ("exactness", bench.exactness), ("end-to-end", bench.endToEnd),
        ("check", bench.check), ("cim", bench.cityModel),
      ]
      let wanted = sections.filter { options.wants($0.0) }
      // City models need no city of areas.
      if wanted.contains(where: { $0.0 != "cim" }) { try bench.prepare() }
      for (name, section) in wanted { bench.ledger.attempt(name, "the whole section", section) }
      if options.wants("page") { try Page(bench).write() }
    } catch {
      FileHandle.standardError.write(Data("bench: \((error as? Failure)?.reason ?? "\(error)")\n".utf8))
      exit(1)
    }
  }
}

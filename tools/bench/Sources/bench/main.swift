import Foundation

var options: [String: String] = [:]
var words = Array(CommandLine.arguments.dropFirst())
guard words.first == "assign" else {
  FileHandle.standardError.write(
    Data(
      "usage: run assign --city FOLDER --events FILE [--rounds N] [--threads N] [--peers FOLDER] [--python PROGRAM]\n"
        .utf8))
  exit(64)
}
words.removeFirst()
while words.count >= 2, words[0].hasPrefix("--") {
  options[String(words[0].dropFirst(2))] = words[1]
  words.removeFirst(2)
}
guard words.isEmpty, let city = options["city"], let events = options["events"] else {
  FileHandle.standardError.write(Data("bench: --city FOLDER and --events FILE are needed\n".utf8))
  exit(64)
}

let program = ProcessInfo.processInfo.environment["ONEGRID"] ?? "onegrid"
let rounds = options["rounds"].flatMap(Int.init) ?? 5
let threads = options["threads"] ?? "1"
let python = options["python"] ?? "python3"
let ownPeers = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../peers").path
let peers =
  options["peers"] ?? (FileManager.default.fileExists(atPath: "../shared/bench") ? "../shared/bench" : ownPeers)
let work = FileManager.default.temporaryDirectory.appendingPathComponent("onegrid-bench-\(getpid())").path
try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(atPath: work) }

print(Machine.describe(program: program, files: ["\(city)/grids.geojson", events]))
let database = work + "/city.db"
let load = Run.measure(
  [program, "--db", database, "import", "\(city)/grids.geojson", "--level", "grid", "--crs", "EPSG:4490", "--activate"])
guard load.status == 0 else {
  print("the city cannot be imported (exit \(load.status)); BENCH_VERBOSE=1 shows why")
  exit(1)
}
print(String(format: "import    %.2f s, once, not counted\n", load.wallSeconds))

let contenders = Contender.all(program: program, database: database, city: city, peers: peers, python: python)
var runs: [String: [Run]] = [:]
var answers: [String: Answers] = [:]
for round in 0...rounds {  // the first round warms the page cache and is not counted
  for contender in contenders {
    let output = "\(work)/\(contender.name.filter(\.isLetter)).csv"
    let run = Run.measure(
      contender.arguments(events, output, threads), environment: ["CITY": city, "PGD": work + "/postgres"])
    guard run.status == 0 else { continue }
    if round == 0 {
      answers[contender.name] = Answers(path: output)
    } else {
      runs[contender.name, default: []].append(run)
    }
    try? FileManager.default.removeItem(atPath: output)
  }
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
let own = contenders[0].name
guard let ownRuns = runs[own], let ownAnswers = answers[own] else {
  print("onegrid itself failed; BENCH_VERBOSE=1 shows why")
  exit(1)
}
let base = median(ownRuns.map(\.wallSeconds))
print(
  "program                     wall s     cpu s   peak MiB   ratio   answers (\(rounds) rounds, \(threads) threads)")
for contender in contenders {
  let name = contender.name.padding(toLength: 24, withPad: " ", startingAt: 0)
  guard let measured = runs[contender.name], !measured.isEmpty else {
    print("\(name)  did not run: \(contender.needs)")
    continue
  }
  let verdict: String
  if let rows = answers[contender.name] {
    verdict = rows == ownAnswers ? "equal (\(rows.rows) rows)" : "DIFFERENT (\(rows.rows) rows)"
  } else {
    verdict = "not compared"
  }
  let wall = median(measured.map(\.wallSeconds))
  print(
    name
      + String(
        format: "%10.3f%10.3f%11.0f%8.1f   ", wall, median(measured.map(\.cpuSeconds)),
        measured.map(\.peakMebibytes).max() ?? 0, wall / base) + (contender.isCompared ? verdict : "another output"))
}

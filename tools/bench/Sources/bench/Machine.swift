import Foundation

/// What a figure depends on.
enum Machine {
  /// Name and value, in the order in which they are to be read.
  static func facts(_ bench: Bench) -> [(String, String)] {
    let system = (try? String(contentsOfFile: "/etc/os-release", encoding: .utf8)) ?? ""
    let name = system.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }?
      .dropFirst(12).trimmingCharacters(in: CharacterSet(charactersIn: "\""))
    // When the first figure was measured, and of what: the page may be made again later.
    let moment = (bench.ledger.note("about", "run") ?? "").components(separatedBy: "; ")
    var facts = [
      ("date", moment.first ?? ""),
      ("machine", "\(processor), \(bench.cores) cores, \(ProcessInfo.processInfo.physicalMemory >> 30) GiB"),
      ("system", "\(name ?? ProcessInfo.processInfo.operatingSystemVersionString), Linux \(said(["uname", "-r"]))"),
      ("compiler", said(["swift", "--version"]).split(separator: "\n").first.map(String.init) ?? ""),
      ("OneGrid", said([bench.program, "--version"]).replacingOccurrences(of: "\n", with: ", ")),
      ("commit", moment.count > 1 ? moment[1] : ""),
      ("load before", moment.count > 2 ? moment[2] : ""),
      ("seed", "441000 for the city, its events, the near-degenerate points and the stress areas"),
    ]
    let script = """
      import importlib.metadata as m
      names = ["geopandas", "pandas", "shapely", "duckdb", "duckdb-extension-spatial", "sedonadb", "pyarrow"]
      have = {d.metadata["Name"].lower().replace("_", "-"): d.version for d in m.distributions()}
      print(", ".join(f"{n} {have[n]}" for n in names if n in have))
      """
    facts.append(("Python rivals", said([bench.python, "-c", script])))
    let packages = ["postgresql-15-postgis-3", "postgresql-15", "libsqlite3-mod-spatialite", "libgeos-c1v5", "libs2-0"]
    let versions = packages.compactMap { package -> String? in
      let version = said(["dpkg-query", "-W", "-f", "${Version}", package])
      return version.isEmpty ? nil : "\(package) \(version)"
    }
    facts.append(("Debian rivals", versions.joined(separator: ", ")))
    return facts
  }

  /// Date, commit and the machine's load of the last minute, as the run begins.
  static func moment(_ bench: Bench) -> String {
    let commit = said(["git", "-C", bench.root, "describe", "--always", "--dirty"])
    let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").first ?? ""
    return "\(day); \(commit); \(load)"
  }

  private static var day: String {
    let form = DateFormatter()
    form.locale = Locale(identifier: "en_GB")
    form.timeZone = TimeZone(identifier: "UTC")
    form.dateFormat = "d MMMM yyyy"
    return form.string(from: Date())
  }

  private static var processor: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
  }

  private static func said(_ arguments: [String]) -> String { (try? Launch.output(arguments)) ?? "" }
}

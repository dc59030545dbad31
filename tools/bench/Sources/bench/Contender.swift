import Foundation

/// A program that can do the job.
struct Contender {
  var name: String
  /// What must be installed for it.
  var needs: String
  /// Whether it writes `id,grid` and can be compared.
  var isCompared = true
  /// The command for events, output and number of threads.
  var arguments: (String, String, String) -> [String]

  /// This program first, then the rivals whose scripts are present.
  static func all(program: String, database: String, city: String, peers: String, python: String) -> [Contender] {
    func assign(_ extra: [String]) -> (String, String, String) -> [String] {
      { events, output, threads in
        [program, "--db", database, "assign", events, "-o", output, "--force", "--threads", threads, "-q"] + extra
      }
    }
    let own = [
      Contender(
        name: "onegrid", needs: "", arguments: assign(["--levels", "grid", "--columns", "id", "--no-names"])),
      Contender(name: "onegrid, all columns", needs: "", isCompared: false, arguments: assign([])),
    ]
    let scripts = [
      ("geopandas", "peer_geopandas.py", "pip install geopandas pyogrio"),
      ("DuckDB spatial", "peer_duckdb.py", "pip install duckdb==1.5.5 duckdb-extension-spatial==1.5.5"),
      ("shapely, tuned", "peer_shapely.py", "pip install shapely pyarrow"),
      ("SedonaDB", "peer_sedona.py", "pip install sedonadb geoarrow-pyarrow"),
      ("PostGIS", "peer_postgis.sh", "apt-get install postgresql-15-postgis-3"),
    ]
    let rivals = scripts.filter { FileManager.default.fileExists(atPath: "\(peers)/\($0.1)") }.map {
      name, script, needs in
      Contender(name: name, needs: needs) { events, output, threads in
        let interpreter = script.hasSuffix(".py") ? python : "bash"
        // PostGIS counts helpers beside the one that leads.
        let count = script.hasSuffix(".sh") && threads == "1" ? "0" : threads
        return [interpreter, "\(peers)/\(script)", events, output, count]
      }
    }
    return own + rivals
  }
}

import CSpatiaLite
package import Diagnostics

/// The versions of the libraries that this program runs with.
package enum LibraryVersions {
  package static var sqlite: String { unsafe String(cString: sqlite3_libversion()) }
  package static var spatiaLite: String { unsafe String(cString: spatialite_version()) }
}

extension Connection {
  /// Which of `names` are functions that SQL may call here, in their order.
  package func hasFunctions(_ names: [String]) throws(Fault) -> [(name: String, isPresent: Bool)] {
    let present = Set(try rows("SELECT DISTINCT lower(name) FROM pragma_function_list") { $0.text(0) ?? "" })
    return names.map { ($0, present.contains($0.lowercased())) }
  }

  /// How many functions SpatiaLite brought; 0 where it was not initialised.
  package func spatialFunctionCount() throws(Fault) -> Int {
    let count = try integer(
      "SELECT count(DISTINCT name) FROM pragma_function_list WHERE name LIKE 'st\\_%' ESCAPE '\\'")
    return Int(count ?? 0)
  }
}

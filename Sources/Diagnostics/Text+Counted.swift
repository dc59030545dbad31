extension Text {
  /// A number of things in English: `1 grid`, `2 grids`, `1 row has`, `2 rows have`.
  ///
  /// - Parameter many: where it is not `one` and an s.
  public static func counted(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    "\(number) \(number == 1 ? one : many ?? one + "s")"
  }
}

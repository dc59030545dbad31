/// Rows of cells laid out in columns, for terminals.
package enum TextColumns {
  /// Two spaces between columns, each as wide as its widest cell; no spaces at line ends.
  ///
  /// - Parameters:
  ///   - rows: of the same number of cells each.
  ///   - rightAligned: columns whose cells end at the same place, as numbers should.
  package static func lines(_ rows: [[String]], rightAligned: Set<Int> = []) -> String {
    let count = rows.first?.count ?? 0
    let widths = (0..<count).map { column in rows.map { TextWidth.columns(of: $0[column]) }.max() ?? 0 }
    return rows.map { cells in
      let padded = cells.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - TextWidth.columns(of: cell))
        return rightAligned.contains(column) ? padding + cell : cell + padding
      }
      return padded.joined(separator: "  ").trimmingTrailingSpaces + "\n"
    }.joined()
  }
}

extension String {
  var trimmingTrailingSpaces: String { String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)]) }
}

/// Tells by its values which field is the code, or the name, where no field bears a usual name for it.
enum FieldValues {
  /// The one field whose values look like it, twins counted as one; `nil` where there is none, or where several do.
  static func best(for role: FieldRole, among fields: [FieldEvidence]) -> FieldEvidence? {
    let fitting = fields.filter { field in
      switch role {
      case .code: isCode(field)
      case .name: isName(field)
      case .parent, .households: false
      }
    }
    guard let first = fitting.first, fitting.dropFirst().allSatisfy({ $0.values == first.values }) else { return nil }
    return first
  }

  /// A code is there in every row and differs from row to row; it is short, without spaces, and has a digit.
  private static func isCode(_ field: FieldEvidence) -> Bool {
    guard !rowNumbers.contains(FieldNames.normalForm(field.name)) else { return false }
    return distinctShare(field) == 1
      && field.values.allSatisfy { value in
        guard let value, (1...24).contains(value.utf8.count) else { return false }
        return value.contains { $0.isASCII && $0.isNumber }
          && value.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
      }
  }

  /// A name has letters in every row, and nearly all differ.
  private static func isName(_ field: FieldEvidence) -> Bool {
    distinctShare(field) >= 0.9 && field.values.allSatisfy { $0?.contains(where: \.isLetter) ?? false }
  }

  /// How many rows a code of these values would leave without a code of their own: blank ones, and those after the
  /// first of each.
  static func flaws(_ field: FieldEvidence) -> Int {
    let present = field.values.compactMap { $0 }.filter { !$0.allSatisfy(\.isWhitespace) }
    return field.values.count - Set(present).count
  }

  private static func distinctShare(_ field: FieldEvidence) -> Double {
    let present = field.values.compactMap { $0 }
    guard !present.isEmpty, present.count == field.values.count else { return 0 }
    return Double(Set(present).count) / Double(present.count)
  }

  /// What programs number rows with: it changes with every export.
  private static let rowNumbers: Set<String> = ["fid", "ogcfid", "gid", "objectid", "shapeid", "rowid", "pkuid"]
}

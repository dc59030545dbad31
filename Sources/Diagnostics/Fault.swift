/// The one error of every module: what happened, where, and how to mend it.
///
/// A command prints it as at most three lines, or as JSON; a library caller switches over `code`,
/// which is stable from release to release, never over the words.
public struct Fault: Error, Sendable, Hashable {
  /// A stable name in lower-case words joined by hyphens, e.g. `missing-file`.
  public var code: String
  /// What kind of failure this is; it decides the exit status.
  public var kind: Kind
  public var what: Text
  /// Where the trouble lies, if it has a place.
  public var place: Place?
  /// How to mend it, if that is known.
  public var hint: Text?

  public init(_ kind: Kind, code: String, _ what: Text, at place: Place? = nil, hint: Text? = nil) {
    self.code = code
    self.kind = kind
    self.what = what
    self.place = place
    self.hint = hint
  }

  /// The kinds of failure with their exit statuses (BSD `sysexits.h`).
  public enum Kind: Int32, Sendable, CaseIterable {
    /// The command was used wrongly.
    case usage = 64
    /// The input data is bad.
    case data = 65
    /// A file or database is missing, unreadable or of another kind.
    case input = 66
    /// A fault in the program itself.
    case software = 70
    /// The output cannot be made.
    case output = 73
    /// Something is locked; the same call may succeed later.
    case busy = 75
  }
}

/// A place in an input: a file, a row of it, a field of that row.
public struct Place: Sendable, Hashable, CustomStringConvertible {
  public var file: String
  /// One-based: a line of a text file, a record of a table.
  public var row: Int?
  public var field: String?

  public init(_ file: String, row: Int? = nil, field: String? = nil) {
    self.file = file
    self.row = row
    self.field = field
  }

  /// `FILE`, `FILE:ROW` or `FILE:ROW:FIELD`.
  public var description: String {
    var text = file
    if let row { text += ":\(row)" }
    if let field { text += ":\(field)" }
    return text
  }
}

/// How far a long piece of work has come. A library reports; the face decides whether to show it.
public struct ProgressReport: Sendable {
  /// What is being done, e.g. "reading boundaries".
  public var stage: Text
  public var done: Int
  /// `nil` while the whole is not known (a pipe).
  public var total: Int?
  /// What `done` counts, e.g. "rows", "bytes".
  public var unit: String

  public init(stage: Text, done: Int, total: Int?, unit: String) {
    self.stage = stage
    self.done = done
    self.total = total
    self.unit = unit
  }
}

/// What a library tells its caller while it works. Both closures may be called from any thread.
public struct Listener: Sendable {
  public var progress: @Sendable (ProgressReport) -> Void
  public var notice: @Sendable (Notice) -> Void

  public init(
    progress: @escaping @Sendable (ProgressReport) -> Void = { _ in },
    notice: @escaping @Sendable (Notice) -> Void = { _ in }
  ) {
    self.progress = progress
    self.notice = notice
  }

  /// Hears nothing.
  public static let silent = Listener()
}

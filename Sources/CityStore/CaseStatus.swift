/// What a case's status says of it. Statuses are the city's own words.
public enum CaseStatus {
  /// Whether nothing is left to do: the words that cities and their systems use for a case that was closed, done, filed or
  /// withdrawn, in any upper or lower case. A case without a status is open.
  public static func isClosed(_ status: String?) -> Bool {
    guard let status else { return false }
    if words.contains(status.lowercased()) { return true }
    // 已结案, 结案归档, but not 未结案 or 待结案.
    guard let first = status.first, !"未待不可拟".contains(first) else { return false }
    return endings.contains { status.contains($0) }
  }

  private static let words: Set<String> = [
    "closed", "done", "resolved", "completed", "finished", "archived", "cancelled", "canceled", "rejected", "withdrawn",
    "duplicate", "完成", "已完成", "已处理", "已关闭", "关闭", "已解决",
  ]
  private static let endings = ["结案", "办结", "归档", "作废", "销案", "注销", "撤销"]
}

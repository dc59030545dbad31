import Diagnostics

extension Notice {
  /// Rings that did not end where they began.
  static func closedRings(_ count: Int, at place: Place) -> Notice {
    Notice(
      .warning, code: "rings-closed",
      Text("\(Text.counted(count, "open ring")) closed", zh: "\(count) 个环首尾不相接，已闭合"), at: place)
  }
}

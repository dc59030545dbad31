import Foundation

extension [Double] {
  /// The middle value, of an even number the lower of the two: always one that was measured.
  var median: Double? { isEmpty ? nil : sorted()[(count - 1) / 2] }
}

/// Three significant digits, with thousands parted.
func short(_ value: Double) -> String {
  guard value.isFinite else { return "–" }
  let size = abs(value)
  if size == 0 { return "0" }
  if size >= 100 { return whole(Int(value.rounded())) }
  return String(format: size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : size >= 0.1 ? "%.3f" : "%.4f", value)
}

func whole(_ value: Int) -> String {
  var digits = String(abs(value))
  var parts: [String] = []
  while digits.count > 3 {
    parts.insert(String(digits.suffix(3)), at: 0)
    digits.removeLast(3)
  }
  return (value < 0 ? "−" : "") + ([digits] + parts).joined(separator: ",")
}

/// Whether the runs fall into two groups: three or more on either side of a gap wider than 15 % of the median.
struct Steadiness {
  var sorted: [Double]

  init(_ values: [Double]) { sorted = values.sorted() }

  var widestGap: Double {
    let gaps = zip(sorted, sorted.dropFirst()).dropFirst(2).dropLast(2).map { $1 - $0 }
    return (gaps.max() ?? 0) / (sorted.median ?? 1)
  }

  var isUnimodal: Bool { widestGap <= 0.15 }

  /// How many runs lie in each of ten equal parts of the range, as bars.
  var bars: String {
    guard let least = sorted.first, let greatest = sorted.last, greatest > least else { return "▁" }
    var counts = [Int](repeating: 0, count: 10)
    for value in sorted { counts[min(9, Int((value - least) / (greatest - least) * 10))] += 1 }
    let steps = Array("▁▂▃▄▅▆▇█")
    let most = counts.max() ?? 1
    return String(counts.map { $0 == 0 ? "·" : steps[min(7, $0 * 8 / most)] })
  }
}

/// What goes on, on standard error, with the time since the beginning.
enum Progress {
  private static let start = Date()

  static func say(_ text: String) {
    let time = String(format: "%6.0f s  ", Date().timeIntervalSince(start))
    FileHandle.standardError.write(Data((time + text + "\n").utf8))
  }
}

public import AreaIndex
public import Diagnostics
public import SpatialPrimitives

/// Gives grids, and unit grids in a sequence of their own, their official codes: the community's code and digits of
/// sequence, west to east and north to south, no number ever used again (GB/T 30428.1-2013; the social-governance grids
/// of GB/T 34300-2017 have the same form).
///
/// The standards do not say which of the two directions leads. Here grids are read like lines of writing: rows from the
/// north, in each row from the west. A row begins at the northernmost grid left and takes in every grid whose middle
/// lies less than half a mean grid's height below that one's.
///
/// ```swift
/// var numbering = GridNumbering(used: try city.codesEverUsed(in: "unified", at: .grid))
/// let codes = try numbering.codes(in: "441002001001", boxes: grids.map(\.box))
/// ```
public struct GridNumbering: Sendable {
  /// The highest sequence that each community ever had.
  private var highest: [String: Int] = [:]
  private let digits: Int

  /// - Parameters:
  ///   - used: every code that an area of the scheme bears or ever bore.
  ///   - digits: of the sequence.
  /// - Complexity: O(used).
  public init(used: some Sequence<String>, digits: Int = 3) {
    self.digits = digits
    for code in used {
      guard code.utf8.count >= digits, let sequence = Int(code.suffix(digits)) else { continue }
      highest[String(code.dropLast(digits)), default: 0] = max(highest[String(code.dropLast(digits))] ?? 0, sequence)
    }
  }

  /// New codes for the grids of one community: the code of `boxes[i]` is the result's `i`. They count as used from now on.
  /// Sequences go on behind the highest that the community ever had.
  ///
  /// - Parameter boxes: round the grids, north up.
  /// - Throws: `numbers-used-up` (65).
  /// - Complexity: O(n log n) for n grids.
  public mutating func codes(in community: String, boxes: [Box]) throws(Fault) -> [String] {
    let last = highest[community] ?? 0
    var codes = [String](repeating: "", count: boxes.count)
    for (position, index) in GridNumbering.order(boxes).enumerated() {
      let text = String(last + position + 1)
      guard text.utf8.count <= digits else {
        throw Fault(
          .data, code: "numbers-used-up",
          Text(
            "the \(digits) digits of sequence in \(community) are used up, and no number is used again",
            zh: "\(community) 的 \(digits) 位顺序号已用完，号码不得重复使用"),
          hint: Text("ask for fewer, larger grids", zh: "请减少网格数量"))
      }
      codes[index] = community + String(repeating: "0", count: digits - text.utf8.count) + text
    }
    highest[community] = last + boxes.count
    return codes
  }

  /// How many numbers a community has left.
  func numbersLeft(in community: String) -> Int {
    (0..<digits).reduce(1) { product, _ in product * 10 } - 1 - (highest[community] ?? 0)
  }

  /// The order in which grids are numbered: positions in `boxes`.
  public static func order(_ boxes: [Box]) -> [Int] {
    guard !boxes.isEmpty else { return [] }
    let reach = boxes.reduce(0) { $0 + $1.height } / Double(boxes.count) / 2
    func precedes(_ a: Int, _ b: Int, _ key: (Point) -> (Double, Double)) -> Bool {
      let (p, q) = (key(boxes[a].center), key(boxes[b].center))
      return p == q ? a < b : p < q
    }
    let fromNorth = boxes.indices.sorted { precedes($0, $1) { (-$0.y, $0.x) } }
    var order: [Int] = []
    var start = 0
    while start < fromNorth.count {
      let top = boxes[fromNorth[start]].center.y
      var end = start + 1
      while end < fromNorth.count, top - boxes[fromNorth[end]].center.y < reach { end += 1 }
      order += fromNorth[start..<end].sorted { precedes($0, $1) { ($0.x, -$0.y) } }
      start = end
    }
    return order
  }

  /// The name of a grid by its community's name and its code: `凤洲社区第1网格`, `Allerton grid 1`; of a unit grid
  /// `凤洲社区1号单元网格`, `Allerton unit 1`.
  public static func name(community: String, code: String, digits: Int = 3, level: Level = .grid) -> String {
    let sequence = Int(String(code.suffix(digits))) ?? 0
    let isChinese = community.unicodeScalars.contains { $0.properties.isIdeographic }
    if level == .unit { return isChinese ? "\(community)\(sequence)号单元网格" : "\(community) unit \(sequence)" }
    return isChinese ? "\(community)第\(sequence)网格" : "\(community) grid \(sequence)"
  }
}

public import Diagnostics
public import SpatialPrimitives

/// A place where departments disagree about which grid it belongs to.
public struct Conflict: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// One department draws it to one neighbour, another to the other.
    case disputed
    /// Some departments have a grid there and some none.
    case uncovered
    /// Several grids of one department hold it.
    case overlap
  }

  /// Why the proposal is what it is.
  public enum Ground: String, Sendable, CaseIterable {
    /// So the scheme of the highest priority has it.
    case priority
    /// So most schemes have it, though not the one of the highest priority.
    case majority
    /// So some scheme has it, though neither the first nor most.
    case minority
    /// No scheme has it so: contiguous grids of the target's size need it.
    case balance
  }

  public var kind: Kind
  public var community: Int
  /// Elements that hang together, all in one unified grid.
  public var elements: [Int]
  /// The unified grid that it is proposed for.
  public var grid: Int
  /// For each scheme its grids there, the largest part first; empty where it has none.
  public var claims: [[Int]]
  /// The schemes whose grid there goes for the most part into the proposed one.
  public var keeps: [Int]
  public var ground: Ground
  public var squareMetres: Double
  public var households: Double
  public var cases: Double
  public var geometry: MultiPolygon

  /// What is proposed and why.
  ///
  /// - Parameter schemes: their names.
  public func proposal(code: String, schemes: [String]) -> Text {
    let list = keeps.map { schemes[$0] }
    let english = list.joined(separator: ", ") + (list.count == 1 ? " has it" : " have it")
    let chinese = list.joined(separator: "、")
    switch ground {
    case .priority:
      return Text(
        "to \(code), as \(english): \(schemes[keeps[0]]) has the highest priority here",
        zh: "划入 \(code)，与 \(chinese) 一致：此处 \(schemes[keeps[0]]) 优先级最高")
    case .majority:
      return Text("to \(code), as most have it: \(list.joined(separator: ", "))", zh: "划入 \(code)，与多数部门一致：\(chinese)")
    case .minority:
      return Text(
        "to \(code), as \(english): the grids are contiguous and near their size so",
        zh: "划入 \(code)，与 \(chinese) 一致：以保证网格连续、规模适当")
    case .balance:
      return Text(
        "to \(code), as no department has it: the grids are contiguous and near their size so",
        zh: "划入 \(code)，各部门均非如此：以保证网格连续、规模适当")
    }
  }
}

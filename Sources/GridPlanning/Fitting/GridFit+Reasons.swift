public import Diagnostics

extension GridFit {
  /// Why a grid does not serve as it should.
  public struct Reason: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
      case tooFew = "too-few-households"
      case tooMany = "too-many-households"
      case unknown = "unknown-households"
      case apart = "in-pieces"
      case outsideParent = "outside-parent"
    }

    public var kind: Kind
    public var code: String
    public var message: Text
  }

  /// Grid by grid, in the order of the edition.
  public var reasons: [Reason] {
    grids.flatMap { grid in
      var reasons: [Reason] = []
      func add(_ kind: Reason.Kind, _ message: Text) {
        reasons.append(Reason(kind: kind, code: grid.code, message: message))
      }
      let (least, most) = (Quantity.fixed(target * (1 - tolerance), 0), Quantity.fixed(target * (1 + tolerance), 0))
      if let households = grid.households, !isWithinTolerance(grid) {
        let count = Quantity.fixed(households, 0)
        if households < target {
          add(
            .tooFew,
            Text(
              "\(grid.code): \(count) households, the least is \(least)", zh: "\(grid.code)：\(count) 户，最少应为 \(least) 户")
          )
        } else {
          add(
            .tooMany,
            Text("\(grid.code): \(count) households, the most is \(most)", zh: "\(grid.code)：\(count) 户，最多应为 \(most) 户")
          )
        }
      }
      if grid.households == nil {
        add(.unknown, Text("\(grid.code): its households are not known", zh: "\(grid.code)：户数未知"))
      }
      if grid.pieces != 1 {
        add(.apart, Text("\(grid.code) is in \(grid.pieces) pieces", zh: "\(grid.code) 分成 \(grid.pieces) 块"))
      }
      if grid.isNested == false {
        add(
          .outsideParent,
          Text("\(grid.code) leaves its parent \(grid.parent ?? "")", zh: "\(grid.code) 超出上级 \(grid.parent ?? "")"))
      }
      return reasons
    }
  }
}

import CityStore
import Diagnostics
import Glibc
import JSONWriting
import Projections
import SpatialPrimitives

/// Where an IFC model is put: by what the caller said, else IfcMapConversion, else the longitude and latitude of its site, else
/// nowhere: it then keeps its own coordinates.
///
/// A local place (x, y, z) in metres is at `turn` · (x, y) + `shift`, z times `heightFactor` + `height`.
struct IFCPlacement {
  /// `nil` where nobody knows where the model is.
  var system: CoordinateSystem?
  /// East and north of the model's x axis, and of its y axis.
  var turn: (xEast: Double, xNorth: Double, yEast: Double, yNorth: Double)
  var shift: Point
  var height: Double
  var heightFactor = 1.0
  /// What was used, with the evidence.
  var notice: Notice

  /// What an import was told, and the systems of the database that it goes into.
  struct Wish {
    /// East before north, in `crs`, else in the geographic base of the city's system; of the model's own origin.
    var origin: Point?
    var height: Double?
    /// How far the model's x axis is turned from east, anticlockwise, in degrees.
    var rotation: Double?
    var crs: CoordinateSystem?
    var citySystem: CoordinateSystem
    var modelSystem: CoordinateSystem?
  }

  /// - Throws: `outside-crs`, `unknown-crs` (65), `geographic-crs` (64).
  init(_ facts: IFCFacts, _ wish: Wish, file: String) throws(Fault) {
    let place = Place(file)
    if let origin = wish.origin {
      self = try IFCPlacement.told(origin, facts, wish, place)
    } else if let map = facts.map {
      self = try IFCPlacement.mapped(map, facts, wish, place)
    } else if let crs = wish.crs {
      self = try IFCPlacement.inCRS(crs, wish, place)
    } else if let site = facts.site {
      self = try IFCPlacement.onSite(site, facts, wish, place)
    } else {
      self = IFCPlacement.nowhere(wish, place)
    }
    if let system, !shift.isFinite || !height.isFinite { throw IFCPlacement.outside(system, place) }
  }

  private static func outside(_ system: CoordinateSystem, _ place: Place) -> Fault {
    Fault(
      .data, code: "outside-crs",
      Text("the place of the model is not in \(system.name)", zh: "模型位置不在 \(system.name) 内"), at: place,
      hint: Text("give longitude first: --origin LON,LAT", zh: "经度在前：--origin 经度,纬度"))
  }

  init(
    _ system: CoordinateSystem?, degrees: Double, factor: Double = 1, _ shift: Point, _ height: Double, _ notice: Notice
  ) {
    self.system = system
    let (sine, cosine) = (sin(degrees * .pi / 180) * factor, cos(degrees * .pi / 180) * factor)
    turn = (cosine, sine, -sine, cosine)
    self.shift = shift
    self.height = height
    self.notice = notice
  }

  // MARK: The ways

  private static func told(
    _ origin: Point, _ facts: IFCFacts, _ wish: Wish, _ place: Place
  ) throws(Fault) -> IFCPlacement {
    let base: CoordinateSystem
    if let crs = wish.crs { base = crs } else { base = try wish.citySystem.geographicBase }
    guard base.kind == .projected || (abs(origin.x) <= 180 && abs(origin.y) <= 90) else {
      throw outside(base, place)
    }
    let height = wish.height ?? 0
    let degrees = wish.rotation ?? facts.northTurn ?? 0
    let north =
      wish.rotation != nil
      ? Text("turned \(round(degrees))° as told", zh: "按指定旋转 \(round(degrees))°") : words(facts.northTurn)
    let notice = Notice(
      .note, code: "placed-as-told",
      Text(
        "its origin is at \(origin.x), \(origin.y), height \(height), as told, \(north.english)",
        zh: "按指定，其原点位于 \(origin.x), \(origin.y)，高程 \(height)，\(north.chinese)"), at: place)
    guard base.kind == .geographic else {
      // A rotation that was told is against the map's own axes, TrueNorth against the meridian.
      if wish.rotation != nil || facts.northTurn == nil {
        return IFCPlacement(
          base, degrees: degrees, factor: 1 / base.metresPerUnit, origin, height, notice)
      }
      let meridian = try base.geographicBase
      let degreesOfOrigin = try Transformation(from: base, to: meridian).transform(origin) ?? Point(.nan, .nan)
      return try geographic(degreesOfOrigin, meridian, into: base, degrees, height, notice)
    }
    return try geographic(origin, base, into: target(origin, base, wish), degrees, height, notice)
  }

  private static func mapped(
    _ map: IFCFacts.MapConversion, _ facts: IFCFacts, _ wish: Wish, _ place: Place
  ) throws(Fault) -> IFCPlacement {
    let named = map.crs.flatMap { try? CoordinateSystem($0) }
    guard let system = wish.crs ?? named else {
      let name = map.crs ?? ""
      throw Fault(
        .data, code: "unknown-crs",
        Text(
          "the coordinate system “\(name)” of the IfcProjectedCRS is not known",
          zh: "无法识别 IfcProjectedCRS 的坐标系“\(name)”"),
        at: place, hint: Text("name it with --crs", zh: "请用 --crs 指定"))
    }
    try requireProjected(system, place)
    let degrees = wish.rotation ?? map.turn
    let units = 1 / system.metresPerUnit
    var placement = IFCPlacement(
      system, degrees: degrees, factor: map.factor * units, Point(map.east * units, map.north * units), map.height,
      Notice(
        .note, code: "placed-by-map-conversion",
        Text(
          """
          placed by IfcMapConversion: \(system.name), east \(map.east), north \(map.north), height \(map.height), \
          turned \(round(degrees))°
          """,
          zh: "按 IfcMapConversion 定位：\(system.name)，东 \(map.east)，北 \(map.north)，高程 \(map.height)，旋转 \(round(degrees))°"
        ),
        at: place))
    placement.heightFactor = map.factor
    return placement
  }

  private static func inCRS(_ crs: CoordinateSystem, _ wish: Wish, _ place: Place) throws(Fault) -> IFCPlacement {
    try requireProjected(crs, place)
    return IFCPlacement(
      crs, degrees: wish.rotation ?? 0, factor: 1 / crs.metresPerUnit, Point(0, 0), wish.height ?? 0,
      Notice(
        .note, code: "placed-as-told",
        Text("its coordinates are taken as \(crs.name), as told", zh: "按指定，其坐标视为 \(crs.name)"), at: place))
  }

  private static func onSite(
    _ site: IFCFacts.Site, _ facts: IFCFacts, _ wish: Wish, _ place: Place
  ) throws(Fault) -> IFCPlacement {
    let base = try CoordinateSystem("EPSG:4326")
    let origin = Point(site.longitude, site.latitude)
    let system = try target(origin, base, wish)
    let north = words(wish.rotation == nil ? facts.northTurn : nil)
    let name = site.name.map { " “\($0)”" } ?? ""
    var placement = try geographic(
      origin, base, into: system, wish.rotation ?? facts.northTurn ?? 0, site.height,
      Notice(
        .note, code: "placed-by-site",
        Text(
          """
          placed by IfcSite\(name): \(origin.x), \(origin.y), height \(site.height), \(north.english), in \
          \(system.name); mend it with --origin and --rotation
          """,
          zh: """
            按 IfcSite\(name)定位：\(origin.x), \(origin.y)，高程 \(site.height)，\(north.chinese)，坐标系 \
            \(system.name)；如有误请用 --origin 和 --rotation
            """),
        at: place))
    // The longitude is that of the site's own origin, which need not be the model's.
    let (x, y) = (site.origin.x, site.origin.y)
    placement.shift = Point(
      placement.shift.x - placement.turn.xEast * x - placement.turn.yEast * y,
      placement.shift.y - placement.turn.xNorth * x - placement.turn.yNorth * y)
    placement.height -= site.origin.z
    return placement
  }

  private static func nowhere(_ wish: Wish, _ place: Place) -> IFCPlacement {
    IFCPlacement(
      nil, degrees: wish.rotation ?? 0, Point(0, 0), wish.height ?? 0,
      Notice(
        .warning, code: "missing-crs",
        Text(
          """
          the model does not say where it is: it is kept, and is not on the map; say where its origin is with \
          --origin LON,LAT[,H] and --rotation DEG, or in what its coordinates are with --crs
          """,
          zh: """
            模型没有说明所在位置：已保存，但不会出现在地图上；可用 --origin 经度,纬度[,高程] 和 --rotation 度数 指定其原点，\
            或用 --crs 指定其坐标所在坐标系
            """), at: place))
  }

  // MARK: What they share

  private static func requireProjected(_ system: CoordinateSystem, _ place: Place) throws(Fault) {
    guard system.kind == .projected else {
      throw Fault(
        .usage, code: "geographic-crs",
        Text("the metres of a model are not in \(system.name), which has degrees", zh: "\(system.name) 以度为单位，模型坐标为米"),
        at: place,
        hint: Text("name a projected system, or give --origin too", zh: "请指定投影坐标系，或同时给出 --origin"))
    }
  }

  private static func words(_ northTurn: Double?) -> Text {
    northTurn.map { Text("turned \(round($0))° by TrueNorth", zh: "按 TrueNorth 旋转 \(round($0))°") }
      ?? Text("its y axis taken as north", zh: "以其 y 轴为北")
  }

  private static func round(_ degrees: Double) -> Double { (degrees * 1e6).rounded() / 1e6 }

  // MARK: The answer

  /// In the words of CityJSON; `nil` for a system without a number.
  var reference: String? { system?.epsg.map { "https://www.opengis.net/def/crs/EPSG/0/\($0)" } }

  /// What the helper is told.
  var reply: String {
    let answer: JSONValue = [
      "rows": .array([
        .array([.number(turn.xEast), .number(turn.yEast), .number(shift.x)]),
        .array([.number(turn.xNorth), .number(turn.yNorth), .number(shift.y)]),
      ]),
      "height": .number(height), "z_scale": .number(heightFactor), "reference": JSONValue(reference),
    ]
    return answer.text
  }
}

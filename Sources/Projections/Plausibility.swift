package import Diagnostics
package import SpatialPrimitives

/// Holds coordinates against the reference system that they are declared in.
///
/// GCJ-02 and BD-09 lie within 1.3 km of the truth, so coordinates cannot show them: they are believed where they
/// are declared, and never guessed.
package enum Plausibility {
  /// What makes the coordinates impossible in `system`; empty where at least half of the samples are possible.
  ///
  /// - Parameters:
  ///   - extent: the box around all coordinates, which is the evidence that is named.
  ///   - samples: places from all over the data; the extent's corners stand in where there are none.
  /// - Returns: faults of kind data: `axes-swapped`, `zone-prefix`, `metres-in-degrees`, `degrees-in-metres` or
  ///   `crs-implausible`, with the likely system in the hint.
  package static func problems(extent: Box, samples: [Point], in system: CoordinateSystem) -> [Fault] {
    guard let places = Places(extent: extent, samples: samples, system: system) else { return [] }
    return places.arePossible && !places.areSwapped ? [] : [diagnosis(places)]
  }

  /// What is possible and yet strange: places far outside of where `system` is meant to be used.
  package static func doubts(extent: Box, samples: [Point], in system: CoordinateSystem) -> [Notice] {
    guard let places = Places(extent: extent, samples: samples, system: system),
      places.shareOutside > 0, let use = system.areaOfUse
    else { return [] }
    let percent = max(1, Int((100 * places.shareOutside).rounded()))
    return [
      Notice(
        .warning, code: "outside-area-of-use",
        Text(
          "\(percent) % of the places lie outside of where \(system.name) is used (\(degrees(use))); \(shown(extent))",
          zh: "有 \(percent)% 的位置在 \(system.name) 的适用范围（\(degrees(use))）之外；\(shown(extent))"))
    ]
  }

  /// The systems that coordinates of this size are usually in, as words for a hint; `nil` where none is known.
  package static func suggestion(for extent: Box) -> Text? {
    let straight = likely(extent)
    if !straight.isEmpty { return listed(straight) }
    let swapped = likely(extent.swapped)
    guard let words = swapped.isEmpty ? nil : listed(swapped) else { return nil }
    return Text("exchange x and y, then \(words.english)", zh: "请先交换 x 与 y，再\(words.chinese)")
  }

  private struct Likely {
    var crs: String
    var reason: Text
  }

  private static func likely(_ box: Box) -> [Likely] {
    if box.isWithin(Box(minX: 73, minY: 3, maxX: 136, maxY: 54)) {
      return [
        Likely(crs: "EPSG:4490", reason: Text("degrees in China", zh: "中国范围内的经纬度")),
        Likely(crs: "gcj02", reason: Text("only if it comes from such a map", zh: "仅当数据来自此类地图")),
      ]
    }
    if box.isWithin(Box(minX: -180, minY: -90, maxX: 180, maxY: 90)) {
      return [Likely(crs: "EPSG:4326", reason: Text("degrees", zh: "经纬度"))]
    }
    var systems: [Likely] = []
    if let zone = GaussKrugerZones.prefix(of: box), let code = GaussKrugerZones.cgcs2000.code(zone: zone) {
      let reason = Text("eastings begin with zone \(zone)", zh: "东坐标带 \(zone) 带号")
      systems.append(Likely(crs: "EPSG:\(code)", reason: reason))
    }
    if GaussKrugerZones.isWithoutPrefix(box) {
      let reason = Text(
        "for the central meridian 114°E; each 3° of longitude has its own, EPSG:4534 to EPSG:4554",
        zh: "对应中央经线 114°E；每 3° 一个，EPSG:4534 至 EPSG:4554")
      systems.append(Likely(crs: "EPSG:4547", reason: reason))
    }
    if box.isWithin(Box(minX: 8_100_000, minY: 300_000, maxX: 15_200_000, maxY: 7_200_000)) {
      systems.append(Likely(crs: "EPSG:3857", reason: Text("web map metres", zh: "网络地图米制坐标")))
      systems.append(Likely(crs: "bd09mc", reason: Text("if from Baidu", zh: "如来自百度")))
    }
    return systems
  }

  private static func listed(_ systems: [Likely]) -> Text {
    Text(
      "try " + systems.map { "--crs \($0.crs) (\($0.reason.english))" }.joined(separator: " or "),
      zh: "可试 " + systems.map { "--crs \($0.crs)（\($0.reason.chinese)）" }.joined(separator: " 或 "))
  }

  private static func diagnosis(_ places: Places) -> Fault {
    let (system, extent) = (places.system, places.extent)
    if system.kind == .geographic && !places.mostly({ $0.x.magnitude <= 360 && $0.y.magnitude <= 360 }) {
      return fault(
        "metres-in-degrees", places, "has degrees, and these are metres", "以度为单位，而坐标是米", suggestion(for: extent))
    }
    if system.kind == .projected && places.mostly({ $0.x.magnitude <= 180 && $0.y.magnitude <= 90 }) {
      return fault(
        "degrees-in-metres", places, "is projected, and these are degrees", "是投影坐标系，而坐标是经纬度",
        suggestion(for: extent))
    }
    if let zoned = zoneFault(places) { return zoned }
    if places.areSwapped {
      return fault(
        "axes-swapped", places, "has east before north, and these are north before east", "应先东后北，而坐标是先北后东",
        Text("exchange x and y in the file", zh: "请交换文件中的 x 与 y"))
    }
    return fault("crs-implausible", places, "does not reach these places", "不包含这些位置", suggestion(for: extent))
  }

  /// Eastings with a zone's number in a system without, without in a system with, or with another's.
  private static func zoneFault(_ places: Places) -> Fault? {
    let system = places.system
    let zones = GaussKrugerZones.of(system.epsg)
    guard system.kind == .projected, let origin = system.falseEasting else { return nil }
    let declared = Int(exactly: (origin / 1_000_000).rounded(.down)) ?? 0
    if let zone = GaussKrugerZones.prefix(of: places.core), zone != declared {
      let right = zones.code(zone: zone)
        .map {
          Text(
            "use --crs EPSG:\($0) (\(zones.datum), zone \(zone))", zh: "请用 --crs EPSG:\($0)（\(zones.datum)，\(zone) 带）")
        }
      return declared > 0
        ? fault(
          "zone-prefix", places, "is zone \(declared), and these begin with \(zone)", "为 \(declared) 带，而坐标带号为 \(zone)",
          right)
        : fault("zone-prefix", places, "has no zone number, and these begin with \(zone)", "不带带号，而坐标带号为 \(zone)", right)
    }
    if declared > 0, GaussKrugerZones.isWithoutPrefix(places.core) {
      let right = system.epsg.flatMap(zones.codeWithoutPrefix)
        .map { Text("use --crs EPSG:\($0) (the same zone without its number)", zh: "请用 --crs EPSG:\($0)（同一带，不带带号）") }
      return fault(
        "zone-prefix", places, "has the zone number \(declared) in its eastings, and these have none",
        "东坐标带 \(declared) 带号，而坐标不带带号", right)
    }
    return nil
  }

  private static func fault(
    _ code: String, _ places: Places, _ what: String, _ chinese: String, _ hint: Text?
  ) -> Fault {
    Fault(
      .data, code: code,
      Text(
        "the coordinates cannot be in \(places.system.name): it \(what); \(shown(places.extent))",
        zh: "坐标不可能属于 \(places.system.name)：该坐标系\(chinese)；\(shown(places.extent))"),
      hint: hint ?? Text("name the right system with --crs", zh: "请用 --crs 指定正确的坐标系"))
  }

  private static func shown(_ box: Box) -> String {
    "x \(short(box.minX)) … \(short(box.maxX)), y \(short(box.minY)) … \(short(box.maxY))"
  }

  private static func degrees(_ box: Box) -> String {
    "\(short(box.minX))° … \(short(box.maxX))°, \(short(box.minY))° … \(short(box.maxY))°"
  }

  private static func short(_ value: Double) -> String {
    let scale = value.magnitude > 1000 ? 1.0 : 1_000_000
    let rounded = (value * scale).rounded() / scale
    return Int(exactly: rounded).map { "\($0)" } ?? "\(rounded)"
  }
}

import AreaIndex
import Diagnostics
import Projections
import SpatialPrimitives

/// Draws the map of a finding as SVG: the areas that it is about in colours, their neighbours in grey, the finding in
/// red, and a scale bar.
final class FindingMap {
  private let subject: CheckSubject
  private let toBase: Transformation
  /// Areas in longitude and latitude, as they were asked for.
  private var drawn: [Int: MultiPolygon] = [:]
  private var boxes: [Box] = []

  static let colours = ["#2f6fb3", "#d98a1f", "#4d9a4a", "#8559a5"]

  init(_ subject: CheckSubject) throws(Fault) {
    self.subject = subject
    toBase = try Transformation(
      from: subject.coordinateSystem, to: subject.coordinateSystem.geographicBase)
    boxes = subject.areas.map { box($0.geometry.box) }
  }

  /// The whole of a finding, and its widest place from near by where it is too thin to be seen in the whole.
  ///
  /// - Returns: nothing for a finding without a place.
  func views(_ finding: Finding, _ language: Language) -> String {
    guard let place = finding.place, place.isFinite else { return "" }
    let width = finding.greatestWidth ?? 0
    let whole = ViewWindow(around: frame(of: finding, place), least: max(4 * width, 2))
    let views = svg(finding, place, whole, language)
    guard !finding.geometry.isEmpty, width > 0, width * whole.scale < 24 else { return views }
    let near = ViewWindow(around: Box(around: CollectionOfOne(place)), least: 4 * width)
    return "<div class=\"two\">" + views + svg(finding, place, near, language) + "</div>"
  }

  private func svg(_ finding: Finding, _ place: Point, _ window: ViewWindow, _ language: Language) -> String {
    var svg = """
      <svg viewBox="0 0 480 320" role="img" aria-label="\(Markup.escaped(finding.message(language)))">\
      <rect width="480" height="320" fill="#f7f6f2"/>
      """
    for ordinal in neighbours(of: finding, in: window) {
      svg += "<path d=\"\(window.path(shape(ordinal)))\" class=\"n\"/>"
    }
    for (number, ordinal) in finding.ordinals.prefix(FindingMap.colours.count).enumerated() {
      let colour = FindingMap.colours[number]
      let isAbove = finding.kind == .outsideParent && number == 1
      svg += """
        <path d="\(window.path(shape(ordinal)))" fill="\(colour)" fill-opacity="\(isAbove ? "0.10" : "0.28")" \
        stroke="\(colour)" stroke-width="\(isAbove ? "2.5" : "1.5")"\(isAbove ? " stroke-dasharray=\"7 4\"" : "") \
        fill-rule="evenodd"/>
        """
    }
    if finding.geometry.isEmpty {
      let at = window.pixel(place)
      svg += "<circle cx=\"\(ViewWindow.short(at.x))\" cy=\"\(ViewWindow.short(at.y))\" r=\"7\" class=\"p\"/>"
    } else {
      svg += "<path d=\"\(window.path(finding.geometry))\" class=\"f\"/>"
    }
    return svg + bar(window) + "</svg>"
  }

  /// What the map must show: the finding, or else the first area.
  private func frame(of finding: Finding, _ place: Point) -> Box {
    if !finding.geometry.isEmpty { return finding.geometry.box }
    var box = Box(around: CollectionOfOne(place))
    if let first = finding.ordinals.first, !boxes[first].isEmpty { box.formUnion(boxes[first]) }
    return box
  }

  /// Areas of the finding's level that are in sight, besides its own.
  private func neighbours(of finding: Finding, in window: ViewWindow) -> [Int] {
    let own = Set(finding.ordinals)
    let level = finding.ordinals.first.map { subject.areas[$0].level } ?? nil
    let seen = subject.areas.indices.filter {
      subject.areas[$0].level == level && !own.contains($0) && boxes[$0].intersects(window.frame)
    }
    return Array(seen.prefix(60))
  }

  private func shape(_ ordinal: Int) -> MultiPolygon {
    if let known = drawn[ordinal] { return known }
    let geometry = subject.areas[ordinal].geometry.mapRings { ring in
      var points = ring.points
      toBase.transformEach(&points)
      return Ring(points.filter(\.isFinite))
    }
    drawn[ordinal] = geometry
    return geometry
  }

  /// The box in longitude and latitude round the corners of one in the subject's system, a little widened: enough to tell
  /// what may be in sight.
  private func box(_ box: Box) -> Box {
    guard !box.isEmpty, !toBase.isIdentity else { return box }
    var corners = [
      Point(box.minX, box.minY), Point(box.maxX, box.minY), Point(box.maxX, box.maxY), Point(box.minX, box.maxY),
    ]
    toBase.transformEach(&corners)
    let around = Box(around: corners.filter(\.isFinite))
    return around.expanded(by: max(around.width, around.height) * 0.01)
  }

  private func bar(_ window: ViewWindow) -> String {
    let metres = window.barLength
    let end = ViewWindow.short(16 + metres * window.scale)
    let label =
      metres >= 1000
      ? "\(Quantity.fixed(metres / 1000, 0)) km"
      : metres >= 1 ? "\(Quantity.fixed(metres, 0)) m" : "\(Quantity.fixed(metres * 100, metres >= 0.01 ? 0 : 2)) cm"
    return "<path d=\"M16 298V304H\(end)V298\" class=\"b\"/><text x=\"20\" y=\"296\" class=\"t\">\(label)</text>"
  }
}

/// Text as it may stand in HTML and SVG.
enum Markup {
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\u{0}"..<" " where scalar != "\n": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

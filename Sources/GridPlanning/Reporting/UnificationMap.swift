import Diagnostics
import Projections
import SpatialPrimitives

/// Draws conflicts as SVG: the new grids in colours, each department's lines over them, and the place in red.
final class UnificationMap {
  private let result: Unification
  private let subject: UnificationSubject
  private let toBase: Transformation
  private let boxes: [Box]
  private let schemeBoxes: [[Box]]

  static let fills = ["#cfe2f3", "#fce5cd", "#d9ead3", "#e6dcf0", "#fff2cc", "#dbe9e7"]
  static let strokes = ["#1f5fa8", "#b35c00", "#2f7d32", "#6a3d9a", "#8c6d1f", "#00736b", "#8a2251"]

  init(_ result: Unification, _ subject: UnificationSubject) throws(Fault) {
    self.result = result
    self.subject = subject
    toBase = try Transformation(from: subject.coordinateSystem, to: subject.coordinateSystem.geographicBase)
    boxes = result.grids.map { $0.geometry.box }
    schemeBoxes = subject.schemes.map { scheme in
      scheme.grids.map { grid in grid.shapes.reduce(into: Box.empty) { $0.formUnion($1.box) } }
    }
  }

  func svg(_ conflict: Conflict, _ language: Language) -> String {
    let place = base(conflict.geometry)
    let window = ViewWindow(around: place.box, least: 60)
    let reach = conflict.geometry.box.expanded(by: max(conflict.geometry.box.width, conflict.geometry.box.height) * 2)
    var svg = """
      <svg viewBox="0 0 480 320" role="img" aria-label="\(Markup.escaped(result.grids[conflict.grid].code))">\
      <rect width="480" height="320" fill="#f7f6f2"/>
      """
    for grid in result.grids.indices where boxes[grid].intersects(reach) {
      let fill = UnificationMap.fills[grid % UnificationMap.fills.count]
      svg += "<path d=\"\(window.path(base(result.grids[grid].geometry)))\" fill=\"\(fill)\" fill-rule=\"evenodd\"/>"
    }
    svg += "<path d=\"\(window.path(place))\" class=\"f\" fill-opacity=\".35\"/>"
    for (scheme, grids) in subject.schemes.enumerated() {
      let stroke = UnificationMap.strokes[scheme % UnificationMap.strokes.count]
      // Lines of several departments on one another stay to be seen: the first is the broadest.
      let width = ViewWindow.short(max(1, 5 - Double(scheme)))
      for (number, grid) in grids.grids.enumerated() where schemeBoxes[scheme][number].intersects(reach) {
        for shape in grid.shapes {
          svg +=
            "<path d=\"\(window.path(base(shape)))\" fill=\"none\" stroke=\"\(stroke)\" stroke-width=\"\(width)\"/>"
        }
      }
    }
    return svg + "</svg>"
  }

  private func base(_ geometry: MultiPolygon) -> MultiPolygon {
    guard !toBase.isIdentity else { return geometry }
    return geometry.mapRings { ring in
      var points = ring.points
      toBase.transformEach(&points)
      return Ring(points.filter(\.isFinite))
    }
  }
}

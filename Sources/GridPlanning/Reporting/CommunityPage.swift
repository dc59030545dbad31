import Diagnostics
import JSONWriting
import Projections
import SpatialPrimitives

/// The page of one community whose grids were drawn.
struct CommunityPage {
  private let community: DrawnCommunity
  private let targets: GridTargets
  private let measure: FaceMeasure
  private let language: Language

  init(_ community: DrawnCommunity, _ targets: GridTargets, _ measure: FaceMeasure, _ language: Language) {
    self.community = community
    self.targets = targets
    self.measure = measure
    self.language = language
  }

  private func say(_ english: String, _ chinese: String) -> String { Text(english, zh: chinese)(language) }

  var html: String {
    var page = PageFrame.head("\(community.code) \(community.name)", language)
    let (least, most) = (Quantity.fixed(targets.least, 0), targets.measure.text(targets.most.rounded()))
    let street = community.borderMetres > 0 ? 100 * community.streetMetres / community.borderMetres : 100
    page +=
      "<p class=\"lead\">"
      + say(
        "\(Text.counted(community.grids.count, "grid")) of \(least) to \(most.english); \(Quantity.fixed(street, 0)) % of their borders follow streets",
        "\(community.grids.count) 个网格，每个 \(least) 至 \(most.chinese)；\(Quantity.fixed(street, 0))% 的网格边界沿道路")
      + (community.isOptimal ? say("; proved to be the best of these blocks", "；已证明为现有街块下的最优划分") : "") + "</p>"
    page += binding() + map() + histogram() + table()
    return page + "<script>\(ReportStyle.script)</script></body></html>\n"
  }

  /// What keeps grids from being better.
  private func binding() -> String {
    guard !community.reasons.isEmpty else { return "" }
    let items = community.reasons.map { "<li>\(Markup.escaped($0.message(language)))</li>" }
    return "<section><h2>\(say("What binds", "制约因素"))</h2><ul>\(items.joined())</ul></section>"
  }

  private func base(_ shape: MultiPolygon) -> MultiPolygon { MultiPolygon(shape.polygons.compactMap(measure.base)) }

  private func map() -> String {
    let shapes = community.grids.map { base($0.geometry) }
    var box = Box.empty
    for shape in shapes where !shape.isEmpty { box.formUnion(shape.box) }
    guard !box.isEmpty else { return "" }
    // The window leaves half as much again round what it shows, for neighbours that are not drawn here.
    let (wide, high) = (box.width / 2.8, box.height / 2.8)
    let window = ViewWindow(
      around: Box(
        minX: box.center.x - wide, minY: box.center.y - high, maxX: box.center.x + wide, maxY: box.center.y + high),
      least: 50)
    var svg = "<svg viewBox=\"0 0 480 320\" role=\"img\" aria-label=\"\(Markup.escaped(community.name))\">"
    for (grid, shape) in zip(community.grids, shapes) {
      svg += "<path d=\"\(window.path(shape))\" fill=\"\(colour(grid))\" fill-rule=\"evenodd\"/>"
    }
    let blocks = community.blocks.map { window.path(base($0)) }.joined()
    svg += "<path d=\"\(blocks)\" fill=\"none\" stroke=\"#fff\" stroke-width=\"0.5\"/>"
    for shape in shapes {
      svg += "<path d=\"\(window.path(shape))\" fill=\"none\" stroke=\"#222\" stroke-width=\"1.4\"/>"
    }
    for (grid, shape) in zip(community.grids, shapes) {
      guard let place = shape.interiorPoint.map(window.pixel) else { continue }
      svg += "<text x=\"\(ViewWindow.short(place.x))\" y=\"\(ViewWindow.short(place.y))\" text-anchor=\"middle\" "
      svg += "font-size=\"6.5\" fill=\"#111\">\(Markup.escaped(String(grid.code.suffix(3)))) · "
      svg += "\(Quantity.fixed(grid.amount(targets.measure), 0))</text>"
    }
    for reason in community.reasons {
      let place = window.pixel(reason.place)
      svg += "<circle cx=\"\(ViewWindow.short(place.x))\" cy=\"\(ViewWindow.short(place.y))\" r=\"7\" class=\"p\"/>"
    }
    return svg + "</svg>"
  }

  /// Green at the target, red and blue at the ends of the tolerance and beyond; grey for what is not shared out.
  private func colour(_ grid: DrawnGrid) -> String {
    guard grid.kind == .shared else { return "#cfcbc0" }
    let share = targets.tolerance > 0 ? targets.deviation(of: grid) / targets.tolerance : 0
    switch share {
    case ..<(-1.000001): return "#5b8ec4"
    case ..<(-0.5): return "#b5d3c9"
    case ...0.5: return "#a9d49a"
    case ...1.000001: return "#e6d692"
    default: return "#d9745f"
    }
  }

  /// How many grids there are for each tenth of the target.
  private func histogram() -> String {
    let shared = community.grids.filter { $0.kind == .shared }
    guard !shared.isEmpty else { return "" }
    var bars = [Int](repeating: 0, count: 21)
    for grid in shared {
      bars[min(20, max(0, Int((grid.amount(targets.measure) / targets.target * 10).rounded())))] += 1
    }
    let tallest = Double(bars.max() ?? 1)
    var svg =
      "<h2>\(targets.measure == .households ? say("Households of the grids", "各网格户数") : say("Ground of the grids, m²", "各网格面积（m²）"))</h2><svg viewBox=\"0 0 480 120\">"
    for (tenth, count) in bars.enumerated() where count > 0 {
      let height = Double(count) / tallest * 80
      let isMet = (Double(tenth) / 10 - 1).magnitude <= targets.tolerance + 0.05
      svg += "<rect x=\"\(20 + tenth * 21)\" y=\"\(Quantity.fixed(96 - height, 1))\" width=\"18\" "
      svg += "height=\"\(Quantity.fixed(height, 1))\" fill=\"\(isMet ? "#7fb56d" : "#d9745f")\"/>"
      svg +=
        "<text x=\"\(29 + tenth * 21)\" y=\"\(Quantity.fixed(93 - height, 1))\" text-anchor=\"middle\" font-size=\"9\">\(count)</text>"
    }
    for tenth in stride(from: 0, through: 20, by: 5) {
      let label = Quantity.fixed(Double(tenth) / 10 * targets.target, 0) + (tenth == 20 ? "+" : "")
      svg += "<text x=\"\(29 + tenth * 21)\" y=\"110\" text-anchor=\"middle\" font-size=\"9\">\(label)</text>"
    }
    return svg + "<path d=\"M18 96H463\" stroke=\"#222\"/></svg>"
  }

  private func table() -> String {
    let heads = [
      (say("code", "编码"), ""), (say("name", "名称"), ""), (say("kind", "类型"), ""), (say("households", "户数"), "n"),
      (say("off, %", "偏差 %"), "n"), ("m²", "n"), (say("officers", "网格员"), "n"), (say("today", "现状编码"), ""),
    ]
    var html = "<table class=\"all\" id=\"all\"><thead><tr>"
    for (head, type) in heads { html += "<th data-t=\"\(type)\">\(head)</th>" }
    html += "</tr></thead><tbody>\n"
    for grid in community.grids {
      html += "<tr><td>\(Markup.escaped(grid.code))</td><td>\(Markup.escaped(grid.name))</td><td>\(kind(grid))</td>"
      html += PartitionReport.cell(grid.households)
      html +=
        grid.kind == .shared
        ? PartitionReport.cell(targets.deviation(of: grid) * 100) : "<td data-v=\"0\"></td>"
      html += PartitionReport.cell(grid.squareMetres.rounded()) + PartitionReport.cell(Double(grid.officers))
      html += "<td>\(Markup.escaped(grid.carriesOn ?? ""))</td></tr>\n"
    }
    return html + "</tbody></table>"
  }

  private func kind(_ grid: DrawnGrid) -> String {
    switch grid.kind {
    case .shared: say("shared", "综合网格")
    case .special: say("special", "专属网格")
    case .locked: say("locked", "锁定")
    }
  }
}

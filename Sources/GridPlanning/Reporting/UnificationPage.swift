package import Diagnostics
import SpatialPrimitives

/// The report of a unification as one page of HTML that needs nothing else: what becomes of each department's net, the
/// conflicts to sort, and a map of each.
struct UnificationPage {
  let result: Unification
  let subject: UnificationSubject
  let edition: Int64
  let language: Language

  /// Maps beyond this many are left out, and that is said: a page must still open.
  static let mostMaps = 200
  /// Rows of the table likewise.
  static let mostRows = 5000

  func html() throws(Fault) -> String {
    let title = say(
      "One grid from \(Text.counted(subject.schemes.count, "scheme"))", "多格合一：\(subject.schemes.count) 个体系")
    var page = """
      <!doctype html>
      <html lang="\(language.rawValue)"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title><style>\(ReportStyle.sheet)</style></head><body>
      <h1>\(title)</h1><p class="lead">\(lead)</p>
      \(schemeTable())
      """
    for notice in result.notices(of: subject) {
      page += "<p class=\"limits\">\(Markup.escaped(notice.text(language)))</p>"
    }
    page += reasons()
    guard !result.conflicts.isEmpty else { return page + "</body></html>\n" }
    page += legend() + table()
    let map = try UnificationMap(result, subject)
    for (number, conflict) in result.conflicts.prefix(UnificationPage.mostMaps).enumerated() {
      page += card(number, conflict, map)
    }
    if result.conflicts.count > UnificationPage.mostMaps {
      let rest = result.conflicts.count - UnificationPage.mostMaps
      page += "<p class=\"limits\">"
      page += say(
        "\(Text.counted(rest, "lighter conflict has", "lighter conflicts have")) no map here; all stand in conflicts.geojson.",
        "其余 \(rest) 处较轻的冲突此处不附图，全部见 conflicts.geojson。")
      page += "</p>"
    }
    return page + "<script>\(ReportStyle.script)</script></body></html>\n"
  }

  private func say(_ english: String, _ chinese: String) -> String { Text(english, zh: chinese)(language) }

  private var lead: String {
    let area = Quantity.squareMetres(result.conflicts.reduce(0) { $0 + $1.squareMetres })
    return say(
      "\(Text.counted(result.elements.count, "element")), \(Text.counted(result.grids.count, "grid")) in edition \(edition); departments disagree at \(Text.counted(result.conflicts.count, "place")) (\(area)). \(Text.counted(result.slivers.count, "sliver was", "slivers were")) taken in by other elements.",
      "\(result.elements.count) 个网格元，版本 \(edition) 共 \(result.grids.count) 个网格；各部门有 \(result.conflicts.count) 处不一致（\(area)）；\(result.slivers.count) 个碎条并入其他网格元。"
    )
  }

  private func schemeTable() -> String {
    let heads = [
      say("scheme, by priority", "体系（按优先级）"), say("grids", "网格"), say("whole in a new one", "整体位于新网格内"),
      say("made up of new ones", "由新网格组成"),
      say("in several communities", "跨社区"),
      say("not covered, m²", "未覆盖 m²"), say("overlapping, m²", "重叠 m²"), say("outside, m²", "范围外 m²"),
    ]
    var html = "<table class=\"sum\"><thead><tr>" + heads.map { "<th>\($0)</th>" }.joined() + "</tr></thead><tbody>"
    for (scheme, summary) in zip(subject.schemes, result.schemes) {
      html += "<tr><td>\(Markup.escaped(scheme.name))</td>"
      for text in [
        "\(summary.grids)", "\(summary.whole)", "\(summary.unions)", "\(summary.across)",
        Quantity.number(summary.uncovered),
        Quantity.number(summary.overlapping),
        Quantity.number(summary.outside),
      ] { html += "<td class=\"r\">\(text)</td>" }
      html += "</tr>"
    }
    return html + "</tbody></table>"
  }

  private func reasons() -> String {
    guard !result.reasons.isEmpty else { return "" }
    let shown = result.reasons.prefix(UnificationPage.mostMaps).map { reason in
      "<li>\(Markup.escaped(subject.communities[reason.community].name)): \(Markup.escaped(reason.text(language)))</li>"
    }
    return "<h2>\(say("Where the target could not be met", "未达目标之处"))</h2><ul>\(shown.joined())</ul>"
  }

  private func legend() -> String {
    let items = subject.schemes.enumerated().map { number, scheme in
      let colour = UnificationMap.strokes[number % UnificationMap.strokes.count]
      return "<li><i style=\"background:\(colour)\"></i>\(Markup.escaped(scheme.name))</li>"
    }
    return "<ul class=\"who\">\(items.joined())<li><i class=\"hot\"></i>\(say("the place", "争议处"))</li></ul>"
  }

  private func table() -> String {
    let heads = [
      ("#", "n"), (say("kind", "类型"), ""), (say("community", "社区"), ""), (say("claims", "各部门划分"), ""),
      (say("goes to", "划入"), ""), (say("reason", "理由"), ""), ("m²", "n"), (say("households", "户数"), "n"),
      (say("cases", "案件"), "n"),
    ]
    var html = "<table class=\"all\" id=\"all\"><thead><tr>"
    for (head, type) in heads { html += "<th data-t=\"\(type)\">\(head)</th>" }
    html += "</tr></thead><tbody>\n"
    for (number, conflict) in result.conflicts.prefix(UnificationPage.mostRows).enumerated() {
      let link = number < UnificationPage.mostMaps ? "<a href=\"#f\(number + 1)\">\(number + 1)</a>" : "\(number + 1)"
      html += "<tr><td data-v=\"\(number + 1)\">\(link)</td><td>\(conflict.kind.word(language))</td>"
      for text in [
        subject.communities[conflict.community].name, subject.claims(of: conflict), result.grids[conflict.grid].code,
      ] { html += "<td>\(Markup.escaped(text))</td>" }
      html += "<td>\(conflict.ground.word(language))</td>"
      for value in [conflict.squareMetres, conflict.households, conflict.cases] {
        html += "<td class=\"r\" data-v=\"\(Rounding.measure(value))\">\(Quantity.number(value))</td>"
      }
      html += "</tr>\n"
    }
    return html + "</tbody></table>"
  }

  private func card(_ number: Int, _ conflict: Conflict, _ map: UnificationMap) -> String {
    let claims = Markup.escaped(subject.claims(of: conflict))
    let proposal = Markup.escaped(result.proposal(conflict, subject)(language))
    let facts = [
      Quantity.squareMetres(conflict.squareMetres),
      say("\(Quantity.number(conflict.households)) households", "\(Quantity.number(conflict.households)) 户"),
      say("\(Quantity.number(conflict.cases)) cases of the last year", "近一年案件 \(Quantity.number(conflict.cases)) 件"),
    ]
    return "<section id=\"f\(number + 1)\"><h2>\(number + 1) \(conflict.kind.word(language))</h2><p>\(claims)</p>"
      + map.svg(conflict, language)
      + "<p class=\"facts\">\(facts.joined(separator: " · "))</p><p><b>\(proposal)</b></p></section>\n"
  }
}

extension Conflict.Kind {
  /// The kind as people call it.
  package var word: Text {
    switch self {
    case .disputed: Text("disputed", zh: "划分不一")
    case .uncovered: Text("not covered by all", zh: "有部门未覆盖")
    case .overlap: Text("overlap within a scheme", zh: "体系内重叠")
    }
  }
}

extension Conflict.Ground {
  package var word: Text {
    switch self {
    case .priority: Text("priority", zh: "优先级")
    case .majority: Text("majority", zh: "多数一致")
    case .minority: Text("size, with some", zh: "规模（部分一致）")
    case .balance: Text("size", zh: "规模")
    }
  }
}

import AreaIndex
import Diagnostics
import JSONWriting
import SpatialPrimitives

/// The report as one page of HTML that needs nothing else: a summary, a table to sort, and a map of each finding.
struct ReportPage {
  private let result: CheckResult
  private let subject: CheckSubject
  private let language: Language

  /// Maps beyond this many are left out, and that is said: a page must still open.
  static let mostMaps = 600

  init(_ result: CheckResult, _ subject: CheckSubject, _ language: Language) {
    self.result = result
    self.subject = subject
    self.language = language
  }

  func html() throws(Fault) -> String {
    let map = try FindingMap(subject)
    let title = say("Check of ", "检查：") + Markup.escaped(result.title(language))
    var page = """
      <!doctype html>
      <html lang="\(language.rawValue)"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title><style>\(ReportStyle.sheet)</style></head><body>
      <h1>\(title)</h1><p class="lead">\(Markup.escaped(result.summary(language)))</p>
      \(summaryTable())
      <p class="limits">\(limits())</p>
      """
    guard !result.findings.isEmpty else { return page + "</body></html>\n" }
    page += table()
    for (number, finding) in result.findings.enumerated().prefix(ReportPage.mostMaps) {
      page += card(number, finding, map)
    }
    if result.findings.count > ReportPage.mostMaps {
      let rest = result.findings.count - ReportPage.mostMaps
      page +=
        "<p class=\"limits\">"
        + say(
          "\(Text.counted(rest, "more finding stands", "more findings stand")) in the table and in findings.geojson, without a map here.",
          "其余 \(rest) 个问题见表格和 findings.geojson，此处不再附图。") + "</p>"
    }
    return page + "<script>\(ReportStyle.script)</script></body></html>\n"
  }

  private func say(_ english: String, _ chinese: String) -> String { Text(english, zh: chinese)(language) }

  private func summaryTable() -> String {
    guard !result.findings.isEmpty else { return "" }
    let rows = result.counts.map { kind, count in
      let errors = result.findings.count { $0.kind == kind && $0.severity == .error }
      let area = result.findings.reduce(0) { $0 + ($1.kind == kind ? $1.squareMetres ?? 0 : 0) }
      return "<tr><td>\(kind.word(language))</td><td class=\"r\">\(errors)</td><td class=\"r\">\(count - errors)</td>"
        + "<td class=\"r\">\(area > 0 ? Quantity.number(area) : "")</td></tr>"
    }
    return "<table class=\"sum\"><thead><tr><th>\(say("kind", "类型"))</th><th>\(say("errors", "错误"))</th>"
      + "<th>\(say("notes", "提示"))</th><th>m²</th></tr></thead><tbody>\(rows.joined())</tbody></table>"
  }

  private func limits() -> String {
    let limits = result.limits
    let (gap, width) = (JSONValue.numberText(limits.gapWidth) + " m", JSONValue.numberText(limits.leastWidth) + " m")
    let (area, sliver) = (
      JSONValue.numberText(limits.leastArea) + " m²", JSONValue.numberText(limits.sliverWidth) + " m"
    )
    return say(
      "Holes from \(gap) wide are taken for meant. Left out is what is narrower than \(width) or smaller than \(area). Parts narrower than \(sliver) are slivers.",
      "宽度不小于 \(gap) 的空洞视为有意留出；窄于 \(width) 或小于 \(area) 的不计；窄于 \(sliver) 的部分视为碎条。")
  }

  private func table() -> String {
    let heads = [
      ("#", "n"), (say("", ""), ""), (say("kind", "类型"), ""), (say("level", "层级"), ""), (say("areas", "区域"), ""),
      ("m²", "n"), (say("width, m", "最宽 m"), "n"), (say("length, m", "长 m"), "n"), (say("lon, lat", "经度, 纬度"), ""),
    ]
    var html = "<table class=\"all\" id=\"all\"><thead><tr>"
    for (head, type) in heads { html += "<th data-t=\"\(type)\">\(head)</th>" }
    html += "</tr></thead><tbody>\n"
    for (number, finding) in result.findings.enumerated() {
      let names = finding.areas.prefix(4).map { $0.text(language) }.joined(separator: " · ")
      let more = finding.areas.count > 4 ? " … (\(finding.areas.count))" : ""
      let link = number < ReportPage.mostMaps ? "<a href=\"#f\(number + 1)\">\(number + 1)</a>" : "\(number + 1)"
      html += "<tr><td data-v=\"\(number + 1)\">\(link)</td><td class=\"\(finding.severity.rawValue)\">"
      html += "\(finding.severity.word(language))</td><td>\(finding.kind.word(language))</td>"
      html += "<td>\(finding.level?.name ?? "")</td><td>\(Markup.escaped(names + more))</td>"
      html += cell(finding.squareMetres) + cell(finding.greatestWidth) + cell(finding.length)
      html += "<td>\(finding.placeText ?? "")</td></tr>\n"
    }
    return html + "</tbody></table>"
  }

  private func cell(_ value: Double?) -> String {
    guard let value else { return "<td class=\"r\" data-v=\"-1\"></td>" }
    return "<td class=\"r\" data-v=\"\(Rounding.measure(value))\">\(Quantity.number(value))</td>"
  }

  private func card(_ number: Int, _ finding: Finding, _ map: FindingMap) -> String {
    var html = "<section id=\"f\(number + 1)\"><h2><span class=\"\(finding.severity.rawValue)\">\(number + 1)</span> "
    html += "\(finding.kind.word(language))</h2><p>\(Markup.escaped(finding.message(language)))</p>"
    html += map.views(finding, language)
    html += "<ul class=\"who\">"
    for (position, name) in finding.areas.prefix(FindingMap.colours.count).enumerated() {
      let label = Markup.escaped(name.text(language))
      html += "<li><i style=\"background:\(FindingMap.colours[position])\"></i>\(label)</li>"
    }
    if !finding.geometry.isEmpty { html += "<li><i class=\"hot\"></i>\(finding.kind.word(language))</li>" }
    html += "</ul><p class=\"facts\">"
    let facts: [(String, String)] = [
      (say("area", "面积"), finding.squareMetres.map(Quantity.squareMetres) ?? ""),
      (say("greatest width", "最宽"), finding.greatestWidth.map(Quantity.metres) ?? ""),
      (say("mean width", "平均宽"), finding.meanWidth.map(Quantity.metres) ?? ""),
      (say("length", "长"), finding.length.map(Quantity.metres) ?? ""), (say("place", "位置"), finding.placeText ?? ""),
    ]
    html += facts.filter { !$0.1.isEmpty }.map { "\($0.0) <b>\($0.1)</b>" }.joined(separator: " · ")
    return html + "</p></section>\n"
  }
}

/// The page's style sheet and its one script, which sorts the table.
enum ReportStyle {
  static let sheet = """
    body{font:15px/1.5 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#222;max-width:1080px;margin:2em auto;padding:0 1em}\
    h1{font-size:1.5em;margin:0}h2{font-size:1.05em;margin:0 0 .2em}.lead{font-size:1.05em}.limits{color:#666;font-size:.9em}\
    table{border-collapse:collapse;margin:1em 0}th,td{padding:.25em .7em;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}\
    .all{width:100%;font-size:.92em}.all th{cursor:pointer;background:#f2f0ea;position:sticky;top:0;white-space:nowrap}\
    .r{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.error{color:#b3261e;font-weight:600}.note{color:#666}\
    section{border:1px solid #ddd;border-radius:6px;padding:1em;margin:1em 0;break-inside:avoid}section p{margin:.2em 0 .6em}\
    .two{display:flex;gap:.8em;flex-wrap:wrap}.two svg{flex:1 1 320px;width:auto}svg{width:100%;max-width:720px;border:1px solid #ccc;display:block}.n{fill:#e6e3da;stroke:#a9a497;fill-rule:evenodd}\
    .f{fill:#d5162c;fill-opacity:.75;stroke:#d5162c;stroke-width:2.5;stroke-linejoin:round;fill-rule:evenodd}\
    .p{fill:none;stroke:#d5162c;stroke-width:3}.b{fill:none;stroke:#222;stroke-width:2}.t{font-size:13px;fill:#222}\
    .who{list-style:none;padding:0;margin:.6em 0 .2em}.who li{display:inline-block;margin-right:1.4em}\
    .who i{display:inline-block;width:.9em;height:.9em;margin-right:.4em;vertical-align:-1px;opacity:.8}.hot{background:#d5162c}\
    .facts{color:#444}
    """

  static let script = """
    (function(){var t=document.getElementById('all'),b=t.tBodies[0];[].forEach.call(t.tHead.rows[0].cells,function(h,i){\
    var up=false;h.addEventListener('click',function(){up=!up;var n=h.dataset.t==='n';[].slice.call(b.rows).sort(function(p,q){\
    var x=p.cells[i],y=q.cells[i];var c=n?(+x.dataset.v)-(+y.dataset.v):x.textContent.localeCompare(y.textContent);\
    return up?c:-c}).forEach(function(r){b.appendChild(r)})})})})()
    """
}

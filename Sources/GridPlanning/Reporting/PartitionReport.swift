import AreaIndex
package import Diagnostics
import JSONWriting
package import Projections
import SpatialPrimitives
import SystemFiles

/// The report of a partition: `report.html` with all communities, and a page for each, named by its code, with a map, a
/// table, a histogram, and what binds.
package enum PartitionReport {
  /// Makes the folder ready, before any work is done.
  package static func prepare(_ path: String, force: Bool) throws(Fault) {
    try OutputFolder.prepare(path, for: ["report.html"], force: force)
  }

  /// - Parameter system: that of the grids.
  package static func write(
    _ drawing: CityDrawing, edition: Int64, _ system: CoordinateSystem, to path: String, force: Bool,
    _ language: Language
  ) throws(Fault) {
    let measure = try FaceMeasure(system)
    for community in drawing.communities {
      let page = CommunityPage(community, drawing.job.targets, measure, language)
      var file = try OutputFile(path: path + "/" + name(community), force: force)
      try file.write(page.html)
      try file.commit()
    }
    var file = try OutputFile(path: path + "/report.html", force: force)
    try file.write(index(drawing, edition, language))
    try file.commit()
  }

  /// A file's name from a code, whatever stands in it.
  static func name(_ community: DrawnCommunity) -> String {
    let plain = community.code.unicodeScalars.allSatisfy { $0.isASCII && $0.properties.isAlphabetic || "0"..."9" ~= $0 }
    let hex = community.code.utf8.map { String($0, radix: 16) }.joined()
    return (plain && !community.code.isEmpty ? community.code : "community-" + hex) + ".html"
  }

  private static func index(_ drawing: CityDrawing, _ edition: Int64, _ language: Language) -> String {
    func say(_ english: String, _ chinese: String) -> String { Text(english, zh: chinese)(language) }
    let targets = drawing.job.targets
    var page = PageFrame.head(say("Grids drawn", "网格划分"), language)
    page += "<p class=\"lead\">\(Markup.escaped(drawing.summary(edition: edition)(language)))</p>"
    if let change = drawing.change {
      page +=
        "<p class=\"limits\">"
        + say(
          "Compared with today \(Text.counted(change.grids, "grid loses", "grids lose")) ground, \(Quantity.fixed(change.households, 0)) households and \(Text.counted(change.officers, "officer")) change their grid.",
          "与现状相比，\(change.grids) 个网格有变动，\(Quantity.fixed(change.households, 0)) 户、\(change.officers) 名网格员更换网格。")
        + "</p>"
    }
    for reason in drawing.unnumbered {
      page += "<p class=\"limits\">\(Markup.escaped("\(reason.community): \(reason.message(language))"))</p>"
    }
    let heads = [
      (say("community", "社区"), ""), (say("grids", "网格"), "n"), (say("households", "户数"), "n"),
      (say("within tolerance", "容差内"), "n"), (say("worst, %", "最大偏差 %"), "n"),
      (say("along streets, %", "沿道路 %"), "n"), (say("officers", "网格员"), "n"), (say("reasons", "原因"), "n"),
    ]
    page += "<table class=\"all\" id=\"all\"><thead><tr>"
    for (head, type) in heads { page += "<th data-t=\"\(type)\">\(head)</th>" }
    page += "</tr></thead><tbody>\n"
    for community in drawing.communities {
      let shared = community.grids.filter { $0.kind == .shared }
      let worst = shared.map { targets.deviation(of: $0).magnitude }.max() ?? 0
      let label = Markup.escaped("\(community.code) \(community.name)")
      page += "<tr><td><a href=\"\(name(community))\">\(label)</a></td>"
      page += cell(Double(community.grids.count)) + cell(community.grids.reduce(0) { $0 + $1.households })
      page += cell(Double(shared.count { targets.isMet(by: $0.amount(targets.measure)) })) + cell(worst * 100)
      page += cell(community.borderMetres > 0 ? 100 * community.streetMetres / community.borderMetres : 100)
      page += cell(Double(community.grids.reduce(0) { $0 + $1.officers })) + cell(Double(community.reasons.count))
      page += "</tr>\n"
    }
    return page + "</tbody></table><script>\(ReportStyle.script)</script></body></html>\n"
  }

  static func cell(_ value: Double) -> String {
    "<td class=\"r\" data-v=\"\(Rounding.measure(value))\">\(Quantity.fixed(value, value == value.rounded() ? 0 : 1))</td>"
  }
}

/// What pages of this kind begin with.
enum PageFrame {
  static func head(_ title: String, _ language: Language) -> String {
    """
    <!doctype html>
    <html lang="\(language.rawValue)"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(Markup.escaped(title))</title><style>\(ReportStyle.sheet)</style></head><body>
    <h1>\(Markup.escaped(title))</h1>
    """
  }
}

import Diagnostics
import SpatialFormats
import SpatialPrimitives
import TestSupport
import Testing

/// One layer in every encoding and format: the names must be the same from each.
@Suite(.enabled(if: SharedData.isPresent("cn_encoding_matrix")))
struct EncodingMatrixTests {
  static let names = ["登封市", "金水区", "惠济区"]

  static func table(_ file: String, encoding: String? = nil) throws -> Table {
    try Table(SharedData.path("cn_encoding_matrix/\(file)"), encoding: encoding)
  }

  @Test(arguments: [
    ("gbk_cpg936", "GBK", false), ("gbk_cpgGBK", "GBK", false), ("gbk_ldid4D_nocpg", "GBK", false),
    ("gbk_nocpg_noldid", "GBK", false), ("gbk_wrongcpg_utf8", "GBK", true), ("gb18030_cpg_rare", "GB18030", false),
    ("utf8_cpg", "UTF-8", false), ("utf8_cpg_bom_lower", "UTF-8", false), ("utf8_nocpg", "UTF-8", false),
    ("utf8_wrongldid4D_nocpg", "UTF-8", true), ("utf8_cpg_noprj", "UTF-8", false), ("utf8_cpg_rare", "UTF-8", false),
  ])
  func shapefilesGiveTheSameNames(stem: String, encoding: String, isOverruled: Bool) throws {
    let table = try Self.table(stem + ".shp")
    let reference = try Self.table("utf8_cpg.shp")
    #expect(table.layer.encoding?.name == encoding)
    #expect(table.layer.encoding?.certain == true)
    #expect(table.hears("encoding-overruled") == isOverruled)
    let rare = stem.hasSuffix("rare") ? "㙍𠮷镕" : ""
    #expect(table.column("名称").first == "登封市" + rare)
    let ordinary = table.layer.fields.map(\.name)
    #expect(ordinary.first == "名称" && ordinary.last == "户数")
    let texts = { (table: Table) in table.features.map { $0.values.dropFirst().map(\.text) } }
    #expect(texts(table) == texts(reference))
    #expect(table.features.map(\.geometry) == reference.features.map(\.geometry))
    #expect(table.features.count == 12)
  }

  @Test(arguments: ["zz.geojson", "zz.gpkg", "zz_epsg3857.geojson", "zz_epsg4547.gpkg"])
  func nativeFormatsGiveTheSameNames(file: String) throws {
    let expected = try Self.table("utf8_cpg.shp").column("名称")
    #expect(try Self.table(file).column("名称") == expected)
  }

  @Test(.enabled(if: GDAL.isInstalled), arguments: ["zz.kml", "zz.gml", "zz.fgb", "zz.xlsx"])
  func formatsThroughGDALGiveTheSameNames(file: String) throws {
    let expected = try Self.table("utf8_cpg.shp").column("名称")
    let table = try Self.table(file)
    #expect(Set(table.column("名称")) == Set(expected))
    #expect(table.hears("read-by-gdal"))
  }

  /// These MapInfo files say "Neutral", which GDAL passes through as it is.
  @Test(.enabled(if: GDAL.isInstalled), arguments: ["zz_gbk.tab", "zz_gbk_mif.mif"])
  func mapInfoCharsetsAreFoundOut(file: String) throws {
    let expected = try Self.table("utf8_cpg.shp").column("名称")
    let table = try Self.table(file)
    #expect(table.features.map { $0.values[0].text } == expected)
    #expect(table.hears("encoding-guessed"))
  }

  @Test(arguments: [("zz_gbk.csv", "GBK"), ("zz_utf8bom.csv", "UTF-8")])
  func tablesOfPointsAreRead(file: String, encoding: String) throws {
    let table = try Self.table(file)
    #expect(table.column("名称").prefix(3) == ["登封市", "金水区", "惠济区"])
    #expect(table.layer.encoding?.name == encoding)
    #expect(table.layer.geometryKind == "Point")
    #expect(table.features.first?.geometry == .point(Point(113.02451, 34.42932)))
  }

  @Test func aWrongOverrideIsAFaultWithItsPlace() throws {
    let fault = #expect(throws: Fault.self) { try Self.table("gbk_cpg936.shp", encoding: "UTF-8") }
    #expect(fault?.code == "bad-bytes")
    #expect(fault?.kind == .data)
    #expect(fault?.hint != nil)
  }

  @Test func theOverrideIsObeyed() throws {
    let table = try Self.table("gbk_wrongcpg_utf8.shp", encoding: "936")
    #expect(table.column("名称").first == "登封市")
    #expect(!table.hears("encoding-overruled"))
  }
}

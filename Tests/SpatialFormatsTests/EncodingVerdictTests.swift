import Diagnostics
import Foundation
import SpatialFormats
import SpatialPrimitives
import TestSupport
import Testing

/// Which encoding a table is taken to be in, with and without a label.
@Suite struct EncodingVerdictTests {
  private static let simplified = "登封市,金水区,惠济区,中原区文化路街道办事处,郑东新区龙子湖,第三网格,和平社区居民委员会"
  private static let traditional = "臺北市,中正區,大安區,信義區公所,萬華區民眾服務站,第三鄰里,環境保護局,許蓋功"
  private static let western = "São Paulo,Córdoba,Zürich,Besançon,Malmö,Coruña,Besiktas,Århus"

  private func table(_ text: String, in encoding: String, label: String?, language: UInt8 = 0) throws -> Table {
    let scratch = try Scratch()
    let path = scratch.file("a.shp")
    let layer = OutputLayer(
      name: "a", geometryKind: "Point", fields: [FieldDescription(name: "name", type: .text)], crs: WritingTests.crs)
    let sink = try FeatureFile.create(path, layer: layer)
    let names = text.split(separator: ",")
    for _ in names { try sink.write(.point(Point(1, 2)), [.text(String(repeating: "x", count: 60))]) }
    try sink.finish()
    var dbf = try Data(contentsOf: URL(fileURLWithPath: scratch.file("a.dbf")))
    dbf[29] = language
    for (position, name) in names.enumerated() {
      let bytes = try #require(SystemIconv.convert(String(name), to: encoding))
      let start = 65 + position * 61 + 1
      dbf.replaceSubrange(start..<start + 60, with: bytes + [UInt8](repeating: 0x20, count: 60 - bytes.count))
    }
    try dbf.write(to: URL(fileURLWithPath: scratch.file("a.dbf")))
    try FileManager.default.removeItem(atPath: scratch.file("a.cpg"))
    if let label { try Data(label.utf8).write(to: URL(fileURLWithPath: scratch.file("a.cpg"))) }
    let table = try Table(path)
    #expect(table.column("name") == names.map(String.init), "\(encoding) labelled \(label ?? "nothing")")
    return table
  }

  @Test(
    arguments: [
      nil, "UTF-8", "GBK", "936", "Big5", "ISO-8859-1", "ANSI 1252", "gb18030\r\n", "utf-8\n", "nonsense",
    ] as [String?])
  func aLabelCannotSpoilTheNames(label: String?) throws {
    #expect(try table(Self.simplified, in: "GBK", label: label).layer.encoding?.name.hasPrefix("GB") == true)
    #expect(try table(Self.simplified, in: "UTF-8", label: label).layer.encoding?.name == "UTF-8")
    #expect(try table(Self.traditional, in: "BIG5", label: label).layer.encoding?.name == "Big5")
  }

  @Test func westernTextStaysWestern() throws {
    #expect(try table(Self.western, in: "CP1252", label: nil, language: 0x57).layer.encoding?.name == "CP1252")
    #expect(try table(Self.western, in: "ISO-8859-1", label: "ISO-8859-1").layer.encoding?.name == "ISO-8859-1")
    #expect(try table(Self.western, in: "CP1252", label: nil, language: 0x03).layer.encoding?.name == "CP1252")
    #expect(try table(Self.western, in: "UTF-8", label: nil).layer.encoding?.name == "UTF-8")
  }

  @Test func byte29IsHeardAndHeldAgainstTheBytes() throws {
    let right = try table(Self.simplified, in: "GBK", label: nil, language: 0x4D)
    #expect(right.layer.encoding?.evidence.english.contains("0x4D") == true)
    let wrong = try table(Self.simplified, in: "UTF-8", label: nil, language: 0x4D)
    #expect(wrong.hears("encoding-overruled"))
    #expect(try table(Self.traditional, in: "BIG5", label: nil, language: 0x78).layer.encoding?.name == "Big5")
  }

  @Test func aLabelOfOtherScriptsIsBelieved() throws {
    #expect(try table("서울특별시,종로구,중구", in: "CP949", label: "EUC-KR").layer.encoding?.name == "CP949")
    #expect(try table("Москва,Казань,Омск", in: "CP1251", label: "1251").layer.encoding?.name == "CP1251")
  }

  /// A field of 60 bytes that ends within a character, as writers leave it.
  @Test(arguments: ["GBK", "UTF-8"]) func textsCutInACharacter(encoding: String) throws {
    let scratch = try Scratch()
    let path = scratch.file("a.shp")
    let layer = OutputLayer(
      name: "a", geometryKind: "Point", fields: [FieldDescription(name: "name", type: .text)], crs: WritingTests.crs)
    let sink = try FeatureFile.create(path, layer: layer)
    for _ in 0..<3 { try sink.write(.point(Point(1, 2)), [.text(String(repeating: "x", count: 61))]) }
    try sink.finish()
    var dbf = try Data(contentsOf: URL(fileURLWithPath: scratch.file("a.dbf")))
    let long = "a" + String(repeating: "网格", count: 20)
    let bytes = try #require(SystemIconv.convert(long + long, to: encoding)).prefix(61)
    for record in 0..<2 { dbf.replaceSubrange(66 + record * 62..<66 + record * 62 + 61, with: bytes) }
    // One byte more than whole characters.
    let shifted =
      [UInt8](repeating: 0x62, count: encoding == "GBK" ? 1 : 2) + bytes.dropFirst().dropLast(encoding == "GBK" ? 0 : 1)
    dbf.replaceSubrange(66 + 62..<66 + 62 + 61, with: ([0x63] + shifted).prefix(61))
    try dbf.write(to: URL(fileURLWithPath: scratch.file("a.dbf")))
    try FileManager.default.removeItem(atPath: scratch.file("a.cpg"))
    let table = try Table(path)
    #expect(table.hears("text-cut"))
    #expect(table.column("name")[1]?.hasSuffix("网") == true || table.column("name")[1]?.hasSuffix("格") == true)
  }
}

import Diagnostics
import SpatialPrimitives
import SystemFiles

/// Reads a shapefile: `.shp`, `.shx`, `.dbf`, and `.prj` and `.cpg` where they are.
final class ShapefileSource: FeatureSource {
  let layer: LayerDescription
  private let shapes: ShapeReader
  private let table: DBFTable?
  private let values: DBFValues?
  private let path: String
  private let notice: (Notice) -> Void
  private var record = 0
  private var isDone = false

  /// - Throws: `missing-part` (66), `counts-differ` (65), and what the parts throw.
  init(_ path: String, encoding: TextEncoding?, notice: @escaping (Notice) -> Void) throws(Fault) {
    let parts = ShapefileParts(path)
    guard let shp = parts.shp else { throw ShapefileSource.missing("shp", beside: path) }
    guard let shx = parts.shx else { throw ShapefileSource.missing("shx", beside: shp) }
    shapes = try ShapeReader(shapes: shp, index: shx)
    self.path = shp
    self.notice = notice
    let place = Place(shp)
    var layer = LayerDescription(
      name: parts.stem, geometryKind: shapes.kindName, count: shapes.count,
      extent: shapes.count == 0 || shapes.extent.isEmpty ? nil : shapes.extent)
    if let dbf = parts.dbf {
      let table = try DBFTable(dbf)
      guard table.count == shapes.count else {
        throw Fault(
          .data, code: "counts-differ",
          Text(
            "\(Text.counted(shapes.count, "shape")), but \(Text.counted(table.count, "record")) in “\(dbf)”",
            zh: "有 \(shapes.count) 个图形，但“\(dbf)”中有 \(table.count) 条记录"), at: place,
          hint: Text("a part was not copied whole, or belongs to another layer", zh: "某个文件不完整，或属于另一图层"))
      }
      let verdict = try ShapefileSource.encoding(table, cpg: parts.cpg, override: encoding, notice: notice)
      if let doubt = verdict.notice(at: Place(dbf)) { notice(doubt) }
      let values = try DBFValues(verdict.encoding, path: dbf)
      layer.fields = try values.fields(table.columns)
      layer.encoding = verdict.described
      let deleted = table.deletedCount
      if deleted > 0 {
        layer.count = shapes.count - deleted
        notice(
          Notice(
            .note, code: "deleted-records",
            Text(
              "\(Text.counted(deleted, "record is", "records are")) marked as deleted and left out",
              zh: "\(deleted) 条记录已标记删除，予以忽略"), at: Place(dbf)))
      }
      self.values = values
      self.table = table
    } else {
      values = nil
      table = nil
      notice(
        Notice(
          .warning, code: "no-attributes",
          Text(
            "there is no .dbf beside it: shapes without any attributes", zh: "旁边没有 .dbf：图形没有任何属性"), at: place))
    }
    if let prj = parts.prj { layer.crs = try ShapefileSource.declaredCRS(prj) }
    self.layer = layer
  }

  private static func missing(_ part: String, beside path: String) -> Fault {
    let hint =
      part == "shx"
      ? Text(
        "copy the .shx too; if it is lost: SHAPE_RESTORE_SHX=YES ogrinfo \(path)",
        zh: "请把 .shx 一并复制；若已丢失：SHAPE_RESTORE_SHX=YES ogrinfo \(path)")
      : Text("copy all parts of the shapefile", zh: "请复制 shapefile 的全部文件")
    return Fault(
      .input, code: "missing-part", Text("there is no .\(part) beside “\(path)”", zh: "“\(path)”旁边没有 .\(part)"),
      at: Place(path), hint: hint)
  }

  private static func declaredCRS(_ prj: String) throws(Fault) -> DeclaredCRS? {
    let text = String(decoding: try FileFacts.contents(of: prj), as: UTF8.self)
    let blanks: Set<Character> = [" ", "\n", "\r", "\r\n", "\t", "\u{FEFF}", "\0"]
    let start = text.drop { blanks.contains($0) }
    guard let last = start.lastIndex(where: { !blanks.contains($0) }) else { return nil }
    let name = FileFacts.name(of: prj)
    return DeclaredCRS(text: String(start[...last]), evidence: Text("\(name) says so", zh: "由 \(name) 得知"))
  }

  /// What `.cpg` says, else byte 29 of the table, held against the bytes.
  private static func encoding(
    _ table: DBFTable, cpg: String?, override: TextEncoding?, notice: (Notice) -> Void
  ) throws(Fault) -> EncodingVerdict {
    if let override {
      return EncodingVerdict(encoding: override, evidence: EncodingVerdict.asAsked, certain: true)
    }
    var declared: EncodingVerdict.Declaration?
    if let cpg {
      let label = String(decoding: try FileFacts.contents(of: cpg).prefix(40).filter { $0 > 0x20 }, as: UTF8.self)
      let name = FileFacts.name(of: cpg)
      let source = Text("\(name) says “\(label)”", zh: "\(name) 标明“\(label)”")
      if let encoding = TextEncoding(label: label) {
        declared = EncodingVerdict.Declaration(encoding: encoding, source: source)
      } else {
        notice(
          Notice(
            .warning, code: "unknown-encoding-label",
            Text(
              "\(source.english), which is no encoding known here", zh: "\(source.chinese)，不是已知的编码"), at: Place(cpg)))
      }
    } else if let encoding = TextEncoding(dbfLanguage: table.language) {
      let digits = String(table.language, radix: 16, uppercase: true)
      declared = EncodingVerdict.Declaration(
        encoding: encoding,
        source: Text("byte 29 of the .dbf is 0x\(digits) (\(encoding))", zh: ".dbf 第 29 字节为 0x\(digits)（\(encoding)）"))
    }
    return try EncodingVerdict.weigh(table.encodingSample(), declared: declared)
  }

  func next() throws(Fault) -> Feature? {
    while record < shapes.count {
      let current = record
      record += 1
      if let table, table.isDeleted(current) { continue }
      return try feature(current)
    }
    if !isDone {
      isDone = true
      for told in shapes.tally.notices(at: Place(path)) { notice(told) }
      if let values { for told in values.notices() { notice(told) } }
    }
    return nil
  }

  private func feature(_ record: Int) throws(Fault) -> Feature {
    var feature = Feature(row: record + 1, geometry: nil, values: [])
    do throws(Fault) {
      feature.geometry = try shapes.geometry(record)
    } catch {
      feature.geometryProblem = error
      feature.geometryProblem?.place = Place(path, row: record + 1)
    }
    guard let table, let values else { return feature }
    feature.values.reserveCapacity(layer.fields.count)
    for (position, column) in table.columns.enumerated() {
      let name = layer.fields[position].name
      feature.values.append(try values.value(table, record, column, name: name))
    }
    return feature
  }
}

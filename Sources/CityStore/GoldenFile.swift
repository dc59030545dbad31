import AreaIndex
public import Diagnostics
import Projections
import SpatialFormats
import SpatialPrimitives

extension CityDatabase {
  /// Reads golden cases: a CSV with longitude, latitude and the codes expected, or any file with points.
  ///
  /// A field `grid_code`, `grid`, 网格编码 and the like says the code at its level; a blank one asks nothing. A CSV's
  /// coordinates are longitude and latitude in the geographic base of the database's reference system; other files say
  /// what theirs are in.
  ///
  /// - Throws: `no-golden-levels` (65) where no field is a level's; `bad-golden-case` (65) naming the row; what keeps the
  ///   file from being read.
  public func goldenCases(reading path: String, listener: Listener = .silent) throws(Fault) -> [GoldenCase] {
    let source = try FeatureFile.open(path, listener: listener)
    let base = try coordinateSystem.geographicBase
    let transformation = try source.layer.crs.map { crs throws(Fault) in
      try Transformation(from: CoordinateSystem(crs.text), to: base)
    }
    let fields = Level.allCases.compactMap { level in
      CityDatabase.field(of: level, among: source.layer.fields.map(\.name)).map { (level: level, field: $0) }
    }
    guard !fields.isEmpty else {
      throw Fault(
        .data, code: "no-golden-levels",
        Text("no field says the code of a level", zh: "没有字段说明某一层级的编码"), at: Place(path),
        hint: Text("name one grid_code, street_code …", zh: "请将字段命名为 grid_code、street_code 等"))
    }
    var cases: [GoldenCase] = []
    while let feature = try source.next() {
      guard case .point(let given)? = feature.geometry, given.isFinite,
        let place = transformation.map({ $0.transform(given) }) ?? given, place.x.magnitude <= 180,
        place.y.magnitude <= 90
      else {
        throw Fault(
          .data, code: "bad-golden-case", Text("the row has no place", zh: "该行没有位置"),
          at: Place(path, row: feature.row),
          hint: Text("longitude and latitude stand in the columns lon and lat", zh: "经纬度写在 lon、lat 列"))
      }
      for (level, field) in fields {
        guard let code = AreaCode(feature.values[field]) else {
          throw Fault(
            .data, code: "bad-golden-case",
            Text("the code has lost digits on its way through a spreadsheet", zh: "编码经过电子表格丢失了数字"),
            at: Place(path, row: feature.row, field: source.layer.fields[field].name))
        }
        if !code.text.isEmpty { cases.append(GoldenCase(place: place, level: level, code: code.text, file: path)) }
      }
    }
    return cases
  }

  /// The field whose name is the level's, or says that it is its code.
  private static func field(of level: Level, among names: [String]) -> Int? {
    let known = FieldNames(level: level)
    return names.firstIndex { $0.lowercased() == level.name }
      ?? names.firstIndex { known.meanings(of: $0).contains(FieldNames.Meaning(role: .code, rank: 0)) }
  }
}

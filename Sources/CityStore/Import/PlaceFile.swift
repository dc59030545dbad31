package import Diagnostics
import Projections
import SpatialFormats
package import SpatialPrimitives

/// A point or a building, and a number that its row gives.
package struct NumberedPlace: Sendable, Hashable {
  /// In the database's reference system: a point inside, where the row has polygons.
  package var point: Point
  package var number: Double
}

extension CityDatabase {
  /// The points and polygons of a file of any kind that `import` reads, each as one point with the number in a field.
  ///
  /// Rows without a number count as 0; rows without a place, and such with a negative number, are left out and said.
  ///
  /// - Parameters:
  ///   - field: the name of the field; `nil`: every row counts as one.
  ///   - crs: the file's reference system, where it does not say or says it wrongly.
  /// - Throws: what makes the file unusable; `unknown-field` (64), `no-places` (65).
  package func places(
    inFile path: String, field: String?, layer: String? = nil, crs: String? = nil, listener: Listener = .silent
  ) throws(Fault) -> [NumberedPlace] {
    let source = try FeatureFile.open(path, layer: layer, listener: listener)
    let column = try field.map { name throws(Fault) in try CityDatabase.column(name, of: source.layer, path) }
    var places: [NumberedPlace] = []
    var (extent, withoutPlace, negative) = (Box.empty, 0, 0)
    while let feature = try source.next() {
      let number = column.map { CityDatabase.number(feature.values[$0]) } ?? 1
      guard let point = feature.geometry.flatMap(CityDatabase.point), point.isFinite else {
        withoutPlace += 1
        continue
      }
      guard number >= 0 else {
        negative += 1
        continue
      }
      extent.extend(to: point)
      places.append(NumberedPlace(point: point, number: number))
    }
    guard !places.isEmpty else {
      throw Fault(
        .data, code: "no-places", Text("there are no points and no polygons in this file", zh: "此文件中没有点或面"),
        at: Place(path))
    }
    for (count, code, english, chinese) in [
      (withoutPlace, "rows-without-place", "rows have no point or polygon and were left out", "行没有点或面，已略去"),
      (negative, "negative-numbers", "rows have a negative number and were left out", "行数值为负，已略去"),
    ] where count > 0 {
      listener.notice(
        Notice(.warning, code: code, Text("\(count) \(english)", zh: "\(count) \(chinese)"), at: Place(path)))
    }
    let (system, evidence) = try CoordinateChoice.settle(
      file: path, declared: source.layer.crs, asked: crs, extent: extent, samples: places.prefix(1000).map(\.point))
    evidence.forEach(listener.notice)
    let transformation = try Transformation(from: system, to: coordinateSystem)
    if transformation.isIdentity { return places }
    return places.compactMap { place in
      transformation.transform(place.point).map { NumberedPlace(point: $0, number: place.number) }
    }
  }

  private static func point(of geometry: Geometry) -> Point? {
    switch geometry {
    case .point(let point): point
    case .multiPoint(let points): points.first
    default: geometry.asMultiPolygon?.interiorPoint
    }
  }

  private static func number(_ value: Value) -> Double {
    switch value {
    case .real(let number): number.isFinite ? number : 0
    case .integer(let number): Double(number)
    case .text(let text): Double(text).map { $0.isFinite ? $0 : 0 } ?? 0
    case .null, .boolean: 0
    }
  }

  private static func column(_ name: String, of layer: LayerDescription, _ path: String) throws(Fault) -> Int {
    if let column = layer.fields.firstIndex(where: { $0.name == name }) { return column }
    let list = layer.fields.map(\.name).joined(separator: ", ")
    throw Fault(
      .usage, code: "unknown-field", Text("there is no field “\(name)”", zh: "没有字段“\(name)”"), at: Place(path),
      hint: Text("there are: \(list)", zh: "现有：\(list)"))
  }
}

import SpatialPrimitives
import XMLReading

extension GMLGeometryReader {
  /// The shapes of an `ImplicitGeometry`: those of its model, turned and scaled by its matrix, then put at its place
  /// (CityGML 2.0, 8.2; 3.0, 7.2.5). Where the model is a file of its own, which is never opened, the place alone.
  ///
  /// - Throws: `bad-implicit`, and what shapes throw.
  func implicitShapes(_ instance: XMLElement) throws(GeometryText.Problem) -> [GMLShape] {
    guard let property = instance.child("referencePoint"), let anchor = try links.value(of: property),
      let place = try places(in: anchor).first
    else { throw GeometryText.Problem(code: "bad-implicit", detail: "no place") }
    guard let model = instance.child("relativeGMLGeometry") ?? instance.child("relativeGeometry"),
      let geometry = try links.value(of: model)
    else {
      var shape = GMLShape(.multiPoint)
      shape.points = [place]
      return [shape]
    }
    let matrix = try matrix(of: instance)
    // The model's own axes are in the order of the file's.
    let isNorthFirst = coordinates.isNorthFirst
    let plain = GMLCoordinates(isNorthFirst: false, dimension: 3)
    let reader = GMLGeometryReader(coordinates: plain, links: links, systems: systems)
    return try reader.shapes(geometry).map { shape in
      var shape = shape
      shape.map { point in
        func row(_ first: Int) -> Double {
          matrix[first] * point.x + matrix[first + 1] * point.y + matrix[first + 2] * point.z + matrix[first + 3]
        }
        let scale = row(12) == 0 ? 1 : row(12)
        let (a, b) = (row(0) / scale, row(4) / scale)
        return Point3(
          place.x + (isNorthFirst ? b : a), place.y + (isNorthFirst ? a : b), place.z + row(8) / scale)
      }
      return shape
    }
  }

  private func matrix(of instance: XMLElement) throws(GeometryText.Problem) -> [Double] {
    guard let element = instance.child("transformationMatrix") else {
      return [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    }
    let numbers = unsafe element.withText { bytes in unsafe GMLCoordinates.numbers(bytes) }
    guard let numbers, numbers.count == 16, numbers.allSatisfy(\.isFinite) else {
      throw GeometryText.Problem(code: "bad-implicit", detail: "16 numbers of a matrix")
    }
    return numbers
  }
}

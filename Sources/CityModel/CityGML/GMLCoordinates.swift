import SpatialPrimitives
import XMLReading

/// Places as GML writes them: `pos`, `posList`, and `coordinates` of older versions.
struct GMLCoordinates: Sendable {
  /// Whether the file has the northing, or latitude, before the easting.
  var isNorthFirst: Bool
  /// How many numbers a place has where the text does not say it.
  var dimension: Int

  /// The places in an element, east before north; those of two numbers get the height 0.
  /// - Throws: `bad-coordinates`, `bad-coordinate` for what is no finite number.
  func points(in element: XMLElement) throws(GeometryText.Problem) -> [Point3] {
    guard let numbers = unsafe element.withText({ bytes in unsafe GMLCoordinates.numbers(bytes) }) else {
      throw GeometryText.Problem(code: "bad-coordinate", detail: String(element.text.prefix(40)))
    }
    let dimension = dimension(at: element)
    guard numbers.count.isMultiple(of: dimension) else {
      throw GeometryText.Problem(code: "bad-coordinates", detail: "\(numbers.count) numbers, \(dimension) a place")
    }
    var points: [Point3] = []
    points.reserveCapacity(numbers.count / dimension)
    for start in stride(from: 0, to: numbers.count, by: dimension) {
      let (a, b) = (numbers[start], numbers[start + 1])
      let point = Point3(isNorthFirst ? b : a, isNorthFirst ? a : b, dimension == 3 ? numbers[start + 2] : 0)
      guard point.isFinite else { throw GeometryText.Problem(code: "bad-coordinate") }
      points.append(point)
    }
    return points
  }

  /// As many as the element, or what is around it, says.
  private func dimension(at element: XMLElement) -> Int {
    var at: XMLElement? = element
    while let here = at, CityGMLNames.isGML(here.space) {
      if let count = here.attribute("srsDimension").flatMap({ Int($0) }), count == 2 || count == 3 { return count }
      at = here.parent
    }
    return dimension
  }

  /// The numbers in a text, between blanks and commas; `nil` where something else is in it.
  static func numbers(_ bytes: UnsafeRawBufferPointer) -> [Double]? {
    var numbers: [Double] = []
    numbers.reserveCapacity(bytes.count / 8)
    var at = 0
    while true {
      while at < bytes.count, unsafe isSeparator(bytes[at]) { at += 1 }
      guard at < bytes.count else { return numbers }
      guard let (value, end) = unsafe DecimalParser.scan(bytes, from: at),
        unsafe end == bytes.count || isSeparator(bytes[end])
      else { return nil }
      numbers.append(value)
      at = end
    }
  }

  private static func isSeparator(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == UInt8(ascii: ",") }
}

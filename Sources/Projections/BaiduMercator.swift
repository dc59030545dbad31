internal import SpatialPrimitives

/// BD-09 Mercator (BD09MC), the metres of Baidu's map tiles: longitudes scaled, latitudes by a polynomial of
/// the sixth degree in each band of 15°.
///
/// The coefficients are Baidu's, as published in gcoord (Jiulong Hu, MIT licence). Baidu's own polynomials
/// for the way back miss by up to 0.27 m; here the way there is inverted instead.
enum BaiduMercator {
  private struct Band {
    /// Latitudes above this, up to the next band's, belong to the band.
    var above: Double
    var scale: Double
    var offset: Double
    var longitudeFactor: Double
    var coefficients: [7 of Double]

    /// Metres north, and their change per degree, at a latitude that is not negative.
    func northing(_ latitude: Double) -> (value: Double, slope: Double) {
      let t = latitude / scale
      var value = coefficients[6]
      var slope = 0.0
      for power in stride(from: 5, through: 0, by: -1) {
        slope = slope * t + value
        value = value * t + coefficients[power]
      }
      return (value, slope / scale)
    }
  }

  static func apply(_ point: Point) -> Point {
    let latitude = point.y.magnitude
    let band = bands.first { latitude > $0.above } ?? equatorial
    let x = band.offset + band.longitudeFactor * point.x.magnitude
    return Point(point.x < 0 ? -x : x, signed(band.northing(latitude).value, like: point.y))
  }

  /// Between two bands the northing jumps by centimetres; a northing in such a gap gives the latitude of the
  /// bands' border.
  static func undo(_ point: Point) -> Point {
    let northing = point.y.magnitude
    let index = bands.firstIndex { northing > $0.northing($0.above).value } ?? bands.count - 1
    let band = bands[index]
    let top = index == 0 ? 90 : bands[index - 1].above
    var latitude = band.above + (top - band.above) / 2
    for _ in 0..<20 {
      let (value, slope) = band.northing(latitude)
      let step = (northing - value) / slope
      latitude = min(max(latitude + step, band.above), top)
      if step.magnitude < 1e-12 { break }
    }
    let longitude = (point.x.magnitude - band.offset) / band.longitudeFactor
    return Point(point.x < 0 ? -longitude : longitude, signed(latitude, like: point.y))
  }

  private static func signed(_ value: Double, like sign: Double) -> Double { sign < 0 ? -value : value }

  private static var equatorial: Band { bands[bands.count - 1] }

  private static let bands = [
    Band(
      above: 75, scale: 82.5, offset: -0.0015702102444, longitudeFactor: 111320.7020616939,
      coefficients: [
        1704480524535203, -10338987376042340, 26112667856603880, -35149669176653700, 26595700718403920,
        -10725012454188240, 1800819912950474,
      ]),
    Band(
      above: 60, scale: 67.5, offset: 0.0008277824516172526, longitudeFactor: 111320.7020463578,
      coefficients: [
        647795574.6671607, -4082003173.641316, 10774905663.51142, -15171875531.51559, 12053065338.62167,
        -5124939663.577472, 913311935.9512032,
      ]),
    Band(
      above: 45, scale: 52.5, offset: 0.00337398766765, longitudeFactor: 111320.7020202162,
      coefficients: [
        4481351.045890365, -23393751.19931662, 79682215.47186455, -115964993.2797253, 97236711.15602145,
        -43661946.33752821, 8477230.501135234,
      ]),
    Band(
      above: 30, scale: 37.5, offset: 0.00220636496208, longitudeFactor: 111320.7020209128,
      coefficients: [
        51751.86112841131, 3796837.749470245, 992013.7397791013, -1221952.21711287, 1340652.697009075,
        -620943.6990984312, 144416.9293806241,
      ]),
    Band(
      above: 15, scale: 22.5, offset: -0.0003441963504368392, longitudeFactor: 111320.7020576856,
      coefficients: [
        278.2353980772752, 2485758.690035394, 6070.750963243378, 54821.18345352118, 9540.606633304236,
        -2710.55326746645, 1405.483844121726,
      ]),
    Band(
      above: 0, scale: 7.45, offset: -0.0003218135878613132, longitudeFactor: 111320.7020701615,
      coefficients: [
        0.00369383431289, 823725.6402795718, 0.46104986909093, 2351.343141331292, 1.58060784298199,
        8.77738589078284, 0.37238884252424,
      ]),
  ]
}

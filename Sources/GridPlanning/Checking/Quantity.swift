import Diagnostics
import Glibc

/// Measures in words: three digits, more for what is large.
enum Quantity {
  static func squareMetres(_ value: Double) -> String { number(value) + " m²" }

  static func metres(_ value: Double) -> String { number(value) + " m" }

  /// At least three digits that count, never an exponent.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "?" }
    let power = Int(log10(value.magnitude).rounded(.down))
    let decimals = max(0, min(9, 2 - power))
    return fixed(value, decimals)
  }

  static func fixed(_ value: Double, _ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 9e15 else { return "\(value)" }
    let whole = Int64(scaled)
    let sign = value < 0 && whole != 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(whole) }
    let digits = String(whole)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// Area, width and length in one phrase.
  static func extent(_ measures: FaceMeasure.Measures) -> Text {
    extent(squareMetres: measures.squareMetres, width: measures.greatestWidth, length: measures.length)
  }

  static func extent(squareMetres: Double, width: Double, length: Double, pieces: Int = 1) -> Text {
    let (area, wide, long) = (Quantity.squareMetres(squareMetres), metres(width), metres(length))
    let many = pieces > 1
    return Text(
      "\(area), up to \(wide) wide, \(long) long" + (many ? ", in \(pieces) pieces" : ""),
      zh: "\(area)，最宽 \(wide)，长 \(long)" + (many ? "，共 \(pieces) 块" : ""))
  }
}

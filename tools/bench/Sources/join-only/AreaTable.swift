import AreaIndex
import Foundation
import SpatialPrimitives

/// A CSV of areas as every join-only program here reads it: the first column is a code, the last is WKB in hexadecimal;
/// no quotes, in the order of the codes, so that the least row number is the smallest code.
enum AreaTable {
  static func read(_ path: String) throws -> [AreaShape] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    var shapes: [AreaShape] = []
    try data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
      for line in bytes.split(separator: 0x0A).dropFirst() {
        guard let codeEnd = line.firstIndex(of: 0x2C), let last = line.lastIndex(of: 0x2C) else { continue }
        var end = line.endIndex
        while line[end - 1] == 0x0D { end -= 1 }
        let geometry = try decoded(bytes[(last + 1)..<end]).withUnsafeBytes { wkb in try WKB.decode(wkb) }
        guard let polygons = geometry.asMultiPolygon else { continue }
        let code = String(decoding: line[..<codeEnd], as: UTF8.self)
        shapes.append(AreaShape(level: .grid, code: code, geometry: polygons))
      }
    }
    return shapes
  }

  private static func decoded(_ digits: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
    func value(_ digit: UInt8) -> UInt8 { digit <= 0x39 ? digit &- 0x30 : (digit | 0x20) &- 0x57 }
    return stride(from: digits.startIndex, to: digits.endIndex - 1, by: 2).map {
      value(digits[$0]) << 4 | value(digits[$0 + 1])
    }
  }
}

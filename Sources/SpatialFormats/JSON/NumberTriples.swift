package import Diagnostics

/// Lists of three numbers each, as vertices are written, read into one flat list.
package enum NumberTriples {
  /// Appends the numbers of a list of triples.
  /// - Returns: `false` where it is none.
  package static func append(_ list: JSONNode, to numbers: inout [Double]) -> Bool {
    guard list.kind == .array else { return false }
    numbers.reserveCapacity(numbers.count + 3 * list.count)
    var triple = list.first
    while triple.kind != .end {
      guard triple.kind == .array, triple.count == 3 else { return false }
      var node = triple.first
      for _ in 0..<3 {
        guard let number = node.number else { return false }
        numbers.append(number)
        node = node.next
      }
      triple = triple.next
    }
    return true
  }

  /// How much of a text is parsed at once.
  private static let pieceSize = 1 << 20

  /// Reads a list of any length, piece by piece.
  /// - Throws: `bad-vertices` (65) with the place of the piece that is no such list.
  package static func read(_ bytes: UnsafeRawBufferPointer, _ list: Range<Int>, file: String) throws(Fault) -> [Double]
  {
    let document = try JSONDocument()
    var numbers: [Double] = []
    // Without the brackets around it.
    var start = list.lowerBound + 1
    let end = list.upperBound - 1
    guard end >= start, unsafe bytes[list.lowerBound] == UInt8(ascii: "[") else { throw bad(file, 0, list.lowerBound) }
    while start < end {
      let cut = unsafe NumberTriples.cut(bytes, behind: start + pieceSize, limit: end)
      let node = try? document.parse { text in
        text.append(UInt8(ascii: "["))
        unsafe text.append(contentsOf: bytes[start..<cut])
        text.append(UInt8(ascii: "]"))
      }
      guard let node, append(node, to: &numbers) else { throw bad(file, numbers.count / 3, start) }
      start = cut + 1
    }
    return numbers
  }

  /// The first comma between two triples behind `place`; `limit` where there is none.
  private static func cut(_ bytes: UnsafeRawBufferPointer, behind place: Int, limit: Int) -> Int {
    var at = place
    while let bracket = unsafe JSONTexts.find(UInt8(ascii: "]"), in: bytes, at, limit) {
      at = bracket + 1
      while at < limit, unsafe bytes[at] <= 0x20 { at += 1 }
      if at < limit, unsafe bytes[at] == UInt8(ascii: ",") { return at }
    }
    return limit
  }

  private static func bad(_ file: String, _ number: Int, _ byte: Int) -> Fault {
    Fault(
      .data, code: "bad-vertices",
      Text(
        "the vertices from number \(number) on (byte \(byte)) are no lists of three numbers",
        zh: "从第 \(number) 个顶点（字节 \(byte)）起不是三个数的列表"), at: Place(file))
  }
}

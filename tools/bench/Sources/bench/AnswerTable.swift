import Foundation

/// The rows `id,code` that a program wrote, in any order, by the number in the id: what two programs are compared by.
struct AnswerTable {
  /// A hash of each event's code; 0 where the event has no row.
  private var codes: [UInt64]
  private(set) var rows = 0
  /// Rows of an event that has one already, or of none that was asked.
  private(set) var strayRows = 0

  /// - Parameters:
  ///   - path: a CSV whose first two columns are an id, ending with the event's number, and a code.
  ///   - count: how many events there are, numbered from 0.
  init(path: String, count: Int) throws {
    codes = [UInt64](repeating: 0, count: count)
    let data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
      var position = (bytes.firstIndex(of: 10) ?? bytes.count - 1) + 1
      while position < bytes.count { read(bytes, &position) }
    }
  }

  private mutating func read(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) {
    var number = 0
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
    var field = 0
    while position < bytes.count, bytes[position] != 10 {
      let byte = bytes[position]
      position += 1
      if byte == 44 {
        field += 1
      } else if byte != 13, byte != 34 {
        if field == 0 {
          if byte >= 48, byte <= 57 { number = number &* 10 &+ Int(byte &- 48) }
        } else if field == 1 {
          hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
      }
    }
    position += 1
    rows += 1
    guard number >= 0, number < codes.count, codes[number] == 0 else {
      strayRows += 1
      return
    }
    codes[number] = hash
  }

  /// How many events have another answer here than there, or a row too many or too few.
  func differing(from other: AnswerTable) -> Int {
    zip(codes, other.codes).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) } + strayRows
  }
}

/// The area numbers that a join-only program wrote: int32, one a point.
enum AnswerNumbers {
  static func differing(_ path: String, _ other: String) throws -> Int {
    let (a, b) = (try read(path), try read(other))
    return zip(a, b).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }
  }

  private static func read(_ path: String) throws -> [Int32] {
    try Data(contentsOf: URL(fileURLWithPath: path)).withUnsafeBytes { Array($0.bindMemory(to: Int32.self)) }
  }
}

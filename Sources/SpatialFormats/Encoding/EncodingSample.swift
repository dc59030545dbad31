import Diagnostics

/// Values of a file that hold bytes beyond ASCII, gathered to find out how they are encoded.
struct EncodingSample {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// Whether a value fills its field, so that its last character may be cut.
  private var mayBeCut: [Bool] = []

  /// Enough for certainty; what comes later is checked as it is read.
  private static let enough = 4 << 20

  var isFull: Bool { bytes.count >= EncodingSample.enough }
  /// Plain ASCII, which reads the same in every encoding here.
  var isEmpty: Bool { ends.isEmpty }
  var count: Int { ends.count }

  /// Keeps `value` if it has bytes beyond ASCII.
  mutating func add(_ value: UnsafeRawBufferPointer, fillsField: Bool) {
    guard !isFull, unsafe value.contains(where: { $0 >= 0x80 }) else { return }
    unsafe bytes.append(contentsOf: value)
    ends.append(bytes.count)
    mayBeCut.append(fillsField)
  }

  /// Keeps each line of a text.
  mutating func add(linesOf text: UnsafeRawBufferPointer) {
    var rest = unsafe text[...]
    while unsafe !rest.isEmpty, !isFull {
      let end = unsafe rest.firstIndex(of: 0x0A) ?? rest.endIndex
      unsafe add(UnsafeRawBufferPointer(rebasing: rest[..<end]), fillsField: false)
      unsafe rest = rest[end...].dropFirst()
    }
  }

  /// What the values are when read in one encoding.
  struct Reading {
    var encoding: TextEncoding
    var invalid = 0
    /// Values that end in the middle of a character, in a field that they fill.
    var cut = 0
    /// The first value that says something beyond ASCII.
    var example = ""

    var isValid: Bool { invalid == 0 }
  }

  func reading(as encoding: TextEncoding) throws(Fault) -> Reading {
    var decoder = try TextDecoder(encoding)
    var reading = Reading(encoding: encoding)
    var start = 0
    unsafe bytes.withUnsafeBytes { all in
      for (value, end) in ends.enumerated() {
        switch unsafe decoder.text(of: UnsafeRawBufferPointer(rebasing: all[start..<end])) {
        case .text(let text): if reading.example.isEmpty { reading.example = String(text.prefix(20)) }
        case .cut(let text, _) where mayBeCut[value]:
          reading.cut += 1
          if reading.example.isEmpty { reading.example = String(text.prefix(20)) }
        case .cut, .invalid: reading.invalid += 1
        }
        start = end
      }
    }
    return reading
  }

  /// How the bytes beyond ASCII stand together; each share is between 0 and 1.
  struct Statistics {
    /// Sequences of three or four bytes in the UTF-8 form, and of two.
    var longUTF8 = 0
    var shortUTF8 = 0
    /// Characters of two or four bytes, read as GB18030.
    var pairs = 0
    var fourByte = 0
    /// How far the pairs are common Chinese characters: GB 2312's first level counts whole, its second half.
    var gbk = 0.0
    /// The same for Big5's frequent and rarer planes.
    var big5 = 0.0
    /// The share of bytes beyond ASCII that stand alone between ASCII bytes, as accented letters do.
    var lone = 0.0
  }

  func statistics() -> Statistics {
    var result = Statistics()
    var gbkScore = 0.0
    var big5Score = 0.0
    var lowTrails = 0
    var alone = 0
    var high = 0
    var start = 0
    for end in ends {
      countUTF8(start..<end, into: &result)
      var position = start
      while position < end {
        guard bytes[position] >= 0x80 else {
          position += 1
          continue
        }
        let lead = bytes[position]
        let next: UInt8 = position + 1 < end ? bytes[position + 1] : 0
        let previousIsHigh = position > start && bytes[position - 1] >= 0x80
        high += next >= 0x80 ? 2 : 1
        if next < 0x80, !previousIsHigh { alone += 1 }
        if (0x30...0x39).contains(next), position + 3 < end {
          result.fourByte += 1
          position += 4
          continue
        }
        guard next >= 0x40 else {
          position += 1
          continue
        }
        result.pairs += 1
        if next < 0x7F { lowTrails += 1 }
        if next >= 0xA1 {
          switch lead {
          case 0xA1, 0xA3, 0xB0...0xD7: gbkScore += 1
          case 0xD8...0xF7: gbkScore += 0.5
          default: break
          }
        }
        switch lead {
        case 0xA1...0xC6: big5Score += 1
        case 0xC9...0xF9: big5Score += 0.5
        default: break
        }
        position += 2
      }
      start = end
    }
    let all = Double(max(1, result.pairs + result.fourByte))
    result.gbk = gbkScore / all
    result.big5 = big5Score / all
    // Two of five second bytes are below 0x7F in Big5 text, none in GB 2312 text.
    if result.pairs >= 8, Double(lowTrails) < 0.1 * Double(result.pairs) { result.big5 /= 2 }
    result.lone = Double(alone) / Double(max(1, high))
    return result
  }

  private func countUTF8(_ range: Range<Int>, into result: inout Statistics) {
    for position in range {
      switch bytes[position] {
      case 0xC2...0xDF: result.shortUTF8 += 1
      case 0xE0...0xF4: result.longUTF8 += 1
      default: break
      }
    }
  }
}

import Diagnostics
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import SpatialFormats

@Suite struct CSVEventReaderTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private final class Heard: Sendable {
    private let notices = Mutex<[Notice]>([])
    var listener: Listener { Listener(notice: { notice in self.notices.withLock { $0.append(notice) } }) }
    var codes: [String] { notices.withLock { $0.map(\.code) } }
  }

  private struct Record: Equatable {
    var line: Int
    var fields: [String]
  }

  /// Everything that a reader gives: the header, and each record's fields with the line of its block.
  private func read(
    _ bytes: [UInt8], blockSize: Int = 1 << 18, encoding: TextEncoding? = nil, listener: Listener = .silent
  ) throws -> (layout: EventLayout, records: [Record], damage: Int) {
    let path = scratch.file("events-\(blockSize).csv")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let reader = try CSVEventReader(path: path, encoding: encoding, blockSize: blockSize, listener: listener)
    let block = EventBlock()
    let decoder = BlockDecoder()
    let scan = SeparatorScan()
    var records: [Record] = []
    var damage = 0
    while try reader.next(into: block) {
      try decoder.decode(block)
      damage += block.damage.count
      let found = unsafe scan.scan(block, reader.layout.dialect, columns: reader.layout.columns.count)
      for record in unsafe 0..<found.count {
        let line =
          unsafe block.firstLine
          + ByteCounting.count(reader.layout.dialect.terminator, in: block.bytes, 0..<found.start(of: record))
        let fields = unsafe found.fields(of: record)
        let texts = unsafe (0..<found.columns(of: record)).map { unsafe CSVField.text(fields[$0]) }
        records.append(Record(line: line, fields: texts))
      }
    }
    return (reader.layout, records, damage)
  }

  static let shapes: [(name: String, text: String)] = [
    ("LF", "id,lon,lat\n1,113,23\n2,114,24\n"),
    ("CR LF", "id,lon,lat\r\n1,113,23\r\n2,114,24\r\n"),
    ("CR", "id,lon,lat\r1,113,23\r2,114,24\r"),
    ("no last line end", "id,lon,lat\n1,113,23\n2,114,24"),
    ("byte-order mark", "\u{FEFF}id,lon,lat\n1,113,23\n2,114,24\n"),
    ("quotes everywhere", "\"id\",\"lon\",\"lat\"\n\"1\",\"113\",\"23\"\n\"2\",\"114\",\"24\"\n"),
    ("semicolons", "id;lon;lat\n1;113;23\n2;114;24\n"),
    ("tabs", "id\tlon\tlat\n1\t113\t23\n2\t114\t24\n"),
  ]

  @Test(arguments: shapes)
  func readsAnyShape(name: String, text: String) throws {
    for blockSize in [1, 7, 16, 1 << 18] {
      let (layout, records, _) = try read(Array(text.utf8), blockSize: blockSize)
      #expect(layout.columns.map(\.name) == ["id", "lon", "lat"])
      #expect(records.map(\.fields) == [["1", "113", "23"], ["2", "114", "24"]], "\(name), blocks of \(blockSize)")
      #expect(records.map(\.line) == [2, 3])
    }
  }

  @Test func keepsQuotedLineEndsAndCountsPhysicalLines() throws {
    let text = "id,note\n1,\"two\nlines\"\n2,\"say \"\"hi\"\", please\"\n3,\"\r\n\"\n4,5\" pipe\n"
    for blockSize in [1, 5, 11, 1 << 18] {
      let records = try read(Array(text.utf8), blockSize: blockSize).records
      #expect(
        records == [
          Record(line: 2, fields: ["1", "two\nlines"]), Record(line: 4, fields: ["2", "say \"hi\", please"]),
          Record(line: 5, fields: ["3", "\r\n"]), Record(line: 7, fields: ["4", "5\" pipe"]),
        ], "blocks of \(blockSize)")
    }
  }

  @Test func blocksOfAnySizeGiveTheSameRecords() throws {
    var random = SeededGenerator(seed: 99)
    for _ in 0..<60 {
      var bytes = Array("a,b\n".utf8) + CSVReference.noise(600, using: &random, quotes: true)
      while !CSVReference.records(bytes).isClosed { bytes += Array("\"\n".utf8) }
      let whole = try read(bytes).records
      #expect(whole.count == CSVReference.records(bytes).records.count - 1)
      for blockSize in [3, 17, 64, 333] {
        #expect(try read(bytes, blockSize: blockSize).records == whole, "seed \(random.seed), blocks of \(blockSize)")
      }
    }
  }

  /// 上报地点,经度,纬度 and two records, in GBK.
  private static let gbk: [UInt8] =
    [0xC9, 0xCF, 0xB1, 0xA8, 0xB5, 0xD8, 0xB5, 0xE3, 0x2C, 0xBE, 0xAD, 0xB6, 0xC8, 0x2C, 0xCE, 0xB3, 0xB6, 0xC8, 0x0A]
    + [0xD6, 0xD0, 0xC9, 0xBD, 0xB6, 0xFE, 0xC2, 0xB7] + Array(",113,23\n".utf8)
    + [0xB1, 0xB1, 0xBE, 0xA9, 0xC2, 0xB7] + Array(",114,24\n".utf8)

  @Test func findsOutGBK() throws {
    let heard = Heard()
    let (layout, records, damage) = try read(Self.gbk, listener: heard.listener)
    #expect(layout.columns.map(\.name) == ["上报地点", "经度", "纬度"])
    #expect(records.map(\.fields) == [["中山二路", "113", "23"], ["北京路", "114", "24"]])
    #expect(damage == 0)
    #expect(heard.codes == ["encoding-guessed"])
    #expect(String(decoding: layout.header, as: UTF8.self) == "上报地点,经度,纬度")
  }

  @Test func decidesForAnEncodingWhereItFirstMatters() throws {
    let plain = Array(("place,lon,lat\n" + String(repeating: "x,113,23\n", count: 1000)).utf8)
    let (_, records, _) = try read(plain + Self.gbk.dropFirst(19), blockSize: 256)
    #expect(records.count == 1002)
    #expect(records[1000].fields == ["中山二路", "113", "23"])
  }

  @Test func tellsBrokenCharactersAmongManyGoodOnes() throws {
    var bytes = Array("place,lon,lat\n".utf8)
    for _ in 0..<300 { bytes += Self.gbk[19..<35] }
    let good = bytes.count
    bytes += [0xD6, 0xD0, 0xFF] + Array(",113,23\n".utf8) + Self.gbk[19..<35]
    let (_, records, damage) = try read(bytes)
    #expect(good == 14 + 300 * 16)
    #expect(records.count == 302)
    #expect(damage == 1)
    #expect(records[300].fields == ["中\u{FFFD}", "113", "23"])
  }

  @Test func brokenUTF8AmongManyGoodRowsIsTold() throws {
    var bytes = Array("place,lon,lat\n".utf8)
    for _ in 0..<300 { bytes += Array("中山二路,113,23\n".utf8) }
    bytes += [0xE4, 0xB8] + Array(",113,23\n北京路,114,24\n".utf8)
    let (_, records, damage) = try read(bytes)
    #expect(records.count == 302)
    #expect(damage >= 1)
    #expect(records[300].fields[1...] == ["113", "23"])
    #expect(records[301].fields == ["北京路", "114", "24"])
  }

  @Test func tenThousandColumnsAreLawful() throws {
    let names = (0..<10_000).map { "column_\($0)" }.joined(separator: ",")
    let row = (0..<10_000).map(String.init).joined(separator: ",")
    let (layout, records, _) = try read(Array("\(names)\n\(row)\n\(row)\n".utf8), blockSize: 4096)
    #expect(layout.columns.count == 10_000)
    #expect(records.count == 2)
    #expect(records[1].fields[9_999] == "9999")
  }

  @Test func saysThatNamesOccurTwice() throws {
    let heard = Heard()
    _ = try read(Array("a,b,a\n1,2,3\n".utf8), listener: heard.listener)
    #expect(heard.codes == ["duplicate-columns"])
  }

  static let bad: [(bytes: [UInt8], code: String, row: Int?)] = [
    ([], "empty-file", nil),
    (Array("a,b\n1,2\n3,\"four\n5,6\n".utf8), "unclosed-quote", 3),
    (Array("a,\"b\n".utf8), "unclosed-quote", 1),
    (Array("a,b\n1,".utf8) + [0xFF, 0xFE, 0x81, 0x0A], "bad-bytes", 2),
    ([0xFF, 0xFE, 0x61, 0x00], "unsupported-encoding", nil),
  ]

  @Test(arguments: bad)
  func badInputIsOneFaultWithItsLine(bytes: [UInt8], code: String, row: Int?) throws {
    let fault = try #require(throws: Fault.self) { try read(bytes) }
    #expect(fault.code == code)
    #expect(fault.kind == .data)
    #expect(fault.place?.row == row)
  }

  @Test func aRecordLongerThanAllowedIsOneFault() throws {
    let path = scratch.file("long.csv")
    for (length, isLawful) in [((1 << 20) - 4, true), (1 << 20, false), (3 << 20, false)] {
      var bytes = Array("a,b\n1,2\n3,".utf8)
      bytes += [UInt8](repeating: UInt8(ascii: "x"), count: length)
      bytes += Array("\n4,5\n".utf8)
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let reader = try CSVEventReader(path: path, longestRecord: 1 << 20, listener: .silent)
      let block = EventBlock()
      if isLawful {
        while try reader.next(into: block) {}
      } else {
        let fault = try #require(throws: Fault.self) { while try reader.next(into: block) {} }
        #expect(fault.code == "record-too-long")
        #expect(fault.place?.row == 3)
      }
    }
  }

  @Test(arguments: [("missing.csv", "missing-file"), ("", "is-directory")])
  func whatCannotBeReadIsSaid(name: String, code: String) throws {
    let fault = try #require(throws: Fault.self) {
      _ = try CSVEventReader(path: scratch.file(name), listener: .silent)
    }
    #expect(fault.code == code)
    #expect(fault.kind == .input)
  }

  @Test func aFileThatBecomesShorterMeanwhileEndsThere() throws {
    let path = scratch.file("shrinking.csv")
    let rows = (0..<40_000).map { "row\($0)," + String(repeating: "x", count: $0 % 50) }
    try Data(("id,text\n" + rows.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
    let reader = try CSVEventReader(path: path, listener: .silent)
    let block = EventBlock()
    let scan = SeparatorScan()
    var count = 0
    var blocks = 0
    while try reader.next(into: block) {
      unsafe count += scan.scan(block, reader.layout.dialect, columns: 2).count
      blocks += 1
      if blocks == 1 { try FileHandle(forWritingTo: URL(fileURLWithPath: path)).truncate(atOffset: 400_000) }
    }
    #expect(blocks == 2)
    #expect(count > 5_000 && count < rows.count)
  }
}

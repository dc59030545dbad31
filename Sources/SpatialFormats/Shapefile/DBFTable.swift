import Diagnostics
import SpatialPrimitives
import SystemFiles

/// The attribute table of a shapefile (dBASE III+ and its descendants).
final class DBFTable {
  struct Column {
    var name: [UInt8]
    var type: UInt8
    var start: Int
    var width: Int
    var decimals: Int
  }

  let path: String
  private let file: MappedFile
  let count: Int
  private let headerSize: Int
  private let recordSize: Int
  let columns: [Column]
  /// Byte 29 of the header.
  let language: UInt8

  /// - Throws: `bad-dbf`, `cut-dbf` (65), `empty-file` (65).
  init(_ path: String) throws(Fault) {
    file = try MappedFile(path: path)
    self.path = path
    guard file.count > 0 else { throw FileBytes.empty(path) }
    guard file.count >= 33 else { throw DBFTable.cut(path, row: nil) }
    let bytes = unsafe file.bytes
    count = Int(unsafe UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
    headerSize = Int(unsafe UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)))
    recordSize = Int(unsafe UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 10, as: UInt16.self)))
    language = unsafe bytes[29]
    guard headerSize <= file.count else { throw DBFTable.cut(path, row: nil) }
    var columns: [Column] = []
    var start = 1  // behind the mark of deletion
    var offset = 32
    while offset + 32 <= headerSize, unsafe bytes[offset] != 0x0D {
      let name = unsafe Array(bytes[offset..<offset + 11].prefix { $0 != 0 })
      let column = unsafe Column(
        name: name, type: bytes[offset + 11], start: start, width: Int(bytes[offset + 16]),
        decimals: Int(bytes[offset + 17]))
      columns.append(column)
      start += column.width
      offset += 32
    }
    guard headerSize >= 33, recordSize >= 1, start <= recordSize else {
      throw Fault(
        .data, code: "bad-dbf", Text("the header of “\(path)” makes no sense", zh: "“\(path)”的文件头无效"), at: Place(path))
    }
    self.columns = columns
    let whole = (file.count - headerSize) / recordSize
    guard whole >= count else { throw DBFTable.cut(path, row: whole + 1) }
  }

  private static func cut(_ path: String, row: Int?) -> Fault {
    Fault(
      .data, code: "cut-dbf", Text("“\(path)” ends early", zh: "“\(path)”提前结束"), at: Place(path, row: row),
      hint: Text("it was not written or copied whole: get it again", zh: "文件不完整，请重新获取"))
  }

  func isDeleted(_ record: Int) -> Bool {
    unsafe file.bytes[headerSize + record * recordSize] == UInt8(ascii: "*")
  }

  var deletedCount: Int { (0..<count).count { isDeleted($0) } }

  /// The bytes of a field as they lie.
  func bytes(_ record: Int, _ column: Column) -> UnsafeRawBufferPointer {
    let start = headerSize + record * recordSize + column.start
    return unsafe UnsafeRawBufferPointer(rebasing: file.bytes[start..<start + column.width])
  }

  /// The bytes of a text without what pads them, and whether it fills its field, so that its end may be cut.
  func text(_ record: Int, _ column: Column) -> (bytes: UnsafeRawBufferPointer, fillsField: Bool) {
    let field = unsafe bytes(record, column)
    let value = unsafe DBFTable.trimmed(field.prefix { $0 != 0 })
    return unsafe (value, value.count == field.count)
  }

  private static func trimmed(_ slice: Slice<UnsafeRawBufferPointer>) -> UnsafeRawBufferPointer {
    let end = unsafe slice.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? slice.startIndex
    return unsafe UnsafeRawBufferPointer(rebasing: slice[..<end])
  }

  /// Every text of the table, and the names of its fields, as far as they are not ASCII.
  func encodingSample() -> EncodingSample {
    var sample = EncodingSample()
    for column in columns {
      unsafe column.name.withUnsafeBytes { unsafe sample.add($0, fillsField: column.name.count >= 10) }
    }
    let texts = columns.filter { $0.type == UInt8(ascii: "C") }
    for record in 0..<count where !sample.isFull {
      let start = headerSize + record * recordSize
      guard unsafe file.bytes[start..<start + recordSize].contains(where: { $0 >= 0x80 }), !isDeleted(record) else {
        continue
      }
      for column in texts {
        let value = unsafe text(record, column)
        unsafe sample.add(value.bytes, fillsField: value.fillsField)
      }
    }
    return sample
  }
}

import Diagnostics
import SpatialFormats
import SystemFiles

/// Opens CityJSON of every kind.
enum CityJSONFile {
  /// - Parameter threads: how many may read at once.
  /// - Throws: what the sources throw; `missing-file`, `is-directory`, `unreadable-file`, `not-a-file` (66).
  static func open(_ path: String, threads: Int) throws(Fault) -> any CityModelSource {
    let file = try FileMapping(path)
    guard unsafe file.bytes.count > 0 else { throw empty(path) }
    var values = unsafe JSONTexts(file.bytes, file: path)
    guard let first = try values.next(), unsafe file.bytes[first.lowerBound] == UInt8(ascii: "{") else {
      throw ModelHead.notCityJSON(path)
    }
    let text = try unsafe CityJSONText(file.bytes, first, file: path)
    // Only the beginning of what follows is looked at: a sequence may be of any size.
    let isAlone = unsafe !file.bytes[first.upperBound...].contains { $0 > 0x20 && $0 != 0x1E }
    if isAlone { return try CityJSONWhole(file, text, threads: threads) }
    return try CityJSONSequence(file, text, first, threads: threads)
  }

  static func empty(_ path: String) -> Fault {
    Fault(
      .data, code: "empty-file", Text("“\(path)” is empty", zh: "“\(path)”是空文件"), at: Place(path),
      hint: Text("it was not written or copied whole: get it again", zh: "文件不完整，请重新获取"))
  }
}

/// A mapped file that several threads read.
final class FileMapping: Sendable {
  private let file: MappedFile
  var path: String { file.path }

  init(_ path: String) throws(Fault) { file = try MappedFile(path: path) }

  var bytes: UnsafeRawBufferPointer { unsafe file.bytes }
}

/// The parts of a `CityJSON` object in its text.
struct CityJSONText {
  var head: ModelHead
  /// Of the objects, with their braces; `nil` where there are none.
  var objects: Range<Int>?
  /// Of the vertices, with their brackets.
  var vertices: Range<Int>?

  /// - Throws: `cut-json`, `bad-json`, and what `ModelHead` throws (65).
  init(_ bytes: UnsafeRawBufferPointer, _ object: Range<Int>, file: String) throws(Fault) {
    var members = unsafe JSONMembers(bytes, object, file: file)
    var others: [(key: String, value: String)] = []
    while let member = try members.next() {
      switch unsafe String(decoding: bytes[member.key].dropFirst().dropLast(), as: UTF8.self) {
      case "CityObjects": objects = member.value
      case "vertices": vertices = member.value
      case let key:
        // A head is never as large as this: it is a file of another kind.
        guard member.value.count < 1 << 30 else { throw ModelHead.notCityJSON(file) }
        others.append((key, unsafe String(decoding: bytes[member.value], as: UTF8.self)))
      }
    }
    head = try ModelHead(others, file: file)
  }
}

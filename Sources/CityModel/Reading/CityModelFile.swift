import Diagnostics
import SystemFiles

/// Opens a city model of whatever kind, which its first bytes tell.
enum CityModelFile {
  /// - Parameter threads: how many may read at once.
  /// - Throws: `compressed-file` (65), and what the sources throw; `missing-file`, `is-directory`, `unreadable-file`,
  ///   `not-a-file` (66).
  static func open(_ path: String, threads: Int, listener: Listener) throws(Fault) -> any CityModelSource {
    switch try kind(of: path) {
    case .json: return try CityJSONFile.open(path, threads: threads)
    case .xml: return try CityGMLFile(path, threads: threads, listener: listener)
    case .compressed:
      throw Fault(
        .data, code: "compressed-file", Text("“\(path)” is compressed", zh: "“\(path)”是压缩文件"), at: Place(path),
        hint: Text("unpack it first, with gunzip or unzip", zh: "请先用 gunzip 或 unzip 解压"))
    }
  }

  private enum Kind { case json, xml, compressed }

  private static func kind(of path: String) throws(Fault) -> Kind {
    let file = try FileMapping(path)
    let bytes = unsafe Array(file.bytes.prefix(1024))
    // gzip and ZIP
    if bytes.starts(with: [0x1F, 0x8B]) || bytes.starts(with: [0x50, 0x4B, 3, 4]) { return .compressed }
    // XML may be in UTF-16, which every text in it begins with a mark of.
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) { return .xml }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    return text.first { $0 > 0x20 } == UInt8(ascii: "<") ? .xml : .json
  }
}

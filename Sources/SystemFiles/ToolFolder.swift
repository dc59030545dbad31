import Glibc

/// Where the programs are that this one starts and that come with it.
package enum ToolFolder {
  /// The path of a tool: in `$ONEGRID_TOOLS`; else in `tools` or `share/onegrid/tools` of the folder that the executable
  /// is in, or of one above it, as in a checkout (`.build/release/onegrid`) or below a prefix (`bin/onegrid`).
  ///
  /// - Returns: `nil` where there is none.
  package static func find(_ name: String) -> String? {
    if let told = Environment.value("ONEGRID_TOOLS") { return present("\(told)/\(name)") }
    guard let executable else { return nil }
    var folder = FileFacts.folder(of: executable)
    while true {
      for place in ["tools", "share/onegrid/tools"] {
        if let found = present("\(folder == "/" ? "" : folder)/\(place)/\(name)") { return found }
      }
      if folder == "/" || folder == "." { return nil }
      folder = FileFacts.folder(of: folder)
    }
  }

  private static func present(_ path: String) -> String? { FileFacts.kind(of: path) == .missing ? nil : path }

  /// The full path of the running program.
  private static var executable: String? {
    var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe readlink("/proc/self/exe", $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
    }
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
  }
}

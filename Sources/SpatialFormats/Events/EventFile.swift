package import Diagnostics
import SystemFiles

/// Opens event streams of every kind.
package enum EventFile {
  /// - Parameters:
  ///   - path: `-` is standard input, where CSV and GeoJSON are told apart by the first byte.
  ///   - encoding: takes the place of what the bytes look like.
  /// - Throws: what the readers throw; `unknown-encoding` (64).
  package static func open(
    _ path: String, encoding: String? = nil, layer: String? = nil, listener: Listener
  ) throws(Fault) -> any EventReader {
    let textEncoding = try FeatureFile.textEncoding(encoding)
    if path == "-" || FileFacts.kind(of: path) == .other {
      let stream = try ByteStream(path: path)
      guard try stream.beginsWithJSON() else {
        return try CSVEventReader(stream, encoding: textEncoding, listener: listener)
      }
      return try spooled(stream, encoding: encoding, listener: listener)
    }
    let hasTextName = ["csv", "tsv", "txt"].contains(FileFacts.fileExtension(of: path))
    if try hasTextName ? true : FileFormat(of: path) == .csv {
      return try CSVEventReader(path: path, encoding: textEncoding, listener: listener)
    }
    let source = try FeatureFile.open(path, layer: layer, encoding: encoding, listener: listener)
    return FeatureEventReader(source, path: path)
  }

  /// The reader of JSON wants a file: a pipe is written to one first.
  private static func spooled(
    _ stream: ByteStream, encoding: String?, listener: Listener
  ) throws(Fault) -> any EventReader {
    let folder = try TemporaryDirectory()
    let path = folder.path + "/events.geojson"
    var file = try OutputFile(path: path, force: true)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { unsafe buffer.deallocate() }
    while true {
      let count = try unsafe stream.read(into: buffer)
      try unsafe file.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      if count < buffer.count { break }
    }
    try file.commit()
    // The source keeps the file open; its name is no longer needed when the folder goes.
    return FeatureEventReader(try FeatureFile.open(path, encoding: encoding, listener: listener), path: stream.path)
  }
}

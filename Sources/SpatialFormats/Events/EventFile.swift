package import Diagnostics
import SystemFiles

/// Opens event streams of every kind.
package enum EventFile {
  /// - Parameters:
  ///   - path: `-` is standard input, where CSV and GeoJSON are told apart by the first byte.
  ///   - encoding: takes the place of what the bytes look like.
  ///   - needsColumns: whether the properties of GeoJSON features are asked for as columns. Without it features go
  ///     through as they are, in bounded memory also from a pipe.
  ///   - columns: the only properties that will be asked for, where that is known.
  ///   - threads: how many may look for columns.
  /// - Throws: what the readers throw; `unknown-encoding` (64).
  package static func open(
    _ path: String, encoding: String? = nil, layer: String? = nil, needsColumns: Bool = true, columns: [String]? = nil,
    threads: Int = 1, listener: Listener
  ) throws(Fault) -> any EventReader {
    let textEncoding = try FeatureFile.textEncoding(encoding)
    let mayBeFeatures = textEncoding == nil || textEncoding == .utf8
    if path == "-" || FileFacts.kind(of: path) == .other {
      let stream = try ByteStream(path: path)
      guard try stream.beginsWithJSON() else {
        return try CSVEventReader(stream, encoding: textEncoding, listener: listener)
      }
      if mayBeFeatures, !needsColumns, let head = try FeatureStreamHead(stream) {
        return try FeatureStreamReader(stream, path: path, head, nil)
      }
      let folder = try TemporaryDirectory()
      let copy = folder.path + "/events.geojson"
      try spool(stream, to: copy)
      // The reader keeps the file open; its name is no longer needed when the folder goes.
      return try features(copy, of: path, encoding, needsColumns, columns, threads, listener)
    }
    let hasTextName = ["csv", "tsv", "txt"].contains(FileFacts.fileExtension(of: path))
    let format = hasTextName ? FileFormat.csv : try FileFormat(of: path)
    if format == .csv { return try CSVEventReader(path: path, encoding: textEncoding, listener: listener) }
    if format == .geoJSON {
      return try features(path, of: path, encoding, needsColumns, columns, threads, listener)
    }
    let source = try FeatureFile.open(path, layer: layer, encoding: encoding, listener: listener)
    return FeatureEventReader(source, path: path)
  }

  /// A file of JSON: GeoJSON in UTF-8, else what `FeatureFile` makes of it.
  /// - Parameter name: what the file is called in faults.
  private static func features(
    _ path: String, of name: String, _ encoding: String?, _ needsColumns: Bool, _ columns: [String]?, _ threads: Int,
    _ listener: Listener
  ) throws(Fault) -> any EventReader {
    let textEncoding = try FeatureFile.textEncoding(encoding)
    if textEncoding == nil || textEncoding == .utf8 {
      let stream = try ByteStream(path: path)
      if let head = try FeatureStreamHead(stream) {
        let survey = needsColumns ? try FeatureSurvey(path, of: name, head, wanted: columns, threads: threads) : nil
        return try FeatureStreamReader(stream, path: name, head, survey)
      }
    }
    return FeatureEventReader(try FeatureFile.open(path, encoding: encoding, listener: listener), path: name)
  }

  /// Writes a pipe to a file, for what has to be read twice.
  private static func spool(_ stream: ByteStream, to path: String) throws(Fault) {
    var file = try OutputFile(path: path, force: true)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { unsafe buffer.deallocate() }
    while true {
      let count = try unsafe stream.read(into: buffer)
      try unsafe file.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      if count < buffer.count { break }
    }
    try file.commit()
  }
}

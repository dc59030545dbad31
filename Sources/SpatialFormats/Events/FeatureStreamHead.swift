import Diagnostics

/// What the beginning of a stream of GeoJSON features tells of all of it.
struct FeatureStreamHead {
  let form: EventLayout.Form
  let crs: DeclaredCRS

  /// The longest feature, in bytes.
  static let longest = 64 << 20

  init(form: EventLayout.Form, crs: DeclaredCRS) {
    self.form = form
    self.crs = crs
  }

  /// Looks at the bytes up to the end of the first feature, which are still to be read afterwards.
  ///
  /// - Parameter longest: how many bytes are looked at at most.
  /// - Returns: `nil` for what is no GeoJSON in UTF-8.
  /// - Throws: `cut-json`, `bad-json` (65).
  init?(_ stream: ByteStream, longest: Int = FeatureStreamHead.longest) throws(Fault) {
    var count = 1 << 18
    while true {
      let bytes = try stream.peek(count)
      let isWhole = bytes.count < count
      guard FeatureStreamHead.isUTF8(bytes, isWhole: isWhole) else { return nil }
      do throws(Fault) {
        let found = try FeatureStreamHead.look(bytes, isWhole: isWhole, file: stream.path)
        guard let found else { return nil }
        (form, crs) = found
        return
      } catch {
        guard error.code == "cut-json", !isWhole, count < longest else { throw error }
        count *= 2
      }
    }
  }

  /// Whether the bytes are UTF-8, but for a character at their end that may not be whole.
  private static func isUTF8(_ bytes: [UInt8], isWhole: Bool) -> Bool {
    for dropped in 0...(isWhole ? 0 : min(3, bytes.count)) {
      if String(validating: bytes.dropLast(dropped), as: UTF8.self) != nil { return true }
    }
    return false
  }

  private static func look(
    _ bytes: [UInt8], isWhole: Bool, file: String
  ) throws(Fault) -> (form: EventLayout.Form, crs: DeclaredCRS)? {
    let found = unsafe bytes.withUnsafeBytes { bytes in
      Result { () throws(Fault) in
        var texts = unsafe JSONTexts(bytes, file: file)
        return (record: try texts.next(), frame: texts.frame)
      }
    }
    let (record, frame) = try found.get()
    let document = try JSONDocument()
    if let start = frame.first, start.lowerBound <= record?.lowerBound ?? .max {
      let node = try? document.parse { text in
        text.append(contentsOf: bytes[start])
        text.append(contentsOf: frame.count == 2 ? Array(bytes[frame[1]]) : Array("]}".utf8))
      }
      return (.features, node.flatMap { GeoJSONSource.declaredCRS($0) } ?? GeoJSONSource.assumedCRS)
    }
    guard let record else { return nil }
    let node = try? document.parse { $0.append(contentsOf: bytes[record]) }
    if let node {
      let type = node.member("type")?.string
      guard let type, type == "Feature" || GeoJSONGeometry.kinds.contains(type) else { return nil }
    }
    let behind = bytes[record.upperBound...].first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
    let endsLine = behind == 0x0A || behind == 0x1E || (behind == nil && isWhole)
    let form = endsLine && !bytes[record].contains(0x0A) ? EventLayout.Form.featureLines : .features
    return (form, node.flatMap { GeoJSONSource.declaredCRS($0) } ?? GeoJSONSource.assumedCRS)
  }
}

package import Diagnostics
import SystemFiles

/// Reads GeoJSON features from a file or a pipe, block by block, in bounded memory: collections, one after the other
/// too, and sequences (newline-delimited, RFC 8142 with its record separators, or of features that take several lines).
///
/// Only the bounds of the features are found here, by brackets and line ends; `FeatureDecoder` looks into them.
package final class FeatureStreamReader: EventReader {
  package private(set) var layout: EventLayout
  package var size: Int? { stream.size }

  /// The usual size of a block in bytes.
  private let blockSize: Int
  /// In bytes.
  private let longestRecord: Int
  private let stream: ByteStream
  /// Bytes read that belong to the next block.
  private let carry = ByteBuffer(capacity: 1 << 16)
  private var texts: JSONTexts
  private var isAtEnd = false
  private var isEndChecked = false
  /// What stands behind the features of a collection of their reference system; known at the end.
  private(set) var crsBehind: DeclaredCRS?
  private let refusesLateCRS: Bool
  private var line = 1
  private var position = 0
  private var sequence = 0

  /// - Parameters:
  ///   - path: what the stream is called in faults.
  ///   - survey: what is known of the columns; `nil` where nobody asks for any.
  ///   - refusesLateCRS: whether a reference system named behind the features is a fault.
  /// - Throws: `record-too-long` (65).
  init(
    _ stream: ByteStream, path: String, _ head: FeatureStreamHead, _ survey: FeatureSurvey?, blockSize: Int = 1 << 18,
    longestRecord: Int = FeatureStreamHead.longest, refusesLateCRS: Bool = true
  ) throws(Fault) {
    self.stream = stream
    self.refusesLateCRS = refusesLateCRS
    self.blockSize = blockSize
    self.longestRecord = longestRecord
    let fields = survey?.fields ?? []
    let header = ByteBuffer()
    for (position, field) in fields.enumerated() {
      if position > 0 { header.append(CSVDialect.comma.delimiter) }
      CSVField.append(field.name, to: header, dialect: .comma)
    }
    layout = EventLayout(
      path: path, columns: fields, header: unsafe [UInt8](header.bytes), dialect: .comma, hasPlaces: true,
      crs: survey?.crs ?? head.crs, form: head.form)
    texts = unsafe JSONTexts(UnsafeRawBufferPointer(start: nil, count: 0), file: path)
    try skipByteOrderMark()
  }

  /// The top-level values of a JSON text, of whatever kind, one a line or not.
  /// - Throws: `missing-file`, `is-directory`, `unreadable-file` (66).
  package convenience init(valuesOf path: String, areLines: Bool) throws(Fault) {
    let form = areLines ? EventLayout.Form.featureLines : .features
    try self.init(
      ByteStream(path: path), path: path, FeatureStreamHead(form: form, crs: GeoJSONSource.assumedCRS), nil)
  }

  private func skipByteOrderMark() throws(Fault) {
    try fill(carry, 3)
    if unsafe TextEncoding.byteOrderMark(carry.bytes)?.encoding == .utf8 { carry.removeAll() }
  }

  package func next(into block: EventBlock) throws(Fault) -> Bool {
    block.clear()
    // The features become the elements of an array.
    block.raw.append(UInt8(ascii: "["))
    unsafe block.raw.append(carry.bytes)
    carry.removeAll()
    let isFound = layout.form == .featureLines ? try nextLines(block) : try nextFeatures(block)
    guard isFound else { return false }
    block.sequence = sequence
    block.streamPosition = position - carry.count
    sequence += 1
    return true
  }

  // MARK: lines

  private func nextLines(_ block: EventBlock) throws(Fault) -> Bool {
    var wanted = max(blockSize - block.raw.count, blockSize / 2)
    var searched = 1
    var end: Int?
    while end == nil {
      try fill(block.raw, wanted)
      if isAtEnd {
        end = block.raw.count
        break
      }
      end = unsafe FeatureStreamReader.lastLineEnd(block.raw.bytes, from: searched)
      searched = block.raw.count
      guard block.raw.count <= longestRecord else { throw tooLong(line) }
      wanted = block.raw.count
    }
    let cut = end ?? block.raw.count
    guard cut > 1 else { return false }
    keep(from: cut, of: block)
    block.firstLine = line
    line += unsafe ByteCounting.count(0x0A, in: block.raw.bytes, 0..<cut)
    return true
  }

  /// Behind the last line end.
  private static func lastLineEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var index = bytes.count
    while index > start {
      index -= 1
      if unsafe bytes[index] == 0x0A { return index + 1 }
    }
    return nil
  }

  // MARK: values

  private func nextFeatures(_ block: EventBlock) throws(Fault) -> Bool {
    var wanted = max(blockSize - block.raw.count, blockSize / 2)
    while true {
      try fill(block.raw, wanted)
      let cut = try cutFeatures(block)
      if !block.featureBounds.isEmpty {
        keep(from: cut, of: block)
        return true
      }
      if isAtEnd { return false }
      guard block.raw.count <= longestRecord else { throw tooLong(texts.recordCount + 1) }
      wanted = block.raw.count
    }
  }

  /// Finds the whole features in a block that lie in one section of the text.
  /// - Returns: where the last of them ends.
  private func cutFeatures(_ block: EventBlock) throws(Fault) -> Int {
    var cutter = unsafe texts.resumed(in: block.raw.bytes, at: 1, origin: position - block.raw.count)
    block.firstLine = texts.recordCount + 1
    var cut = 1
    do throws(Fault) {
      while true {
        let section = cutter.section
        let known = block.featureBounds.count
        cutter.takeElements(into: &block.featureBounds)
        if block.featureBounds.count > known {
          cut = cutter.position
          texts = cutter
        }
        guard let record = try cutter.next() else { break }
        if cutter.section != section, !block.featureBounds.isEmpty { return cut }
        block.featureBounds.append(UInt32(record.lowerBound))
        block.featureBounds.append(UInt32(record.upperBound))
        cut = record.upperBound
        texts = cutter
      }
    } catch {
      // What is not whole yet waits for more bytes; what never will be is a fault once all before it is done.
      let mayGrow = error.code == "cut-json" && !isAtEnd
      guard mayGrow || isAtEnd && !block.featureBounds.isEmpty else { throw error }
      return cut
    }
    // What stands behind the last feature has been read, too.
    texts = cutter
    try checkEnd(of: block)
    return block.raw.count
  }

  /// A collection may name its reference system behind its features, where it comes too late for whoever uses them.
  /// - Throws: `late-crs` (65).
  private func checkEnd(of block: EventBlock) throws(Fault) {
    guard texts.frame.count == 2, !isEndChecked, let end = texts.frame.last else { return }
    isEndChecked = true
    let document = try JSONDocument()
    let node = try? document.parse { text in
      text.append(contentsOf: "{\"features\":[".utf8)
      unsafe text.append(contentsOf: block.raw.bytes[end])
    }
    crsBehind = node.flatMap { GeoJSONSource.declaredCRS($0) }
    guard refusesLateCRS, let declared = crsBehind, declared.text != layout.crs?.text else { return }
    throw Fault(
      .data, code: "late-crs",
      Text(
        "the crs member “\(declared.text)” stands behind the features, which have been read",
        zh: "crs 成员“\(declared.text)”位于要素之后，而要素已经读取"),
      at: Place(layout.path), hint: Text("name it with --crs \(declared.text)", zh: "请用 --crs \(declared.text) 指定"))
  }

  // MARK: bytes

  /// Keeps what belongs to the next block.
  private func keep(from cut: Int, of block: EventBlock) {
    unsafe carry.append(UnsafeRawBufferPointer(rebasing: block.raw.bytes[cut...]))
    block.raw.removeLast(block.raw.count - cut)
  }

  private func fill(_ buffer: ByteBuffer, _ wanted: Int) throws(Fault) {
    guard !isAtEnd else { return }
    let got = try unsafe stream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.room(wanted)[..<wanted]))
    buffer.advance(got)
    position += got
    isAtEnd = got < wanted
  }

  private func tooLong(_ row: Int) -> Fault {
    Fault(
      .data, code: "record-too-long",
      Text(
        "the feature that begins here is longer than \(longestRecord >> 20) MiB",
        zh: "从此处开始的要素超过 \(longestRecord >> 20) MiB"),
      at: Place(layout.path, row: row))
  }
}

package import Diagnostics

/// Reads delimited records from a file or a pipe, block by block, in bounded memory.
///
/// Any RFC 4180 quoting, LF, CR LF or CR, any encoding in which ASCII stands for itself. The encoding is looked for in
/// the first block that is not plain ASCII.
package final class CSVEventReader: EventReader {
  package private(set) var layout: EventLayout
  package var size: Int? { stream.size }

  /// The usual size of a block in bytes: small enough for the caches of one core.
  private let blockSize: Int
  /// In bytes.
  private let longestRecord: Int
  private let stream: ByteStream
  private let listener: Listener
  private var encoding: TextEncoding?
  /// Bytes read that belong to the next block.
  private let carry = ByteBuffer(capacity: 1 << 16)
  private var isAtEnd = false
  private var line = 1
  private var position = 0
  private var sequence = 0

  /// - Parameters:
  ///   - path: `-` is standard input.
  ///   - encoding: takes the place of what the bytes look like.
  /// - Throws: `missing-file`, `is-directory`, `unreadable-file` (66), `empty-file`, `record-too-long`,
  ///   `unclosed-quote`, `bad-bytes`, `unsupported-encoding` (65).
  package convenience init(
    path: String, encoding: TextEncoding? = nil, blockSize: Int = 1 << 18, longestRecord: Int = 64 << 20,
    listener: Listener
  ) throws(Fault) {
    try self.init(
      ByteStream(path: path), encoding: encoding, blockSize: blockSize, longestRecord: longestRecord,
      listener: listener)
  }

  init(
    _ stream: ByteStream, encoding: TextEncoding?, blockSize: Int = 1 << 18, longestRecord: Int = 64 << 20,
    listener: Listener
  ) throws(Fault) {
    self.stream = stream
    self.blockSize = blockSize
    self.longestRecord = longestRecord
    self.encoding = encoding
    self.listener = listener
    layout = EventLayout(path: stream.path, columns: [], header: [], dialect: .comma, hasPlaces: false)
    try readHeader()
  }

  // MARK: the header

  private func readHeader() throws(Fault) {
    try read(max(blockSize, 16))
    guard carry.count > 0 else { throw FileBytes.empty(layout.path) }
    try skipByteOrderMark()
    let scan = SeparatorScan()
    var headerEnd = 0
    var fieldEnds: [Int] = []
    while true {
      layout.dialect = unsafe CSVDialect(of: carry.bytes)
      if isAtEnd, let last = unsafe carry.bytes.last, last != layout.dialect.terminator {
        carry.append(layout.dialect.terminator)
      }
      let records = unsafe scan.scan(carry, layout.dialect, hasQuotes: true)
      if unsafe records.count > 0 {
        fieldEnds = unsafe (0..<records.columns(of: 0)).map { unsafe Int(records.ends[$0]) }
        headerEnd = fieldEnds[fieldEnds.count - 1] + 1
        // A CR at the very end may be the first half of a CR LF.
        if isAtEnd || headerEnd < carry.count { break }
      } else if isAtEnd {
        throw unclosedQuote(line: 1)
      }
      guard carry.count <= longestRecord else { throw tooLong(line: 1) }
      try read(carry.count)
    }
    // What follows the last line end may end within a character.
    let lastEnd = unsafe carry.bytes.lastIndex(of: layout.dialect.terminator) ?? headerEnd - 1
    try unsafe decideEncoding(UnsafeRawBufferPointer(rebasing: carry.bytes[...lastEnd]))
    unsafe try setHeader(UnsafeRawBufferPointer(rebasing: carry.bytes[..<headerEnd]), fieldEnds)
    line += unsafe ByteCounting.count(layout.dialect.terminator, in: carry.bytes, 0..<headerEnd)
    dropFirst(headerEnd)
    announceDialect()
  }

  private func skipByteOrderMark() throws(Fault) {
    guard let mark = unsafe TextEncoding.byteOrderMark(carry.bytes) else { return }
    guard mark.encoding == .utf8 else {
      throw Fault(
        .data, code: "unsupported-encoding",
        Text("“\(layout.path)” is \(mark.encoding) text", zh: "“\(layout.path)”是 \(mark.encoding) 文本"),
        at: Place(layout.path), hint: Text("save it as UTF-8 or GBK", zh: "请另存为 UTF-8 或 GBK"))
    }
    if encoding == nil { encoding = .utf8 }
    dropFirst(mark.length)
  }

  private func setHeader(_ bytes: UnsafeRawBufferPointer, _ fieldEnds: [Int]) throws(Fault) {
    var decoder = try TextDecoder(encoding ?? .utf8)
    var names: [String] = []
    var start = 0
    let end = unsafe CSVEventReader.trimmedEnd(bytes, fieldEnds[fieldEnds.count - 1])
    for fieldEnd in fieldEnds {
      let field = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<min(fieldEnd, max(start, end))])
      let text = try unsafe decoder.utf8(of: field)
      names.append(unsafe text.withUnsafeBytes { unsafe CSVField.text($0) })
      start = fieldEnd + 1
    }
    layout.header = try unsafe decoder.utf8(of: UnsafeRawBufferPointer(rebasing: bytes[..<end]))
    layout.columns = names.map { FieldDescription(name: $0, type: .text) }
    announceDuplicates(names)
  }

  /// Without the CR of a CR LF.
  private static func trimmedEnd(_ bytes: UnsafeRawBufferPointer, _ end: Int) -> Int {
    unsafe end > 0 && bytes[end - 1] == 0x0D ? end - 1 : end
  }

  // MARK: blocks

  package func next(into block: EventBlock) throws(Fault) -> Bool {
    block.clear()
    unsafe block.raw.append(carry.bytes)
    carry.removeAll()
    var cutter = RecordCutter(layout.dialect)
    var wanted = max(blockSize - block.raw.count, blockSize / 2)
    while true {
      try fill(block.raw, min(wanted, longestRecord + 1 - block.raw.count))
      cutter.scan(block.raw, isLast: isAtEnd)
      if isAtEnd {
        try finishLastRecord(of: block.raw, &cutter)
        break
      }
      if cutter.end > 0 { break }
      guard block.raw.count <= longestRecord else { throw tooLong(line: line) }
      wanted = block.raw.count
    }
    guard block.raw.count > 0 else { return false }
    unsafe carry.append(UnsafeRawBufferPointer(rebasing: block.raw.bytes[cutter.end...]))
    block.raw.removeLast(block.raw.count - cutter.end)
    return try finish(block, cutter)
  }

  private func finish(_ block: EventBlock, _ cutter: RecordCutter) throws(Fault) -> Bool {
    if !cutter.isASCII { try unsafe decideEncoding(block.raw.bytes) }
    block.encoding = encoding
    block.hasQuotes = cutter.hasQuotes
    block.isASCII = cutter.isASCII
    block.terminators = cutter.lines
    block.sequence = sequence
    block.firstLine = line
    block.streamPosition = position - carry.count
    sequence += 1
    line += cutter.lines
    return true
  }

  private func finishLastRecord(of bytes: ByteBuffer, _ cutter: inout RecordCutter) throws(Fault) {
    if cutter.isQuoted { throw unclosedQuote(line: line + cutter.lines) }
    guard cutter.end < bytes.count else { return }
    bytes.append(layout.dialect.terminator)
    cutter.scan(bytes, isLast: true)
  }

  private func read(_ wanted: Int) throws(Fault) { try fill(carry, wanted) }

  private func fill(_ buffer: ByteBuffer, _ wanted: Int) throws(Fault) {
    guard !isAtEnd else { return }
    let got = try unsafe stream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.room(wanted)[..<wanted]))
    buffer.advance(got)
    position += got
    isAtEnd = got < wanted
  }

  private func dropFirst(_ number: Int) {
    let rest = unsafe [UInt8](carry.bytes[number...])
    carry.removeAll()
    unsafe rest.withUnsafeBytes { unsafe carry.append($0) }
  }

  // MARK: what is guessed

  /// Decides for an encoding at the first bytes that are not plain ASCII.
  private func decideEncoding(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    guard encoding == nil, unsafe !ByteCounting.isASCII(bytes) else { return }
    let guess = try unsafe EventEncoding.guess(bytes, place: Place(layout.path, row: line))
    encoding = guess.encoding
    if let notice = guess.notice { listener.notice(notice) }
  }

  private func announceDialect() {
    let delimiter = layout.dialect.delimiter
    guard delimiter != UInt8(ascii: ",") else { return }
    let name = delimiter == 0x09 ? "TAB" : String(UnicodeScalar(delimiter))
    listener.notice(
      Notice(
        .note, code: "delimiter-guessed",
        Text("fields are separated by “\(name)”, as in the header", zh: "按表头判断，字段以“\(name)”分隔"),
        at: Place(layout.path)))
  }

  private func announceDuplicates(_ names: [String]) {
    var seen: Set<String> = []
    let twice = names.filter { !seen.insert($0).inserted }
    guard !twice.isEmpty else { return }
    let list = twice.prefix(5).map { "“\($0)”" }.joined(separator: ", ")
    listener.notice(
      Notice(
        .warning, code: "duplicate-columns",
        Text("the header has these names more than once: \(list)", zh: "表头中有重复的列名：\(list)"), at: Place(layout.path)))
  }

  // MARK: faults

  private func tooLong(line: Int) -> Fault {
    Fault(
      .data, code: "record-too-long",
      Text(
        "the record that begins here is longer than \(longestRecord >> 20) MiB",
        zh: "从此处开始的记录超过 \(longestRecord >> 20) MiB"),
      at: Place(layout.path, row: line),
      hint: Text("a quote that opens a field may have no end", zh: "可能有未闭合的引号"))
  }

  private func unclosedQuote(line: Int) -> Fault {
    Fault(
      .data, code: "unclosed-quote",
      Text("a quoted field of this record never ends", zh: "此记录中有未闭合的引号"), at: Place(layout.path, row: line),
      hint: Text("close the quote, or double it where it is text", zh: "请补上引号；若引号是正文，请写成两个"))
  }
}

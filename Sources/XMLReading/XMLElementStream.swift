import CXML
package import Diagnostics
import SystemFiles

/// The elements directly in the outermost element of an XML file, one after the other, each with everything in it, so that
/// memory is bound by the largest of them and not by the file.
///
/// Nothing is ever fetched: a file with a document type declaration, which alone can name other files or define entities,
/// is refused before anything in it is read. Elements nested more than 512 deep are refused, too.
///
/// ```swift
/// let stream = try XMLElementStream("city.gml")
/// while let tree = try stream.next() { … tree.root … }
/// ```
@safe package final class XMLElementStream {
  private let file: MappedFile
  private let parser: OpaquePointer
  private let builder: XMLTreeBuilder
  /// Trees that are whole, the next one last.
  private var waiting: [XMLTree] = []
  private var isAtEnd = false
  /// How many bytes were read so far.
  package private(set) var position = 0
  package var size: Int { file.count }

  private static let pieceSize = 1 << 16

  /// - Parameter opened: elements directly in the outermost one of these names do not count: what is in them does.
  /// - Throws: `missing-file`, `is-directory`, `unreadable-file`, `not-a-file` (66).
  package init(_ path: String, opening opened: Set<String> = []) throws(Fault) {
    file = try MappedFile(path: path)
    builder = XMLTreeBuilder(opening: opened)
    var events = unsafe onegrid_xml_events(
      start: { user, name, space, count, attributes in
        guard let user = unsafe user, let name = unsafe name else { return }
        unsafe XMLElementStream.builder(user).start(name, space, count, attributes)
      },
      end: { user in
        guard let user = unsafe user else { return }
        unsafe XMLElementStream.builder(user).end()
      },
      text: { user, bytes, count in
        guard let user = unsafe user, let bytes = unsafe bytes else { return }
        unsafe XMLElementStream.builder(user).append(UnsafeBufferPointer(start: bytes, count: Int(count)))
      },
      doctype: { user in
        guard let user = unsafe user else { return }
        unsafe XMLElementStream.builder(user).fail(.doctype)
      })
    guard let made = unsafe onegrid_xml_new(&events, Unmanaged.passUnretained(builder).toOpaque()) else {
      throw Fault(.software, code: "out-of-memory", Text("libxml2 could not be started", zh: "无法启动 libxml2"))
    }
    unsafe parser = made
    unsafe builder.parser = made
  }

  deinit { unsafe onegrid_xml_free(parser) }

  private static func builder(_ user: UnsafeMutableRawPointer) -> XMLTreeBuilder {
    unsafe Unmanaged<XMLTreeBuilder>.fromOpaque(user).takeUnretainedValue()
  }

  /// The outermost element, without what is in it.
  /// - Throws: what `next` throws.
  package func root() throws(Fault) -> XMLElement {
    while builder.root == nil { try read() }
    guard let root = builder.root else { throw cut() }
    return root
  }

  /// - Returns: `nil` at the end of the file.
  /// - Throws: `bad-xml`, `cut-xml`, `xml-doctype`, `xml-too-deep`, `xml-too-large` (65), with the line.
  package func next() throws(Fault) -> XMLTree? {
    while waiting.isEmpty {
      if isAtEnd { return nil }
      try read()
    }
    return waiting.removeLast()
  }

  /// Gives the parser some more of the file.
  private func read() throws(Fault) {
    guard !isAtEnd else { throw cut() }
    let count = min(Self.pieceSize, file.count - position)
    let start = position
    position += count
    isAtEnd = count == 0
    let (parser, isLast) = unsafe (parser, isAtEnd ? Int32(1) : 0)
    let code = unsafe file.bytes.withMemoryRebound(to: CChar.self) { bytes in
      unsafe onegrid_xml_parse(parser, bytes.baseAddress.map { unsafe $0 + start }, Int32(count), isLast)
    }
    if position.isMultiple(of: 1 << 24) { file.release(first: position) }
    if let trouble = builder.trouble { throw fault(trouble) }
    if code != 0 { throw isAtEnd ? cut() : bad() }
    waiting = builder.finished.reversed()
    builder.finished = []
  }

  private func place() -> Place {
    let line = unsafe Int(onegrid_xml_line(parser))
    return Place(file.path, row: line > 0 ? line : nil)
  }

  private func cut() -> Fault {
    Fault(
      .data, code: "cut-xml", Text("the XML text ends too early", zh: "XML 文本不完整"), at: place(),
      hint: Text("it was not written or copied whole: get it again", zh: "文件不完整，请重新获取"))
  }

  private func bad() -> Fault {
    let words = unsafe String(cString: onegrid_xml_message(parser)).split(whereSeparator: \.isNewline).first ?? ""
    return Fault(
      .data, code: "bad-xml", Text("this is not well-formed XML: \(words)", zh: "XML 格式有误：\(words)"), at: place())
  }

  private func fault(_ trouble: XMLTreeBuilder.Trouble) -> Fault {
    switch trouble {
    case .doctype:
      Fault(
        .data, code: "xml-doctype",
        Text(
          "the file declares a document type, by which entities are defined and other files named: it is not read",
          zh: "文件含有文档类型声明（可定义实体、引用其他文件）：拒绝读取"), at: Place(file.path),
        hint: Text("take the line with <!DOCTYPE out, if you trust the file", zh: "如信任该文件，请删去 <!DOCTYPE 行"))
    case .tooDeep:
      Fault(
        .data, code: "xml-too-deep",
        Text("elements are nested more than 512 deep", zh: "元素嵌套超过 512 层"), at: Place(file.path))
    case .tooLarge:
      Fault(
        .data, code: "xml-too-large",
        Text("one element holds more than a gigabyte", zh: "单个元素超过 1 GB"), at: Place(file.path),
        hint: Text("divide the file into more top-level objects", zh: "请将文件拆分为更多的顶层对象"))
    }
  }
}

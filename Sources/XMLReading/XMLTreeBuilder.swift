import CXML

/// Makes trees of what the parser tells. What the parser calls must not throw: trouble is recorded, and the reader throws.
@safe final class XMLTreeBuilder {
  /// What the document's outermost element is, with its attributes; known with its start tag.
  private(set) var root: XMLElement?
  /// Whole trees that nobody took yet.
  var finished: [XMLTree] = []
  private(set) var trouble: Trouble?
  /// The parser, to be stopped at trouble.
  var parser: OpaquePointer?

  enum Trouble { case doctype, tooDeep, tooLarge }

  /// No city model is nested a tenth as deep.
  private static let deepest = 512
  /// What numbers of 32 bits can say of a text, with room to spare.
  private static let largest = 1 << 30

  private let opened: Set<String>
  private var depth = 0
  /// How deep the element is that a tree is being made of; `nil` between trees.
  private var top: Int?
  private var names: [XMLName] = []
  private var numbers: [NameKey: Int32] = [:]
  private var nodes: [XMLTree.Node] = []
  private var attributes: [XMLTree.Attribute] = []
  private var text: [UInt8] = []
  /// The elements that are open, and the last child that each has so far.
  private var path: [(node: Int32, lastChild: Int32)] = []
  /// Where the text begins that came since the last tag.
  private var pending = 0

  /// Names are told apart by where the parser keeps them.
  private struct NameKey: Hashable {
    var local: UInt
    var space: UInt
  }

  /// - Parameter opened: elements directly in the root of these names are no trees, but what is in them.
  init(opening opened: Set<String>) { self.opened = opened }

  func fail(_ trouble: Trouble) {
    if self.trouble == nil { self.trouble = trouble }
    unsafe onegrid_xml_stop(parser)
  }

  func start(
    _ local: UnsafePointer<UInt8>, _ space: UnsafePointer<UInt8>?, _ count: Int32,
    _ list: UnsafePointer<UnsafePointer<UInt8>?>?
  ) {
    guard trouble == nil else { return }
    depth += 1
    guard depth <= Self.deepest else { return fail(.tooDeep) }
    let name = unsafe number(local, space)
    if top == nil, depth > 1, depth > 2 || !opened.contains(names[Int(name)].local) { top = depth }
    if top != nil || depth == 1 {
      dropBlanks()
      unsafe open(name, Int(count), list)
      if depth == 1 {
        root = tree().root
        reset()
      }
    }
  }

  func end() {
    guard trouble == nil else { return }
    defer { depth -= 1 }
    guard let top, let last = path.popLast() else { return }
    if last.lastChild >= 0 { dropBlanks() }
    let end = Int32(text.count)
    nodes[Int(last.node)].text = nodes[Int(last.node)].text.lowerBound..<end
    pending = text.count
    if depth == top {
      finished.append(tree())
      reset()
      self.top = nil
    }
  }

  func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard top != nil, trouble == nil else { return }
    unsafe text.append(contentsOf: bytes)
    if text.count > Self.largest { fail(.tooLarge) }
  }

  private func open(_ name: Int32, _ count: Int, _ list: UnsafePointer<UnsafePointer<UInt8>?>?) {
    let first = Int32(attributes.count)
    if let list = unsafe list {
      for position in 0..<count {
        let words = unsafe list + 5 * position
        guard let local = unsafe words[0], let value = unsafe words[3], let end = unsafe words[4] else { continue }
        let start = Int32(text.count)
        unsafe text.append(contentsOf: UnsafeBufferPointer(start: value, count: end - value))
        settleAmpersands(from: Int(start))
        let number = unsafe number(local, words[2])
        attributes.append(XMLTree.Attribute(name: number, value: start..<Int32(text.count)))
      }
    }
    if text.count > Self.largest || nodes.count > Self.largest / 8 { return fail(.tooLarge) }
    pending = text.count
    let node = Int32(nodes.count)
    let begin = Int32(text.count)
    nodes.append(
      XMLTree.Node(
        name: name, line: unsafe onegrid_xml_here(parser), parent: path.last?.node ?? -1, text: begin..<begin,
        attributes: first..<Int32(attributes.count)))
    if let above = path.indices.last {
      let before = path[above].lastChild
      if before >= 0 {
        nodes[Int(before)].next = node
      } else {
        nodes[Int(path[above].node)].firstChild = node
      }
      path[above].lastChild = node
    }
    path.append((node, -1))
  }

  /// In the values of attributes the parser puts `&#38;` for an ampersand, however it is written.
  private func settleAmpersands(from start: Int) {
    let mark = Array("#38;".utf8)
    var at = start
    while let found = text[at...].firstIndex(of: UInt8(ascii: "&")) {
      if text[(found + 1)...].starts(with: mark) { text.removeSubrange(found + 1..<found + 1 + mark.count) }
      at = found + 1
    }
  }

  /// Takes back what came since the last tag, where it is nothing but blanks.
  private func dropBlanks() {
    if text[pending...].allSatisfy({ $0 <= 0x20 }) { text.removeLast(text.count - pending) }
  }

  private func number(_ local: UnsafePointer<UInt8>, _ space: UnsafePointer<UInt8>?) -> Int32 {
    let key = NameKey(local: UInt(bitPattern: local), space: UInt(bitPattern: space))
    if let known = numbers[key] { return known }
    let name = unsafe XMLName(String(cString: local), in: space.map { unsafe String(cString: $0) } ?? "")
    names.append(name)
    numbers[key] = Int32(names.count - 1)
    return Int32(names.count - 1)
  }

  private func tree() -> XMLTree { XMLTree(nodes: nodes, attributes: attributes, text: text, names: names) }

  private func reset() {
    nodes = []
    attributes = []
    text = []
    path = []
    pending = 0
  }
}

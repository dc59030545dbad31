/// A name in its namespace, which is empty where it has none.
package struct XMLName: Sendable, Hashable {
  package var space: String
  package var local: String

  package init(_ local: String, in space: String = "") {
    self.space = space
    self.local = local
  }
}

/// One element of a document with everything in it, kept flat: elements in document order, their text in one buffer.
/// Comments, processing instructions and the blanks between elements are left out.
package final class XMLTree: Sendable {
  struct Node: Sendable {
    var name: Int32
    var line: Int32
    /// -1 for the root.
    var parent: Int32
    var firstChild: Int32 = -1
    var next: Int32 = -1
    var text: Range<Int32>
    var attributes: Range<Int32>
  }

  struct Attribute: Sendable {
    var name: Int32
    var value: Range<Int32>
  }

  let nodes: [Node]
  let attributes: [Attribute]
  let text: [UInt8]
  let names: [XMLName]

  init(nodes: [Node], attributes: [Attribute], text: [UInt8], names: [XMLName]) {
    self.nodes = nodes
    self.attributes = attributes
    self.text = text
    self.names = names
  }

  package var root: XMLElement { XMLElement(self, 0) }

  /// Every element, in document order.
  package var elements: some Sequence<XMLElement> { nodes.indices.lazy.map { XMLElement(self, Int32($0)) } }

  /// About how many bytes it takes.
  package var size: Int { text.count + nodes.count * MemoryLayout<Node>.stride }
}

/// An element of a tree. Two are equal where they are the same element, not where they say the same.
package struct XMLElement: Sendable, Hashable {
  private let tree: XMLTree
  private let index: Int32
  private var node: XMLTree.Node { tree.nodes[Int(index)] }

  init(_ tree: XMLTree, _ index: Int32) {
    self.tree = tree
    self.index = index
  }

  package static func == (a: Self, b: Self) -> Bool { a.index == b.index && a.tree === b.tree }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(tree))
    hasher.combine(index)
  }

  package var name: XMLName { tree.names[Int(node.name)] }
  package var local: String { name.local }
  package var space: String { name.space }

  /// The line of the file that its start tag ends on.
  package var line: Int { Int(node.line) }

  package var parent: XMLElement? { node.parent < 0 ? nil : XMLElement(tree, node.parent) }

  package var children: XMLChildren { XMLChildren(tree, node.firstChild) }

  package var firstChild: XMLElement? { node.firstChild < 0 ? nil : XMLElement(tree, node.firstChild) }

  /// The first child of that name, in whatever namespace.
  package func child(_ local: String) -> XMLElement? { children.first { $0.local == local } }

  /// Its text, without blanks at its ends; empty for an element that holds others.
  package var text: String {
    unsafe withText { bytes in
      var range = 0..<bytes.count
      while let first = range.first, unsafe bytes[first] <= 0x20 { range = first + 1..<range.upperBound }
      while let last = range.last, unsafe bytes[last] <= 0x20 { range = range.lowerBound..<last }
      return unsafe String(decoding: bytes[range], as: UTF8.self)
    }
  }

  /// Its text as UTF-8; empty for an element that holds others.
  package func withText<Result, Failure>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let range = node.firstChild < 0 ? node.text : 0..<0
    let answer: Swift.Result<Result, Failure> = unsafe tree.text.withUnsafeBytes { bytes in
      let own = unsafe UnsafeRawBufferPointer(rebasing: bytes[Int(range.lowerBound)..<Int(range.upperBound)])
      do throws(Failure) { return .success(try unsafe body(own)) } catch { return .failure(error) }
    }
    return try answer.get()
  }

  /// The value of an attribute.
  /// - Parameter space: `nil` takes the first of that name in whatever namespace.
  package func attribute(_ local: String, in space: String? = nil) -> String? {
    for attribute in tree.attributes[Int(node.attributes.lowerBound)..<Int(node.attributes.upperBound)] {
      let name = tree.names[Int(attribute.name)]
      guard name.local == local, space == nil || name.space == space else { continue }
      return String(
        decoding: tree.text[Int(attribute.value.lowerBound)..<Int(attribute.value.upperBound)], as: UTF8.self)
    }
    return nil
  }
}

extension XMLElement {
  /// A tree of its own with this element and all in it, for keeping without what is around it.
  package func detached() -> XMLTree {
    var nodes: [XMLTree.Node] = []
    var attributes: [XMLTree.Attribute] = []
    // An element's own text and attributes, and those of all in it, lie together.
    let end = tree.nodes[Int(index)].text.upperBound
    let first = tree.nodes[Int(index)]
    let start =
      tree.attributes.isEmpty || first.attributes.isEmpty
      ? first.text.lowerBound : tree.attributes[Int(first.attributes.lowerBound)].value.lowerBound
    var position = Int(index)
    while position < tree.nodes.count {
      var node = tree.nodes[position]
      guard position == Int(index) || node.parent >= index else { break }
      let own = Int32(attributes.count)
      for attribute in tree.attributes[Int(node.attributes.lowerBound)..<Int(node.attributes.upperBound)] {
        attributes.append(
          XMLTree.Attribute(
            name: attribute.name, value: attribute.value.lowerBound - start..<attribute.value.upperBound - start))
      }
      node.attributes = own..<Int32(attributes.count)
      node.text = node.text.lowerBound - start..<node.text.upperBound - start
      node.parent = position == Int(index) ? -1 : node.parent - index
      if node.firstChild >= 0 { node.firstChild -= index }
      if node.next >= 0 { node.next = position == Int(index) ? -1 : node.next - index }
      nodes.append(node)
      position += 1
    }
    return XMLTree(
      nodes: nodes, attributes: attributes, text: Array(tree.text[Int(start)..<Int(end)]), names: tree.names)
  }
}

/// The elements within an element, one after the other.
package struct XMLChildren: Sequence, IteratorProtocol {
  private let tree: XMLTree
  private var at: Int32

  init(_ tree: XMLTree, _ first: Int32) {
    self.tree = tree
    at = first
  }

  package mutating func next() -> XMLElement? {
    guard at >= 0 else { return nil }
    defer { at = tree.nodes[Int(at)].next }
    return XMLElement(tree, at)
  }
}

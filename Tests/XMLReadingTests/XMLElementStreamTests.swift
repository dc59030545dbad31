import Diagnostics
import Foundation
import SystemFiles
import TestSupport
import Testing
import XMLReading

@Suite struct XMLElementStreamTests {
  private static func read(_ text: String, opening opened: Set<String> = []) throws -> (XMLElement, [XMLTree]) {
    let scratch = try Scratch()
    let path = scratch.file("a.xml")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let stream = try XMLElementStream(path, opening: opened)
    let root = try stream.root()
    var trees: [XMLTree] = []
    while let tree = try stream.next() { trees.append(tree) }
    #expect(stream.position == stream.size)
    return (root, trees)
  }

  private static func fault(_ text: String) throws -> Fault? {
    do {
      _ = try read(text)
      return nil
    } catch let fault as Fault {
      return fault
    }
  }

  /// The tree written out again, in a form of our own.
  private static func shape(_ element: XMLElement) -> String {
    let inner = element.children.map(shape).joined()
    return "(\(element.space)|\(element.local):\(element.text)\(inner))"
  }

  @Test func elementsComeOneAfterTheOther() throws {
    let (root, trees) = try Self.read(
      """
      <?xml version="1.0"?><!-- a --><r xmlns="urn:r" xmlns:b="urn:b" b:id="7">
        <one>1 &lt; 2</one><b:two x="a&amp;b"><c/> <d><![CDATA[<e>]]></d></b:two>
      </r>
      """)
    #expect(root.name == XMLName("r", in: "urn:r") && root.attribute("id", in: "urn:b") == "7")
    #expect(trees.map { Self.shape($0.root) } == ["(urn:r|one:1 < 2)", "(urn:b|two:(urn:r|c:)(urn:r|d:<e>))"])
    #expect(trees[1].root.attribute("x") == "a&b" && trees[1].root.attribute("y") == nil)
    #expect(trees[1].root.child("d")?.parent == trees[1].root)
    #expect(trees.map(\.root.line) == [2, 2])
  }

  @Test func listsAreOpened() throws {
    let (_, trees) = try Self.read("<r><s/><list><a/><b><list/></b></list><t/></r>", opening: ["list"])
    #expect(trees.map(\.root.local) == ["s", "a", "b", "t"])
  }

  @Test func piecesOfTheFileMakeNoDifference() throws {
    // Longer than what the parser is given at a time, so that tags and characters of three bytes are cut.
    let text = "<r>" + (0..<9000).map { "<格 号='\($0)'>网格\($0)</格>" }.joined() + "</r>"
    let (_, trees) = try Self.read(text)
    #expect(trees.count == 9000)
    for (number, tree) in trees.enumerated() {
      #expect(tree.root.text == "网格\(number)" && tree.root.attribute("号") == "\(number)")
    }
  }

  @Test func aPartKeepsWhatIsInIt() throws {
    let (_, trees) = try Self.read("<r><a x='1'>t<b y='2'><c>3</c><d z='4'>5</d></b><e>6</e></a></r>")
    let part = try #require(trees[0].root.child("b")).detached().root
    #expect(Self.shape(part) == "(|b:(|c:3)(|d:5))")
    #expect(part.attribute("y") == "2" && part.child("d")?.attribute("z") == "4" && part.parent == nil)
    #expect(Self.shape(try #require(trees[0].root.child("e")).detached().root) == "(|e:6)")
  }

  @Test(arguments: [
    ("<r><a></r>", "bad-xml"), ("<r><a>", "cut-xml"), ("<r>", "cut-xml"), ("", "cut-xml"), ("<r a=1/>", "bad-xml"),
    ("<r>&none;</r>", "bad-xml"), ("<r/><r/>", "bad-xml"), ("<p:r/>", nil), ("<r>\u{1}</r>", "bad-xml"),
    ("<!DOCTYPE r><r/>", "xml-doctype"),
    ("<!DOCTYPE r SYSTEM 'http://127.0.0.1:9/r.dtd'><r/>", "xml-doctype"),
    ("<!DOCTYPE r [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><r>&f;</r>", "xml-doctype"),
  ])
  func trouble(text: String, code: String?) throws {
    #expect(try Self.fault(text)?.code == code)
  }

  @Test func entitiesThatMultiplyAreNotRead() throws {
    var text = "<!DOCTYPE r [<!ENTITY e0 \"ha\">"
    for level in 1...30 { text += "<!ENTITY e\(level) \"&e\(level - 1);&e\(level - 1);\">" }
    #expect(try Self.fault(text + "]><r a=\"&e30;\">&e30;</r>")?.code == "xml-doctype")
  }

  @Test(arguments: [400, 600, 100_000]) func depth(levels: Int) throws {
    let text = String(repeating: "<a>", count: levels) + String(repeating: "</a>", count: levels)
    #expect(try Self.fault(text)?.code == (levels > 512 ? "xml-too-deep" : nil))
  }

  @Test func theLineIsNamed() throws {
    let fault = try #require(try Self.fault("<r>\n<a>\n</b>\n</r>"))
    #expect(fault.place?.row == 3 && fault.kind == .data)
  }

  @Test func everyCutIsNoticed() throws {
    let text = Array("<?xml version='1.0' encoding='UTF-8'?><r a='é'><b>网<c/></b><!-- x --><d>&#38;</d></r>".utf8)
    for count in 0..<text.count {
      let scratch = try Scratch()
      let path = scratch.file("cut.xml")
      try Data(text[..<count]).write(to: URL(fileURLWithPath: path))
      #expect(throws: Fault.self, "\(count) bytes") {
        let stream = try XMLElementStream(path)
        while try stream.next() != nil {}
      }
    }
  }
}

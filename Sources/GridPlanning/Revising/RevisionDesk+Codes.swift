import AreaIndex
import CityStore
import Diagnostics
import SpatialPrimitives

extension RevisionDesk {
  /// Codes for areas that come from others: those that are given, for the rest numbers never used.
  ///
  /// - Parameters:
  ///   - origin: gives the form: its area above, or what stands before its last digits.
  ///   - given: as many as there are boxes, or none.
  ///   - own: codes that the areas may keep.
  func codes(
    after origin: AreaRecord, given: [String], boxes: [Box], own: Set<String>
  ) throws(Fault) -> [String] {
    let present = Set(try city.codes(in: draft, at: origin.level))
    let used = try city.codesEverUsed(in: draft.scheme, at: origin.level).union(present)
    if given.isEmpty {
      let form = try CodeStem(of: origin)
      var numbering = GridNumbering(used: form.stems(of: used), digits: form.digits)
      return try numbering.codes(in: form.stem, boxes: boxes).map { $0 + form.tail }
    }
    guard given.count == boxes.count, Set(given).count == given.count else {
      throw Fault(
        .usage, code: "codes-do-not-fit",
        Text(
          "\(Text.counted(boxes.count, "area comes", "areas come")) of it, and \(Text.counted(Set(given).count, "code", "different codes")) given",
          zh: "将产生 \(boxes.count) 个区域，但给出了 \(Set(given).count) 个不同的编码"),
        hint: Text("give one code an area, or none", zh: "每个区域给出一个编码，或都不给"))
    }
    let bygone = try descent(of: own, at: origin.level)
    for code in given where !own.contains(code) {
      guard !used.contains(code) || bygone.contains(code) && !present.contains(code) else { throw taken(code, origin) }
    }
    return given
  }

  /// What an area of another code is called, where `area` is called by its own: a community's name and a number.
  ///
  /// - Parameter fallback: where it is called otherwise.
  func name(after area: AreaRecord, code: String, else fallback: String) throws(Fault) -> String {
    guard let above = try area.parentID.flatMap({ id throws(Fault) in try city.area(id) }),
      area.name == GridNumbering.name(community: above.name, code: area.code)
    else { return fallback }
    return GridNumbering.name(community: above.name, code: code)
  }

  /// The codes that the areas had in the edition before: they may be taken up again.
  private func descent(of codes: Set<String>, at level: Level) throws(Fault) -> Set<String> {
    let edges = try city.lineage(of: draft)
    return Set(
      edges.compactMap { edge in
        edge.level == level && edge.to.map(codes.contains) ?? false ? edge.from : nil
      })
  }

  private func taken(_ code: String, _ origin: AreaRecord) -> Fault {
    Fault(
      .data, code: "code-used",
      Text(
        "the code \(code) is or was that of another \(origin.level) of \(draft.scheme)",
        zh: "编码 \(code) 已用于（或曾用于）\(draft.scheme) 的另一个 \(origin.level)"),
      hint: Text(
        "a code is never given to another area; leave it out to get the next free number",
        zh: "编码不得再用于其他区域；不给出编码时自动取下一个空号"))
  }
}

/// A code taken apart: what its area shares with the areas beside it, its number, and zeros behind that.
struct CodeStem {
  var stem: String
  var digits: Int
  var tail = ""

  /// By the code of the area above where the code begins with it; else the last three digits are the number. Zeros that
  /// fill a street's code up to twelve digits are no part of either.
  ///
  /// - Throws: `no-code-form` (65) for a code that does not end in digits.
  init(of area: AreaRecord) throws(Fault) {
    let code = area.code
    var body = code[...]
    if area.level < .community, code.utf8.count == 12, code.hasSuffix("000") {
      tail = "000"
      body = code.dropLast(3)
    }
    let above = CodeForm.significantPart(of: area.parentCode ?? "")
    if !above.isEmpty, body.utf8.count > above.utf8.count, body.hasPrefix(above),
      body.utf8.dropFirst(above.utf8.count).allSatisfy(CodeStem.isDigit)
    {
      (stem, digits) = (above, body.utf8.count - above.utf8.count)
      return
    }
    digits = min(3, body.utf8.reversed().prefix(while: CodeStem.isDigit).count)
    stem = String(body.dropLast(digits))
    guard digits > 0 else {
      throw Fault(
        .data, code: "no-code-form",
        Text("no number follows on the code \(code)", zh: "无法从编码 \(code) 推出下一个编号"),
        hint: Text("give the new codes", zh: "请给出新编码"))
    }
  }

  /// The codes that have this form, without their tails.
  func stems(of codes: Set<String>) -> Set<String> {
    tail.isEmpty ? codes : Set(codes.filter { $0.hasSuffix(tail) }.map { String($0.dropLast(tail.count)) })
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}

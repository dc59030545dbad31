import AreaIndex
import Diagnostics
import SystemFiles

/// What is known of areas besides their shapes, by the ordinals of their index.
///
/// It lies in the sections of an index file, or in memory in the same form, and an entry is made of it when it is asked for:
/// to look at one area costs no more than that one.
@safe public struct AreaTable: RandomAccessCollection, @unchecked Sendable {
  /// Who keeps the bytes alive.
  enum Owner {
    case file(SectionFile)
    case memory(AreaTableMemory)
  }

  /// Numbers of sections.
  enum Section: UInt32, CaseIterable {
    /// Three `Int64` for each level: which, the edition, the ordinal behind its last area.
    case levels = 16
    case ids, parents, households
    /// `UInt32`: where code, name, code, name … end in `text`.
    case textEnds
    case text
  }

  private let owner: Owner
  private let ids: UnsafePointer<Int64>
  private let parents: UnsafePointer<Int32>
  /// Not a number where it is not known.
  private let householdCounts: UnsafePointer<Double>
  private let textEnds: UnsafePointer<UInt32>
  private let text: UnsafeRawBufferPointer
  /// The levels in force, from the top, each with its edition and the ordinal behind its last area.
  let stretches: [(level: Level, editionID: Int64, end: Int)]
  public let count: Int

  init(_ owner: Owner) throws(Fault) {
    if case .file(let file) = owner {
      for number in Section.allCases {
        if let bytes = unsafe AreaTable.bytes(number, owner) { try unsafe file.confirm(bytes) }
      }
    }
    func section<T: BitwiseCopyable>(_ number: Section, of type: T.Type, count: Int) throws(Fault) -> UnsafePointer<T> {
      guard let bytes = unsafe AreaTable.bytes(number, owner), let base = bytes.baseAddress,
        bytes.count == count * MemoryLayout<T>.stride
      else { throw owner.damage }
      return unsafe base.assumingMemoryBound(to: type)
    }
    let levelBytes = unsafe AreaTable.bytes(.levels, owner)?.count ?? 1
    guard levelBytes % 24 == 0, levelBytes / 24 <= Level.allCases.count else { throw owner.damage }
    let words = try unsafe section(.levels, of: Int64.self, count: levelBytes / 8)
    var stretches: [(level: Level, editionID: Int64, end: Int)] = []
    for position in 0..<(levelBytes / 24) {
      guard let level = unsafe UInt8(exactly: words[3 * position]).flatMap(Level.init(rawValue:)),
        let end = unsafe Int32(exactly: words[3 * position + 2]),
        stretches.last.map({ $0.level < level && $0.end <= end }) ?? (end >= 0)
      else { throw owner.damage }
      unsafe stretches.append((level, words[3 * position + 1], Int(end)))
    }
    self.owner = owner
    self.stretches = stretches
    count = stretches.last?.end ?? 0
    unsafe ids = try section(.ids, of: Int64.self, count: count)
    unsafe parents = try section(.parents, of: Int32.self, count: count)
    unsafe householdCounts = try section(.households, of: Double.self, count: count)
    unsafe textEnds = try section(.textEnds, of: UInt32.self, count: 2 * count)
    unsafe text = AreaTable.bytes(.text, owner) ?? UnsafeRawBufferPointer(start: nil, count: 0)
  }

  private static func bytes(_ number: Section, _ owner: Owner) -> UnsafeRawBufferPointer? {
    switch owner {
    case .file(let file): unsafe file.section(number.rawValue)
    case .memory(let memory): unsafe memory.section(number)
    }
  }

  /// Its sections, for an index file; they live as long as this value.
  var sections: [(id: UInt32, bytes: UnsafeRawBufferPointer)] {
    unsafe Section.allCases.compactMap { number in
      unsafe AreaTable.bytes(number, owner).map { unsafe (number.rawValue, $0) }
    }
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { count }

  public subscript(ordinal: Int) -> AreaCatalog.Entry {
    precondition(ordinal >= 0 && ordinal < count, "an area that is there")
    let stretch = stretches[stretches.firstIndex { ordinal < $0.end } ?? 0]
    let parent = unsafe parents[ordinal]
    let households = unsafe householdCounts[ordinal]
    return unsafe AreaCatalog.Entry(
      id: ids[ordinal], editionID: stretch.editionID, level: stretch.level,
      code: String(decoding: codeBytes(of: ordinal), as: UTF8.self),
      name: String(decoding: nameBytes(of: ordinal), as: UTF8.self),
      parent: parent < count ? Swift.max(parent, -1) : -1, households: households.isNaN ? nil : households)
  }

  /// The code of an area as it lies in the table, in UTF-8: what `self[ordinal].code` is made of. Valid while the table lives.
  @unsafe package func codeBytes(of ordinal: Int) -> UnsafeRawBufferPointer { unsafe bytes(ordinal, 0) }

  /// Its name likewise.
  @unsafe package func nameBytes(of ordinal: Int) -> UnsafeRawBufferPointer { unsafe bytes(ordinal, 1) }

  /// The bytes of a checksummed file are what was written; a file whose checksum was made to fit still leads nowhere else.
  private func bytes(_ ordinal: Int, _ part: Int) -> UnsafeRawBufferPointer {
    precondition(ordinal >= 0 && ordinal < count, "an area that is there")
    let number = 2 * ordinal + part
    let start = unsafe number == 0 ? 0 : Int(textEnds[number - 1])
    let end = unsafe Int(textEnds[number])
    guard start <= end, unsafe end <= text.count else { return unsafe UnsafeRawBufferPointer(start: nil, count: 0) }
    return unsafe UnsafeRawBufferPointer(rebasing: text[start..<end])
  }
}

extension AreaTable.Owner {
  fileprivate var damage: Fault {
    switch self {
    case .file(let file): SectionFault.damaged(file.path)
    case .memory: Fault(.software, code: "area-table", Text("a table of areas is not whole", zh: "区域表不完整"))
    }
  }
}

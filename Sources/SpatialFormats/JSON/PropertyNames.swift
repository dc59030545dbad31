import Glibc

/// The names of columns as bytes, found among millions of keys.
///
/// Features mostly have the same properties in the same order, so that a guess is right; else a name is looked for among
/// those of its length.
struct PropertyNames: Sendable {
  private(set) var names: [[UInt8]] = []
  /// Filled where there are many.
  private var ordinals: [[UInt8]: Int] = [:]
  /// By length, longer ones together: whether any name is so long.
  private var lengths: UInt64 = 0

  private static let few = 12

  init(_ names: [[UInt8]] = []) {
    for name in names { append(name) }
  }

  var count: Int { names.count }

  mutating func append(_ name: [UInt8]) {
    lengths |= PropertyNames.bit(name.count)
    names.append(name)
    if names.count == PropertyNames.few + 1 {
      ordinals = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    } else if names.count > PropertyNames.few, ordinals[name] == nil {
      ordinals[name] = names.count - 1
    }
  }

  /// Where `name` stands; `nil` where it does not.
  /// - Parameter guess: looked at first.
  @inline(__always)
  func ordinal(of name: UnsafeBufferPointer<UInt8>, guess: Int) -> Int? {
    if guess < names.count, unsafe isName(guess, name) { return guess }
    guard lengths & PropertyNames.bit(name.count) != 0 else { return nil }
    return unsafe search(name)
  }

  @inline(never)
  private func search(_ name: UnsafeBufferPointer<UInt8>) -> Int? {
    if names.count > PropertyNames.few { return unsafe ordinals[Array(name)] }
    return names.indices.first { unsafe isName($0, name) }
  }

  @inline(__always)
  private func isName(_ ordinal: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard names[ordinal].count == name.count else { return false }
    guard let start = name.baseAddress, name.count > 0 else { return true }
    return unsafe names[ordinal].withUnsafeBytes { unsafe memcmp($0.baseAddress!, start, name.count) == 0 }
  }

  private static func bit(_ length: Int) -> UInt64 { 1 << UInt64(min(length, 63)) }
}

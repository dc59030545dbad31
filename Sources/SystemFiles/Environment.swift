import Glibc

/// The process's environment.
package enum Environment {
  /// `nil` where the variable is unset or empty.
  package static func value(_ name: String) -> String? {
    guard let text = unsafe getenv(name), unsafe text.pointee != 0 else { return nil }
    return unsafe String(cString: text)
  }

  /// Every variable as `NAME=VALUE`.
  package static var all: [String] {
    var pairs: [String] = []
    var entry = unsafe environ
    while let text = unsafe entry.pointee {
      unsafe pairs.append(String(cString: text))
      unsafe entry += 1
    }
    return pairs
  }
}

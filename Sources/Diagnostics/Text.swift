/// A sentence for people, in the two languages that the program speaks.
///
/// Messages are written in both languages where they arise, so that neither can be forgotten.
public struct Text: Sendable, Hashable {
  public var english: String
  public var chinese: String

  public init(_ english: String, zh chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  /// A text that reads the same in every language: a name, a number, a library's own words.
  public init(verbatim text: String) {
    self.init(text, zh: text)
  }

  public func callAsFunction(_ language: Language) -> String {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }
}

/// The language of messages; data is never translated.
public enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh"
}

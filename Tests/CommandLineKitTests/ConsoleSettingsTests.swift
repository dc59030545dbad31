import Diagnostics
import Foundation
import Testing

@testable import CommandLineKit

/// Serialized: the environment is the process's.
@Suite(.serialized) struct ConsoleSettingsTests {
  @Test(arguments: [
    (["LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"], Language.chinese),
    (["LC_ALL": "C", "LANG": "zh_CN.UTF-8"], .english), (["LC_MESSAGES": "zh_TW", "LANG": "en_US"], .chinese),
    (["LANG": "zh_CN"], .chinese), ([:], .english),
  ])
  func languageOfTheLocale(_ variables: [String: String], _ expected: Language) {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
    let before = names.map { ProcessInfo.processInfo.environment[$0] }
    for name in names { setenv(name, variables[name] ?? "", 1) }
    #expect(Language.ofEnvironment == expected)
    for (name, value) in zip(names, before) { if let value { setenv(name, value, 1) } else { unsetenv(name) } }
  }

  @Test func errorsKnowTheirFormBeforeParsing() {
    #expect(Console.Settings(peekingAt: ["x", "--json"]).isJSON)
    #expect(Console.Settings(peekingAt: ["--format=json", "x"]).isJSON)
    #expect(!Console.Settings(peekingAt: ["x", "--", "--json"]).isJSON)
    #expect(Console.Settings(peekingAt: ["--lang", "zh"]).language == .chinese)
    #expect(Console.Settings(peekingAt: ["--lang=en"]).language == .english)
  }
}

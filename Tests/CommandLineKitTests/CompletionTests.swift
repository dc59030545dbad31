import Diagnostics
import Foundation
import Testing

@testable import CommandLineKit

@Suite struct CompletionTests {
  private static func has(_ shell: String) -> Bool { FileManager.default.isExecutableFile(atPath: shell) }

  /// What a shell prints for a script.
  private func run(_ shell: [String], _ script: String) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: shell[0])
    process.arguments = Array(shell.dropFirst()) + ["-c", script]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  private func bashReplies(_ words: String) throws -> [String] {
    let script =
      sample.completionScript(for: .bash, .english)
      + "\ncd /; COMP_WORDS=(\(words)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _sample; echo \"${COMPREPLY[@]}\""
    let (status, output) = try run(["/bin/bash", "--norc"], script)
    #expect(status == 0, "\(output)")
    return output.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  @Test(.enabled(if: has("/bin/bash"))) func bashCompletes() throws {
    #expect(try bashReplies("sample lo") == ["load"])
    #expect(try bashReplies("sample box l") == ["list"])
    #expect(try bashReplies("sample load --level ''") == ["city", "grid"])
    #expect(try bashReplies("sample load --lev") == ["--level"])
    #expect(try bashReplies("sample load --crs ''") == [])
    #expect(try bashReplies("sample --format j") == ["json"])
    #expect(try bashReplies("sample load et").contains("etc"))
    #expect(try bashReplies("sample load --db et") == ["etc"])
    #expect(try bashReplies("sample box list et").isEmpty)
  }

  @Test(.enabled(if: has("/usr/bin/zsh") || has("/bin/zsh"))) func zshReadsItsScript() throws {
    let shell = Self.has("/usr/bin/zsh") ? "/usr/bin/zsh" : "/bin/zsh"
    let result = try run([shell, "-n"], sample.completionScript(for: .zsh, .english))
    #expect(result.status == 0, "\(result.output)")
  }

  @Test(.enabled(if: has("/usr/bin/fish"))) func fishCompletes() throws {
    let script = sample.completionScript(for: .fish, .english) + "\ncomplete -C 'sample load --level '"
    let result = try run(["/usr/bin/fish", "--no-config"], script)
    let words = result.output.split(separator: "\n").compactMap { $0.split(separator: "\t").first }
    #expect(words.sorted() == ["city", "grid"])
  }

  @Test func everyCommandAndOptionIsInEveryScript() {
    for shell in CompletionShell.allCases {
      let script = sample.completionScript(for: shell, .chinese)
      for (_, command) in sample.root.walk() {
        #expect(script.contains(command.name))
        for option in sample.options(of: command) { #expect(script.contains(option.name), "\(shell) \(option.name)") }
      }
    }
  }
}

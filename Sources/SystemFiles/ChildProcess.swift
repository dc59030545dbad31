package import Diagnostics
import Glibc

/// Another program, run to its end.
package enum ChildProcess {
  package struct Outcome: Sendable {
    /// The exit status; 128 + the signal where a signal ended it.
    package var status: Int32
    package var output: String
    package var errors: String
  }

  /// The full path of `program` on `$PATH`, or `nil`.
  package static func find(_ program: String) -> String? {
    for folder in (Environment.value("PATH") ?? "/usr/bin:/bin").split(separator: ":") {
      let path = "\(folder)/\(program)"
      if unsafe access(path, X_OK) == 0, FileFacts.kind(of: path) == .file { return path }
    }
    return nil
  }

  /// Runs `arguments[0]` (a path) with the rest as its arguments and nothing on its standard input.
  ///
  /// - Parameter environment: set beside the variables of this process.
  /// - Throws: `cannot-run` (70) where the program cannot be started.
  package static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws(Fault) -> Outcome {
    // Both streams go to files: a pipe would need two readers at once, and a driver may write megabytes.
    let folder = try TemporaryDirectory()
    let outputPath = folder.path + "/output"
    let errorsPath = folder.path + "/errors"

    let child = try unsafe spawn(arguments, environment) { actions in
      unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
      unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, outputPath, O_WRONLY | O_CREAT, 0o600)
      unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errorsPath, O_WRONLY | O_CREAT, 0o600)
    }
    return Outcome(
      status: status(of: child),
      output: String(decoding: try FileFacts.contents(of: outputPath), as: UTF8.self),
      errors: String(decoding: try FileFacts.contents(of: errorsPath), as: UTF8.self))
  }

  /// Starts a program.
  ///
  /// - Parameter connect: says what its standard streams are.
  /// - Throws: `cannot-run` (70).
  static func spawn(
    _ arguments: [String], _ environment: [String: String],
    _ connect: (inout posix_spawn_file_actions_t) -> Void
  ) throws(Fault) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe connect(&actions)
    var child = pid_t()
    let inherited = Environment.all.filter { pair in !environment.keys.contains { pair.hasPrefix($0 + "=") } }
    let started = unsafe withCStrings(arguments) { argv in
      unsafe withCStrings(inherited + environment.map { "\($0.key)=\($0.value)" }) { envp in
        unsafe posix_spawn(&child, arguments[0], &actions, nil, argv, envp)
      }
    }
    guard started == 0 else {
      let words = SystemFault.words(started)
      throw Fault(
        .software, code: "cannot-run",
        Text("“\(arguments[0])” cannot be started: \(words)", zh: "无法启动“\(arguments[0])”：\(words)"))
    }
    return child
  }

  /// Waits for the end of a program: its exit status, or 128 + the signal that ended it.
  static func status(of child: pid_t) -> Int32 {
    var state: Int32 = 0
    while unsafe waitpid(child, &state, 0) < 0, errno == EINTR {}
    let signal = state & 0x7f
    return signal == 0 ? (state >> 8) & 0xff : 128 + signal
  }

  private static func withCStrings(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
  ) -> Int32 {
    let pointers = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: strings.count + 1)
    for (position, string) in strings.enumerated() { unsafe (pointers + position).initialize(to: strdup(string)) }
    unsafe (pointers + strings.count).initialize(to: nil)
    defer {
      for position in strings.indices { unsafe free(pointers[position]) }
      unsafe pointers.deallocate()
    }
    return unsafe body(pointers)
  }
}

package import Diagnostics
import Glibc

extension ChildProcess {
  /// Runs a program that tells how it gets on: line by line on its standard error, while its standard output goes to a
  /// file. What is answered goes to its standard input.
  ///
  /// - Parameters:
  ///   - arguments: the first is a path.
  ///   - environment: set beside the variables of this process.
  ///   - output: the file, made here.
  ///   - answer: is given each line without its end; a fault ends the program at once.
  /// - Returns: the exit status; 128 + the signal where a signal ended it.
  /// - Throws: `cannot-run` (70), and what `answer` throws.
  package static func converse(
    _ arguments: [String], environment: [String: String] = [:], output: String,
    _ answer: (String) throws(Fault) -> String?
  ) throws(Fault) -> Int32 {
    // One socket for both ways; writing to a program that has ended is then an error and no signal.
    var ends: [Int32] = [-1, -1]
    guard unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0, &ends) == 0 else {
      let words = SystemFault.words(errno)
      throw Fault(
        .software, code: "cannot-run",
        Text("“\(arguments[0])” cannot be started: \(words)", zh: "无法启动“\(arguments[0])”：\(words)"))
    }
    let (ours, theirs) = (ends[0], ends[1])
    defer { close(ours) }
    let child: pid_t
    do {
      // The program alone holds its end, so that the conversation is over when it is.
      defer { close(theirs) }
      child = try unsafe spawn(arguments, environment) { actions in
        unsafe posix_spawn_file_actions_adddup2(&actions, theirs, STDIN_FILENO)
        unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, theirs, STDERR_FILENO)
      }
    }
    do throws(Fault) {
      try forEachLine(of: ours) { line throws(Fault) in
        if let reply = try answer(line) { send(reply + "\n", to: ours) }
      }
    } catch {
      kill(child, SIGKILL)
      _ = status(of: child)
      throw error
    }
    return status(of: child)
  }

  private static func send(_ text: String, to socket: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let sent = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      // Where the program is gone, its status tells why.
      guard sent > 0 || errno == EINTR else { return }
      bytes = bytes.dropFirst(max(0, sent))
    }
  }

  private static func forEachLine(of descriptor: Int32, _ body: (String) throws(Fault) -> Void) throws(Fault) {
    var line: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = unsafe read(descriptor, &block, block.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      for piece in block[..<count].split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
        if piece.offset > 0 {
          try body(String(decoding: line, as: UTF8.self))
          line.removeAll(keepingCapacity: true)
        }
        line += piece.element
      }
    }
    if !line.isEmpty { try body(String(decoding: line, as: UTF8.self)) }
  }
}

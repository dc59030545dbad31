package import Diagnostics
import Glibc

/// An output that appears whole or not at all: it is written beside its name and renamed by `commit()`.
///
/// Let go of without `commit()`, it leaves nothing behind. The name `-` is standard output, written through;
/// so is a name that is a device or a pipe (`/dev/null`).
@safe package struct OutputFile: ~Copyable {
  package let path: String
  /// Where the bytes lie until `commit()`; `nil` for a stream.
  package let temporaryPath: String?
  private let descriptor: Int32
  /// Writes what will be long, beside whatever goes on; `nil` writes at once.
  private let pump: OutputPump?

  /// - Parameters:
  ///   - force: replaces an existing file; otherwise an existing one is kept and this throws.
  ///   - isLong: many megabytes may come, and whoever makes them has other work than waiting for the disk.
  /// - Throws: `output-exists`, `no-folder`, `unwritable`, `cannot-write` (73).
  package init(path: String, force: Bool, isLong: Bool = false) throws(Fault) {
    var temporary: String?
    var opened = STDOUT_FILENO
    if path != "-" {
      switch FileFacts.kind(of: path) {
      case .directory: throw SystemFault.writing(path, EISDIR)
      case .file where !force: throw OutputFile.exists(path)
      case .other: opened = unsafe open(path, O_WRONLY | O_CLOEXEC)
      case .file, .missing:
        let name = OutputFile.temporaryName(for: path)
        opened = unsafe open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        temporary = name
      }
      guard opened >= 0 else { throw SystemFault.writing(path) }
    }
    self.path = path
    descriptor = opened
    temporaryPath = temporary
    pump = isLong && temporary != nil ? OutputPump(opened) : nil
  }

  deinit {
    pump?.stop()
    if descriptor != STDOUT_FILENO { close(descriptor) }
    if let temporaryPath { unsafe unlink(temporaryPath) }
  }

  /// - Throws: `disk-full`, `cannot-write` (73), `closed-pipe` where nobody reads the stream any more.
  package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    let failure = if let pump { unsafe pump.write(bytes) } else { unsafe OutputFile.write(bytes, to: descriptor) }
    if failure != 0 { throw failure == EPIPE ? OutputFile.closedPipe : SystemFault.writing(path, failure) }
  }

  /// Writes all bytes; returns the system's error number, or 0.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = unsafe bytes
    while let base = rest.baseAddress, unsafe !rest.isEmpty {
      let written = unsafe Glibc.write(descriptor, base, rest.count)
      if written < 0 {
        if errno == EINTR || OutputPump.fallsBack(errno, descriptor) { continue }
        return errno
      }
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
    return 0
  }

  package mutating func write(_ text: String) throws(Fault) {
    var text = text
    var fault: Fault?
    text.withUTF8 { utf8 in
      do throws(Fault) { try unsafe write(UnsafeRawBufferPointer(utf8)) } catch { fault = error }
    }
    if let fault { throw fault }
  }

  /// Makes the output appear under its name, safely on disk.
  package consuming func commit() throws(Fault) {
    guard let temporaryPath else { return }
    if let failure = pump?.finish(), failure != 0 { throw SystemFault.writing(path, failure) }
    guard fsync(descriptor) == 0 else { throw SystemFault.writing(path) }
    try OutputFile.rename(temporaryPath, to: path)
  }

  /// Renames `source` over `target` and makes the folder remember it.
  package static func rename(_ source: String, to target: String) throws(Fault) {
    guard unsafe Glibc.rename(source, target) == 0 else { throw SystemFault.writing(target) }
    let folder = unsafe open(FileFacts.folder(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  /// A name beside `path` that nobody else uses.
  package static func temporaryName(for path: String) -> String {
    "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).part"
  }

  /// The fault for an output whose name is taken.
  package static func exists(_ path: String) -> Fault {
    Fault(
      .output, code: "output-exists", Text("“\(path)” exists already", zh: "“\(path)”已存在"), at: Place(path),
      hint: Text("choose another name, or add --force to replace it", zh: "请换一个名字，或加 --force 覆盖"))
  }

  /// The reader of our output went away: no failure of ours, and the command ends quietly.
  package static let closedPipe = Fault(
    .output, code: "closed-pipe", Text("the reader of the output went away", zh: "输出的读取方已关闭"))
}

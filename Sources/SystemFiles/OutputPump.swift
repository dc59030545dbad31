import Glibc

/// Writes a long file from beginning to end on a thread of its own, while more is being made.
///
/// Whole portions go past the page cache where the file system lets them (`O_DIRECT`): filling memory with pages that are
/// written out once costs a processor more than making them does, and the disk would get them only at the end. A file that
/// ends within its first portion is written at once, without a thread. Holds two portions then, else one.
@safe final class OutputPump: @unchecked Sendable {
  /// In bytes; a multiple of every disk's blocks.
  private static let portion = 1 << 20
  private static let alignment = 4096
  #if arch(arm64) || arch(arm)
  private static let direct: Int32 = 0o200000
  #else
  private static let direct: Int32 = 0o40000
  #endif

  private let descriptor: Int32
  /// Used by whoever writes.
  private var filling = unsafe OutputPump.room()
  private var filled = 0
  private var thread: pthread_t?

  /// Guards what stands below.
  private let monitor = Monitor()
  /// As large as `filling`, once there is more than that holds.
  private var leaving = unsafe UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private var isLeaving = false
  private var isStopped = false
  /// The system's error number, or 0.
  private var failure: Int32 = 0

  /// - Parameter descriptor: an empty file, open for writing; it stays the caller's to close.
  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit {
    unsafe filling.deallocate()
    unsafe leaving.deallocate()
  }

  private static func room() -> UnsafeMutableRawBufferPointer {
    .allocate(byteCount: portion, alignment: alignment)
  }

  /// Takes the bytes; returns the system's error number of what was written so far, or 0.
  func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      let count = min(rest.count, Self.portion - filled)
      unsafe filling[filled..<filled + count].copyBytes(from: rest.prefix(count))
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      filled += count
      if filled == Self.portion {
        let failure = handOver()
        if failure != 0 { return failure }
      }
    }
    return 0
  }

  /// Writes what is left and waits until the system has all. Returns its error number, or 0.
  func finish() -> Int32 {
    stop()
    guard failure == 0 else { return failure }
    // The end is no whole number of a disk's blocks.
    Self.setDirect(false, descriptor)
    return unsafe OutputFile.write(UnsafeRawBufferPointer(rebasing: filling[..<filled]), to: descriptor)
  }

  /// Waits for what is on its way and ends the thread.
  func stop() {
    guard let thread else { return }
    monitor.withLock {
      isStopped = true
      monitor.wakeAll()
    }
    pthread_join(thread, nil)
    self.thread = nil
  }

  private func handOver() -> Int32 {
    if thread == nil {
      Self.setDirect(true, descriptor)
      startThread()
    }
    filled = 0
    guard thread != nil else { return unsafe OutputFile.write(UnsafeRawBufferPointer(filling), to: descriptor) }
    if unsafe leaving.baseAddress == nil { unsafe leaving = OutputPump.room() }
    return monitor.withLock {
      while isLeaving { monitor.wait() }
      unsafe swap(&filling, &leaving)
      isLeaving = true
      monitor.wakeAll()
      return failure
    }
  }

  private func startThread() {
    var handle = pthread_t()
    let pump = unsafe Unmanaged.passRetained(self)
    let status = unsafe pthread_create(
      &handle, nil,
      { raw in
        unsafe Unmanaged<OutputPump>.fromOpaque(raw!).takeRetainedValue().run()
        return nil
      }, pump.toOpaque())
    if status == 0 { thread = handle } else { unsafe pump.release() }
  }

  /// The thread's work.
  private func run() {
    monitor.lock()
    while true {
      while !isLeaving && !isStopped { monitor.wait() }
      guard isLeaving else { break }
      if failure == 0 {
        monitor.unlock()
        let result = unsafe OutputFile.write(UnsafeRawBufferPointer(leaving), to: descriptor)
        monitor.lock()
        failure = result
      }
      isLeaving = false
      monitor.wakeAll()
    }
    monitor.unlock()
  }

  // MARK: past the page cache

  /// Whether a write that failed with `number` is worth repeating, because it went past the page cache: some file systems
  /// cannot, and after a short write the rest is no whole number of blocks.
  static func fallsBack(_ number: Int32, _ descriptor: Int32) -> Bool {
    let flags = fcntl(descriptor, F_GETFL)
    guard number == EINVAL, flags >= 0, flags & direct != 0 else { return false }
    return setDirect(false, descriptor)
  }

  @discardableResult
  private static func setDirect(_ isDirect: Bool, _ descriptor: Int32) -> Bool {
    let flags = fcntl(descriptor, F_GETFL)
    guard flags >= 0 else { return false }
    return fcntl(descriptor, F_SETFL, isDirect ? flags | direct : flags & ~direct) == 0
  }
}

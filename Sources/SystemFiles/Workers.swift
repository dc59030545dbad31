import Glibc
import Synchronization

/// Divides work among threads. The result does not depend on how many there are.
package enum Workers {
  /// `body(0)…body(count − 1)`, in order, computed by up to `threads` threads that each take the next index free.
  package static func map<Result: Sendable>(_ count: Int, threads: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
    guard threads > 1, count > 1 else { return (0..<count).map(body) }
    let results = UnsafeMutablePointer<Result>.allocate(capacity: count)
    let next = Atomic(0)
    withoutActuallyEscaping(body) { body in
      nonisolated(unsafe) let output = unsafe results
      run(min(threads, count)) {
        while true {
          let index = next.add(1, ordering: .relaxed).oldValue
          if index >= count { return }
          unsafe (output + index).initialize(to: body(index))
        }
      }
    }
    defer {
      unsafe results.deinitialize(count: count)
      unsafe results.deallocate()
    }
    return unsafe Array(UnsafeBufferPointer(start: results, count: count))
  }

  /// Runs `work` on `threads` threads at once, the caller's among them, and waits for all. Where the system gives no
  /// thread, those that there are do it all.
  private static func run(_ threads: Int, _ work: @Sendable () -> Void) {
    withoutActuallyEscaping(work) { work in
      var handles: [pthread_t] = []
      for _ in 1..<threads {
        var handle = pthread_t()
        let box = unsafe Unmanaged.passRetained(Job(work))
        let status = unsafe pthread_create(
          &handle, nil,
          { raw in
            unsafe Unmanaged<Job>.fromOpaque(raw!).takeRetainedValue().work()
            return nil
          }, box.toOpaque())
        if status == 0 { handles.append(handle) } else { unsafe box.release() }
      }
      work()
      for handle in handles { pthread_join(handle, nil) }
    }
  }

  private final class Job: Sendable {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }
}

import Diagnostics
import SpatialFormats
import SystemFiles

/// Runs the blocks of a stream through several threads and hands the results over in the order of the stream.
///
/// Every thread reads a block, works on it, and lays its result down; whoever finds the next one in order lying there
/// hands it over. So reading, working and writing overlap, each is done by one thread at a time where it must be, and
/// no more blocks are under way than there are threads and places to lay results down.
final class BlockPipeline: @unchecked Sendable {
  private let reader: any EventReader
  private let consume: (BlockResult) throws(Fault) -> Void
  private let threads: Int

  private let reading = Monitor()
  /// Guards what stands below.
  private let monitor = Monitor()
  private var waiting: [Int: BlockResult] = [:]
  private var free: [BlockResult] = []
  private var next = 0
  private var isHandingOver = false
  private var fault: Fault?

  /// - Parameter consume: takes the results in order, one at a time, but not always on the same thread.
  init(_ reader: any EventReader, threads: Int, _ consume: @escaping (BlockResult) throws(Fault) -> Void) {
    self.reader = reader
    self.threads = threads
    self.consume = consume
  }

  /// Works through the stream to its end.
  /// - Throws: the first fault of any thread; what comes behind it is not handed over.
  func run(_ job: AssignmentJob) throws(Fault) {
    _ = Workers.map(threads, threads: threads) { [self] _ in
      do throws(Fault) {
        try work(AssignmentWorker(job))
      } catch {
        fail(error)
      }
    }
    if let fault { throw fault }
  }

  private func work(_ worker: AssignmentWorker) throws(Fault) {
    let block = EventBlock()
    while try read(into: block) {
      let result = takeFree()
      try worker.process(block, into: result)
      layDown(result)
    }
  }

  private func read(into block: EventBlock) throws(Fault) -> Bool {
    try reading.withLock { () throws(Fault) in
      guard monitor.withLock({ fault == nil }) else { return false }
      do throws(Fault) {
        return try reader.next(into: block)
      } catch {
        // Told before another thread reads on from where there is nothing to be read.
        fail(error)
        throw error
      }
    }
  }

  private func takeFree() -> BlockResult { monitor.withLock { free.popLast() ?? BlockResult() } }

  private func fail(_ error: Fault) {
    monitor.withLock {
      if fault == nil { fault = error }
      monitor.wakeAll()
    }
  }

  private func layDown(_ result: BlockResult) {
    monitor.withLock {
      waiting[result.sequence] = result
      if !isHandingOver { handOver() }
      // The thread whose block the others wait for is never held up here: it hands the block over itself.
      while waiting.count > threads, fault == nil { monitor.wait() }
    }
  }

  /// Hands over what is next in order for as long as it is there. Called and left with the lock held.
  private func handOver() {
    isHandingOver = true
    while fault == nil, let result = waiting.removeValue(forKey: next) {
      monitor.unlock()
      var failure: Fault?
      do throws(Fault) { try consume(result) } catch { failure = error }
      monitor.lock()
      if fault == nil { fault = failure }
      next += 1
      free.append(result)
      monitor.wakeAll()
    }
    isHandingOver = false
  }
}

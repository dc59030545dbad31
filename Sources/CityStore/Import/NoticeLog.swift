import Diagnostics
import Synchronization

/// Keeps the notices of one piece of work for its report, and passes them on as they come.
final class NoticeLog: Sendable {
  private let kept = Mutex<[Notice]>([])

  var notices: [Notice] { kept.withLock { $0 } }

  /// A listener that tells `listener` everything, and this log the notices too.
  func recording(for listener: Listener) -> Listener {
    Listener(progress: listener.progress) { notice in
      self.kept.withLock { $0.append(notice) }
      listener.notice(notice)
    }
  }
}

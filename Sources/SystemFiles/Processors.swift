import CProcessor
import Glibc

/// The processors of this machine.
package enum Processors {
  /// How many this process may run on: under `taskset`, in a container with its own set of them or in a batch queue fewer than
  /// there are. More threads than that would only take turns, and push each other out of the caches.
  package static var usable: Int {
    let count = Int(processor_usable_count())
    return count > 0 ? count : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }
}

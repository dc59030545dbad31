/// Words in the order of their buckets, within a bucket in the order in which they came (a counting sort).
struct Buckets: Sendable {
  let words: [UInt64]
  private let starts: [Int]

  init(_ unsorted: [UInt64], count: Int, _ bucket: (UInt64) -> Int) {
    var starts = [Int](repeating: 0, count: count + 1)
    for word in unsorted { starts[bucket(word) + 1] += 1 }
    for index in 0..<count { starts[index + 1] += starts[index] }
    self.starts = starts
    words = unsafe Array(unsafeUninitializedCapacity: unsorted.count) { space, initialized in
      for word in unsorted {
        let index = bucket(word)
        unsafe space.initializeElement(at: starts[index], to: word)
        starts[index] += 1
      }
      initialized = unsorted.count
    }
  }

  @inline(__always) func range(of bucket: Int) -> Range<Int> { starts[bucket]..<starts[bucket + 1] }
}

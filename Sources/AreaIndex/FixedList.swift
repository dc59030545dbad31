/// Plain values one after the other in memory of its own, at most so many: space that a kernel uses again and again, without
/// what an array does at every change.
@safe struct FixedList<Element: BitwiseCopyable>: ~Copyable {
  private let base: UnsafeMutablePointer<Element>
  private let capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    unsafe base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit { unsafe base.deallocate() }

  /// - Precondition: a position below `count`.
  @inline(__always) subscript(_ position: Int) -> Element {
    get {
      assert(position >= 0 && position < count, "a position that there is")
      return unsafe base[position]
    }
    set {
      assert(position >= 0 && position < count, "a position that there is")
      unsafe base[position] = newValue
    }
  }

  @inline(__always) var isFull: Bool { count == capacity }

  @inline(__always) mutating func append(_ element: Element) {
    precondition(count < capacity, "room for one more")
    unsafe base[count] = element
    count += 1
  }

  @inline(__always) mutating func append(_ element: Element, times: Int) {
    var left = times
    while left > 0 {
      append(element)
      left -= 1
    }
  }

  @inline(__always) mutating func clear() { count = 0 }

  /// The first position whose element is wanted.
  @inline(__always) func position(where isWanted: (Element) -> Bool) -> Int? {
    var position = 0
    while position < count {
      if unsafe isWanted(base[position]) { return position }
      position += 1
    }
    return nil
  }

  /// All of them, valid until the next change.
  var elements: UnsafeBufferPointer<Element> { unsafe UnsafeBufferPointer(start: base, count: count) }
}

extension String {
  /// Full-width forms (`４１０`, `Ａ`, `－`) as their ordinary ones, in whose order they stand.
  package var narrowed: String {
    guard unicodeScalars.contains(where: { (0xFF01...0xFF5E).contains($0.value) }) else { return self }
    var narrow = ""
    for scalar in unicodeScalars {
      let isFull = (0xFF01...0xFF5E).contains(scalar.value)
      narrow.unicodeScalars.append(isFull ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
    }
    return narrow
  }
}

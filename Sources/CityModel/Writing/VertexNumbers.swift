import JSONWriting

/// The vertices of a text that is being written, each once.
struct VertexNumbers {
  private struct Triple: Hashable {
    var x: Double
    var y: Double
    var z: Double
  }

  private let quantum: Double?
  private var numbers: [Triple: Int32] = [:]
  private var list: [Triple] = []

  /// - Parameter quantum: what numbers are divided by and rounded; `nil` leaves them as they are.
  init(_ quantum: Double?) { self.quantum = quantum }

  /// The numbers that the vertices of an object, three numbers each, have in the text.
  mutating func add(_ vertices: [Double]) -> [Int32] {
    (0..<vertices.count / 3).map { vertex in
      let triple = Triple(
        x: settled(vertices[3 * vertex]), y: settled(vertices[3 * vertex + 1]), z: settled(vertices[3 * vertex + 2]))
      if let known = numbers[triple] { return known }
      let number = Int32(list.count)
      numbers[triple] = number
      list.append(triple)
      return number
    }
  }

  private func settled(_ number: Double) -> Double {
    guard let quantum else { return number }
    return (number / quantum).rounded()
  }

  /// The list as JSON.
  var text: String {
    var text = "["
    for (position, triple) in list.enumerated() {
      if position > 0 { text += "," }
      text += "[" + JSONValue.numberText(triple.x) + "," + JSONValue.numberText(triple.y) + ","
      text += JSONValue.numberText(triple.z) + "]"
    }
    return text + "]"
  }
}
